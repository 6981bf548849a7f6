"""One renewal from the reminder to the new secretary, on the phones of both sides."""

import os
from pathlib import Path

import pytest

from apps.accounts.models import User
from apps.elections import services
from apps.elections.models import Election, Renewal
from tests import cast
from tests.browser.conftest import DESKTOP, PHONE
from tests.elections.conftest import make_body

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SCREENSHOTS", "")


def looked_at(visitor, name: str) -> None:
    """The page that is open, on the phone and at the desk: it is one page, so axe reads it once."""
    for size, found in ((DESKTOP, visitor.overflow), (PHONE, visitor.faults)):
        visitor.page.set_viewport_size(size)
        if SHOTS:
            shot = Path(SHOTS) / f"election-{name}-{size['width']}.png"
            visitor.page.screenshot(path=shot, full_page=True)
        assert found() == [], (name, size)


def send(page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def step(page, link: str, button: str, **given: str) -> None:
    """The page of one step: its questions and its button."""
    page.get_by_role("link", name=link, exact=True).click()
    for name, value in given.items():
        field = page.locator(f"#id_{name}")
        is_choice = field.evaluate("element => element.tagName") == "SELECT"
        (field.select_option if is_choice else field.fill)(value)
    send(page, button)


def write_result(visitor, body, *, ballots: int) -> None:
    page = visitor.page
    for name, number in (("present", 9), ("ballots", ballots)):
        page.locator(f"#id_{name}").fill(str(number))
    page.locator("#id_held_on").fill(str(body.held_on))
    page.locator("#seats [data-more]").click()
    page.locator("#id_seats-1-post").select_option("secretary")
    page.locator("#id_seats-1-seats").fill("1")
    page.locator("#id_seats-1-by_committee").check()
    page.locator("#id_seats-1-present").fill("3")
    rows = [*zip(body.people, (9, 8, 7, 3), strict=False), (body.people[0], 3)]
    for number, (person, ayes) in enumerate(rows):
        if number:
            page.locator("#candidates [data-more]").click()
        post = "secretary" if number == 4 else "committee_member"
        page.locator(f"#id_candidates-{number}-person").select_option(str(person.uuid), force=True)
        page.locator(f"#id_candidates-{number}-post").select_option(post)
        page.locator(f"#id_candidates-{number}-ayes").fill(str(ayes))
        if number != 3:
            page.locator(f"#id_candidates-{number}-is_elected").check()


def test_renewal_from_the_reminder_to_the_new_secretary(visit, city, users):
    User.objects.update(name="张三")
    body = make_body(city.branch)
    renewal = services.open_due_renewals(today=body.today)[0]
    address = renewal.get_absolute_url()
    own, higher = visit(users.secretary), visit(users.subtree_secretary)

    higher.open("/elections/")
    looked_at(higher, "calendar")
    higher.page.get_by_role("link", name=city.branch.name).click()
    step(higher.page, "发提醒函", "发提醒函")
    looked_at(higher, "renewal")

    own.open(address)
    step(
        *(own.page, "报送请示", "报送"),
        planned_on=str(body.term.ends_on),
        seats="3",
        dated_on=str(body.held_on),
    )
    higher.open(address)
    step(
        *(higher.page, "批复换届", "批复同意"),
        doc_no="财机党〔2026〕2号",
        dated_on=str(body.held_on),
    )

    own.open(address)
    step(own.page, "登记材料", "保存", kind="candidates", title="候选人预备人选名单")
    higher.open(address)
    send(higher.page, "批准候选人预备人选")

    own.open(address)
    own.page.get_by_role("link", name="登记选举结果", exact=True).click()
    write_result(own, body, ballots=8)
    own.page.get_by_role("button", name="保存结果").click()
    own.page.get_by_text("得 9 票，多于收回选票 8 张").first.wait_for()
    looked_at(own, "refused")
    own.page.locator("#id_ballots").fill("9")
    send(own.page, "保存结果")
    step(own.page, "登记材料", "保存", kind="report", title="选举结果报告")
    own.open(Election.objects.get().get_absolute_url())
    looked_at(own, "result")

    higher.open(address)
    step(higher.page, "批复选举结果", "批复同意", doc_no="财机党〔2026〕3号")
    assert "换届已完成" in higher.page.inner_text("body")
    looked_at(higher, "confirmed")
    assert Renewal.objects.get().next_term.organisation == city.branch

    # Roles and visibility have changed by themselves.
    elected = visit(cast.make_user("elected", person=body.people[0]))
    elected.open(address)
    assert own.page.goto(own.home + address).status in (200, 403, 404)
    for visitor in (own, higher, elected):
        assert visitor.foreign == []
    for visitor in (higher, elected):
        assert visitor.problems == []
