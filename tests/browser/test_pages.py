"""Every page of the portal in a real browser: no barrier, no sideways scroll, all in Chinese."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from tests import cast
from tests.browser.conftest import DESKTOP, PHONE, SCREENS, ZOOMED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def meeting(city, users):
    # People have Chinese names; the cast is called by its accounts.
    User.objects.update(name="张三")
    call_command("loaddata", "duty_rules", "schemes", verbosity=0)
    cast.make_meeting(city.sibling, held_on=timezone.localdate() - timedelta(days=40))
    return cast.make_meeting(city.branch, held_on=timezone.localdate() - timedelta(days=1))


def named(*names: str) -> list[str]:
    return [reverse(name) for name in names]


ENTRANCE = named("account_login", "account_inactive", "core:verify")
OWN_ACCOUNT = named(
    "accounts:profile",
    "accounts:display",
    "account_change_password",
    "account_reauthenticate",
    "account_logout",
    "usersessions_list",
    "mfa_index",
    "core:export_list",
)
WORK = named("portal:home", "duties:duty_list", "meetings:meeting_list", "assessments:result_list")


def pages_of_secretary(meeting) -> list[str]:
    create = reverse("meetings:meeting_create")
    own = [
        reverse(f"meetings:meeting_{page}", args=[meeting.uuid])
        for page in ("detail", "receipt", "history")
    ]
    form = f"{create}?organisation={meeting.organisation.uuid}&kind=members_meeting"
    return [
        *WORK,
        *OWN_ACCOUNT,
        reverse("portal:handover", args=[meeting.organisation.uuid]),
        reverse("meetings:meeting_complete", args=[meeting.uuid]),
        create,
        form,
        *own,
        reverse("meetings:book_list", args=[meeting.organisation.uuid]),
        *named("meetings:talk_list", "meetings:talk_create", "meetings:topic_list", "portal:help"),
    ]


def walk(visitor, addresses: list[str], *sizes: dict) -> dict[str, list[str]]:
    """The faults of each page that has any, in windows of these sizes or in that of the visit."""
    found = {}
    for address in addresses:
        visitor.open(address)
        if faults := visitor.faults(*sizes):
            found[address] = faults
    return found


def test_pages_of_a_secretary(visit, users, meeting):
    visitor = visit(users.secretary, PHONE)
    assert walk(visitor, pages_of_secretary(meeting), *SCREENS, ZOOMED) == {}
    assert (visitor.problems, visitor.foreign) == ([], [])


@pytest.mark.parametrize("name", ["staff", "leader", "convenor", "subtree_secretary", "nobody"])
def test_home_pages_of_the_other_roles(visit, users, meeting, name):
    visitor = visit(getattr(users, name), PHONE)
    addresses = WORK if name not in ("convenor", "nobody") else WORK[:1]
    assert walk(visitor, addresses) == {}
    assert (visitor.problems, visitor.foreign) == ([], [])


def test_pages_before_signing_in(visit, users):
    visitor = visit(None, PHONE)
    assert walk(visitor, ENTRANCE) == {}
    assert (visitor.problems, visitor.foreign) == ([], [])


@pytest.mark.parametrize(
    ("name", "value"), [("font", "largest"), ("theme", "dark"), ("contrast", "high")]
)
def test_pages_hold_with_the_reader_s_own_display(visit, users, meeting, name, value):
    visitor = visit(users.secretary, PHONE)
    visitor.open(reverse("accounts:profile"))
    with visitor.page.expect_navigation():
        visitor.page.check(f"#{name}-{value}")
    assert walk(visitor, pages_of_secretary(meeting)[:6]) == {}


def test_error_page_is_readable(visit, users):
    visitor = visit(users.secretary, PHONE)
    visitor.page.goto(visitor.home + "/nowhere/")
    assert visitor.faults() == []
    assert "没有找到" in visitor.page.inner_text("h1")


def test_focus_is_seen_and_the_skip_link_leads_to_the_text(visit, users, meeting):
    page = visit(users.secretary, DESKTOP).open(reverse("meetings:meeting_list"))
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    assert outline == "3px"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_targets_of_the_frame_are_big_enough_for_a_thumb(visit, users, meeting):
    page = visit(users.secretary, PHONE).open(reverse("portal:home"))
    sizes = page.evaluate(
        "[...document.querySelectorAll('.navigation-link, .masthead a, .btn')]"
        ".map(e => e.getBoundingClientRect()).filter(r => r.width).map(r => [r.width, r.height])"
    )
    assert sizes
    assert all(width >= 44 and height >= 44 for width, height in sizes)


def test_error_summary_takes_the_focus(visit, db):
    page = visit(None, PHONE).open(reverse("account_login"))
    page.click("button[type=submit]")
    page.locator(".error-summary").wait_for()
    assert page.evaluate("document.activeElement.className") == "error-summary"
