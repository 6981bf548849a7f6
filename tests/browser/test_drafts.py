"""Nothing typed is lost: a killed page, an ended session, a dead network (ux.md, checks 1-4, 20)."""

import time
import uuid
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Error, expect

from apps.accounts.models import User
from apps.core.drafts import unfinished_of
from apps.core.models import FormDraft
from apps.meetings.choices import AttendanceStatus, MeetingKind, MeetingStatus
from apps.meetings.models import Meeting
from tests import cast
from tests.accounts.test_own_account import code_now
from tests.browser.conftest import DESKTOP
from tests.browser.test_meeting_form import shoot
from tests.meetings.conftest import make_committee, yesterday

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAVE = "保存并提交"
WORDS = "会上讨论了三件事，一致同意。"


@pytest.fixture
def committee(city, users, settings):
    settings.DRAFT_SECONDS = 1
    cast.make_meeting(city.branch, MeetingKind.COMMITTEE_MEETING, held_on=yesterday())
    people = make_committee(city, users)
    User.objects.update(name="张三")
    return people


@pytest.fixture
def address(city):
    create = reverse("meetings:meeting_create")
    return f"{create}?organisation={city.branch.uuid}&kind=committee_meeting"


@pytest.fixture
def secretary(visit, users, committee):
    users.secretary.set_password(cast.PASSWORD)
    users.secretary.save()
    return visit(users.secretary)


def minutes(page):
    return page.get_by_label("会议记录", exact=True)


def write(page, words: str = WORDS) -> None:
    page.get_by_label("第一议题").fill("学习全会精神")
    minutes(page).fill(words)


def save(page) -> None:
    page.get_by_role("button", name=SAVE).click()


def saved(page) -> Meeting:
    page.get_by_role("heading", name="已提交").wait_for()
    return Meeting.objects.order_by("-pk")[0]


def wait_until(condition, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def killed(visitor):
    """The page dies without a word; the browser stays. One that is closed lives on for a moment, and
    is back on the network by then."""
    context = visitor.page.context
    with pytest.raises(Error, match="crash"):
        visitor.page.goto("chrome://crash")
    visitor.page.close()
    visitor.page = context.new_page()
    visitor.listen()
    return visitor


@pytest.fixture
def home(secretary):
    """The home page on a day on which a committee meeting is due."""
    call_command("loaddata", "duty_rules", verbosity=0)
    Meeting.objects.update(held_on=timezone.localdate() - timedelta(days=40))
    return secretary.open(reverse("portal:home"))


def tap_through(page, taps) -> float:
    """Seconds from the first tap to the receipt, but for finding the targets."""
    begun = time.monotonic()
    for target in taps:
        target.click()
    page.get_by_role("heading", name="已提交").wait_for()
    return time.monotonic() - begun


def test_committee_meeting_from_home_takes_three_taps(home):
    taps = [
        home.get_by_role("link", name="去记录支委会")
        .or_(home.locator("a[href*='kind=committee_meeting']"))
        .first,
        home.locator(".chip").first,
        home.get_by_role("button", name=SAVE),
    ]
    tap_through(home, taps)
    meeting = Meeting.objects.order_by("-pk")[0]
    assert len(taps) <= 4
    assert meeting.attendances.count() == meeting.present_count == 7


def test_one_absence_from_home_takes_five_taps(home, committee):
    absent = committee[3]
    taps = [
        home.locator("a[href*='kind=committee_meeting']").first,
        home.locator(f"label[for=id_present-{absent.uuid}]"),
        home.locator(f"label[for=id_absence-{absent.uuid}_0]"),
        home.locator(".chip").first,
        home.get_by_role("button", name=SAVE),
    ]
    seconds = tap_through(home, taps)
    row = Meeting.objects.order_by("-pk")[0].attendances.get(person=absent)
    assert len(taps) <= 6
    assert row.status == AttendanceStatus.SICK
    assert seconds < 10


def test_killed_page_gives_the_text_back(secretary, address, committee):
    page = secretary.open(address)
    page.locator(f"label[for=id_present-{committee[2].uuid}]").click()
    write(page)
    page = killed(secretary).open(address)
    expect(minutes(page)).to_have_value(WORDS)
    expect(page.locator(f"#id_present-{committee[2].uuid}")).not_to_be_checked()
    expect(page.locator("[data-draft-restored]")).to_be_visible()
    expect(page.locator("[data-count]")).to_have_text("应到 7 人，实到 6 人")
    expect(page.get_by_role("button", name="换成那一份")).to_be_hidden()
    shoot(page, "draft-restored")
    assert secretary.faults() == []
    page.get_by_role("button", name="不用，重新填").click()
    page.locator("[data-draft-restored]").wait_for(state="hidden")
    expect(minutes(page)).to_have_value("")
    assert not FormDraft.objects.exists()
    assert secretary.problems == []


def test_text_is_on_another_device_too_and_saved_once(secretary, visit, users, address):
    page = secretary.open(address)
    write(page)
    page.get_by_text("草稿已保存").wait_for()
    shoot(page, "draft-saved")
    desk = visit(users.secretary, DESKTOP)
    other = desk.open(reverse("portal:home"))
    shoot(other, "draft-on-home")
    assert desk.overflow() == []
    other.get_by_role("link", name="接着写").click()
    other.locator("[data-draft-restored]").wait_for()
    expect(minutes(other)).to_have_value(WORDS)
    shoot(other, "draft-on-desk")
    other.get_by_role("button", name=SAVE).click()
    saved(other)
    save(page)
    saved(page)
    assert Meeting.objects.filter(minutes=WORDS).count() == 1
    assert not unfinished_of(users.secretary).exists()
    assert (secretary.problems, desk.problems) == ([], [])


def test_words_of_two_devices_are_both_shown(secretary, visit, users, address):
    page = secretary.open(address)
    write(page)
    page.get_by_text("草稿已保存").wait_for()
    other = visit(users.secretary, DESKTOP).open(address)
    other.locator("[data-draft-restored]").wait_for()
    minutes(other).fill("在电脑上写的")
    other.get_by_role("button", name=SAVE).click()
    saved(other)
    save(page)
    page.get_by_role("heading", name="两个版本的不同之处").wait_for()
    expect(page.locator(".comparison")).to_contain_text("在电脑上写的")
    expect(minutes(page)).to_have_value(WORDS)
    shoot(page, "draft-two-devices")
    assert Meeting.objects.exclude(minutes="").count() == 1


def test_leaving_the_page_saves_at_once(secretary, address, settings):
    settings.DRAFT_SECONDS = 600
    page = secretary.open(address)
    write(page)
    page.goto("about:blank")
    wait_until(FormDraft.objects.exists)
    assert FormDraft.objects.get().content["minutes"] == WORDS


def test_session_that_ended_while_typing(users, secretary, address):
    page = secretary.open(address)
    write(page)
    Session.objects.all().delete()
    save(page)
    page.get_by_role("heading", name="登录已过期").wait_for()
    shoot(page, "draft-sign-in")
    assert secretary.barriers() == []
    page.get_by_label("账号").fill("secretary")
    page.get_by_label("密码").fill("不对的密码")
    page.get_by_role("button", name="登录").click()
    page.get_by_text("账号或密码不对").first.wait_for()
    page.get_by_label("密码").fill(cast.PASSWORD)
    page.get_by_role("button", name="登录").click()
    assert saved(page).minutes == WORDS
    assert Meeting.objects.filter(minutes=WORDS).count() == 1
    assert not unfinished_of(users.secretary).exists()


def test_second_factor_comes_back_to_the_form(secretary, address, users):
    key = totp.generate_totp_secret()
    totp.TOTP.activate(users.secretary, key)
    page = secretary.open(address)
    write(page)
    Session.objects.all().delete()
    save(page)
    page.get_by_label("账号").fill("secretary")
    page.get_by_label("密码").fill(cast.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("动态验证码").fill(code_now(key))
    page.get_by_role("button", name="登录").click()
    assert saved(page).minutes == WORDS
    assert Meeting.objects.filter(minutes=WORDS).count() == 1


def test_copy_of_the_last_record_is_not_covered_by_a_draft(secretary, address):
    page = secretary.open(address)
    write(page)
    page.get_by_role("link", name="沿用上次").click()
    page.get_by_text("已沿用").wait_for()
    expect(minutes(page)).to_have_value("")
    page.get_by_text("还写过另一份内容").wait_for()
    shoot(page, "draft-held")
    assert secretary.faults() == []
    page.get_by_role("button", name="换成那一份").click()
    expect(minutes(page)).to_have_value(WORDS)


def test_other_account_does_not_save_it(secretary, address, users, city):
    page = secretary.open(address)
    write(page)
    Session.objects.all().delete()
    save(page)
    users.subtree_secretary.set_password(cast.PASSWORD)
    users.subtree_secretary.save()
    page.get_by_label("账号").fill("subtree_secretary")
    page.get_by_label("密码").fill(cast.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_text("现在登录的是另一个账号").wait_for()
    expect(minutes(page)).to_have_value(WORDS)
    assert not Meeting.objects.filter(minutes=WORDS).exists()


def test_signed_in_again_in_another_tab(secretary, address, users, as_user):
    page = secretary.open(address)
    write(page)
    page.evaluate("document.querySelector('[name=csrfmiddlewaretoken]').value = 'x'.repeat(64)")
    save(page)
    assert saved(page).minutes == WORDS


def test_dead_network(secretary, address):
    page = secretary.open(address)
    write(page)
    page.context.set_offline(True)
    save(page)
    page.get_by_text("没有保存：网络断开。内容已存在本机，恢复后会自动提交").wait_for()
    shoot(page, "draft-offline")
    for _ in range(3):
        save(page)
    page.context.set_offline(False)
    page.get_by_role("heading", name="已提交").wait_for()
    assert Meeting.objects.filter(minutes=WORDS).count() == 1


def test_answer_that_is_lost_on_the_way(secretary, address):
    """The server has saved, the phone does not know: the second sending leads to the record."""
    page = secretary.open(address)
    write(page)
    lost = []

    def lose_the_first(route):
        if lost:
            route.continue_()
            return
        lost.append(route.fetch(max_redirects=0).status)
        route.abort()

    page.route("**/meetings/new/**", lose_the_first)
    save(page)
    page.get_by_text("没有保存：网络断开").wait_for()
    page.get_by_role("heading", name="已提交").wait_for()
    assert Meeting.objects.filter(minutes=WORDS).count() == 1


def test_page_killed_while_it_waits_for_the_network(secretary, address):
    page = secretary.open(address)
    write(page)
    page.context.set_offline(True)
    save(page)
    page.get_by_text("没有保存：网络断开").wait_for()
    context = page.context
    killed(secretary)
    context.set_offline(False)
    page = secretary.open(address)
    assert saved(page).minutes == WORDS
    assert Meeting.objects.filter(minutes=WORDS).count() == 1


def test_double_tap_makes_one_record(secretary, address):
    page = secretary.open(address)
    write(page)
    page.get_by_role("button", name=SAVE).dblclick()
    saved(page)
    assert Meeting.objects.filter(minutes=WORDS).count() == 1
    assert secretary.problems == []


def test_files_stay_chosen_when_the_form_comes_back(secretary, address):
    page = secretary.open(address)
    minutes(page).fill(WORDS)
    page.get_by_text("附件与记录方式").click()
    file = {"name": "通知.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    page.locator("input[type=file]").set_input_files(file)
    save(page)
    page.locator(".error-summary").wait_for()
    assert page.evaluate("document.activeElement.classList.contains('error-summary')")
    expect(minutes(page)).to_have_value(WORDS)
    page.get_by_label("第一议题").fill("学习全会精神")
    save(page)
    assert saved(page).attachments.get().name == "通知.pdf"


def test_files_that_were_not_kept_are_named(secretary, address):
    page = secretary.open(address)
    write(page)
    page.get_by_text("附件与记录方式").click()
    file = {"name": "通知.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    page.locator("input[type=file]").set_input_files(file)
    page.context.set_offline(True)
    save(page)
    context = page.context
    killed(secretary)
    context.set_offline(False)
    page = secretary.open(address)
    page.get_by_text("还没有保存：附件没有留下").wait_for()
    expect(page.locator("[data-draft-restored]")).to_contain_text("通知.pdf")
    expect(minutes(page)).to_have_value(WORDS)
    assert not Meeting.objects.filter(minutes=WORDS).exists()


@pytest.fixture
def draft(city, committee):
    return cast.make_meeting(
        city.branch,
        MeetingKind.COMMITTEE_MEETING,
        held_on=yesterday(),
        status=MeetingStatus.DRAFT,
    )


def test_two_sessions_change_one_record(secretary, visit, users, draft):
    path = reverse("meetings:meeting_update", args=[draft.uuid])
    phone, desk = secretary.open(path), visit(users.secretary, DESKTOP).open(path)
    phone.get_by_label("第一议题").fill("学习全会精神")
    minutes(phone).fill("手机上写的")
    phone.get_by_role("button", name="存为草稿").click()
    phone.get_by_role("heading", name="已存为草稿").wait_for()
    minutes(desk).fill("电脑上写的")
    conflict = desk.locator("[data-draft-conflict]")
    conflict.wait_for()
    shoot(desk, "draft-conflict")
    desk.get_by_role("button", name="查看差异").click()
    desk.get_by_role("heading", name="两个版本的不同之处").wait_for()
    shoot(desk, "draft-difference")
    expect(desk.locator(".comparison")).to_contain_text("手机上写的")
    expect(minutes(desk)).to_have_value("电脑上写的")
    draft.refresh_from_db()
    assert draft.minutes == "手机上写的"
    desk.get_by_role("button", name="存为草稿").click()
    desk.get_by_role("heading", name="已存为草稿").wait_for()
    draft.refresh_from_db()
    assert draft.minutes == "电脑上写的"


def test_draft_of_a_talk(secretary, city, committee):
    path = f"{reverse('meetings:talk_create')}?organisation={city.branch.uuid}"
    page = secretary.open(path)
    page.get_by_label("谈话对象").select_option(str(committee[2].uuid))
    page.locator(".absence-choice label").first.click()
    page = killed(secretary).open(path)
    expect(page.get_by_label("谈话对象")).to_have_value(str(committee[2].uuid))
    expect(page.locator("[name=kind]").first).to_be_checked()
    shoot(page, "draft-talk")
    assert secretary.faults() == []


def test_copies_of_one_device_belong_to_one_account(secretary, address, users, as_user):
    page = secretary.open(address)
    write(page)
    place = page.evaluate("Object.keys(localStorage).filter(k => k.indexOf('draft:') === 0)")
    assert place == [f"draft:{users.secretary.uuid}:meetings.meeting:{address_key(address)}"]


def address_key(address: str) -> str:
    organisation = address.split("organisation=")[1].split("&")[0]
    assert uuid.UUID(organisation)
    return f"{organisation}:committee_meeting"
