"""Finding, as a secretary with a phone and a reader at a desk meet it (ux.md, check 17)."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.branches.choices import MembershipKind, OrganisationKind, Post
from apps.meetings.models import Meeting
from tests import cast
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_meeting_form import shoot
from tests.meetings.conftest import yesterday

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
NAMES = ("张真", "单雄信", "仇英", "解缙", "盖宽饶", "区伯", "朴树", "查良镛") + (
    "尉迟恭",
    "王伟",
    "李娜",
    "刘洋",
    "陈静",
    "杨帆",
    "赵敏",
    "周杰",
)


@pytest.fixture
def branch(city, users):
    """More members than fit a plain list, with posts, groups and a record that has a body."""
    group = cast.make_organisation("第一党小组", OrganisationKind.SUBGROUP, parent=city.branch)
    leader = cast.make_member(city.branch, "曾国藩", subgroup=group)
    leader.phone = "13812341234"
    leader.save()
    cast.appoint(leader, city.branch, Post.ORGANISATION_MEMBER)
    for number, name in enumerate(NAMES):
        kind = MembershipKind.PROBATIONARY if number == 0 else MembershipKind.FULL
        cast.make_member(city.branch, name, kind=kind, subgroup=group if number % 2 else None)
    meeting = cast.make_meeting(city.branch, held_on=yesterday())
    meeting.title, meeting.minutes = (
        "11月主题党日：重走长征路",
        "大家学习了市委全会精神，结合岗位谈体会。",
    )
    meeting.save()
    return city.branch


@SIZES
def test_words_of_check_17_lead_to_the_right_hits(visit, users, branch, viewport):
    visitor = visit(users.secretary, viewport)
    page = visitor.open(reverse("portal:home"))
    if viewport == DESKTOP:
        page.keyboard.press("/")
        page.keyboard.type("zgf")
        page.keyboard.press("Enter")
    else:
        page.get_by_role("link", name="搜索").click()
        page.get_by_label("找党组织、人员、会议记录、项目或品牌").fill("zgf")
        page.get_by_role("button", name="搜索").click()
    page.locator(".hit").first.wait_for()
    assert page.locator(".hit-title").all_inner_texts()[:5] == ["曾国藩"]
    assert visitor.faults() == []
    for typed, title in (
        ("zengguofan", "曾国藩"),
        ("曾国", "曾国藩"),
        ("全会精神", "11月主题党日：重走长征路"),
        ("zz", "张真"),
    ):
        visitor.open(f"{reverse('portal:search')}?q={typed}")
        assert title in page.locator(".hit-title").all_inner_texts()[:5]
    visitor.open(f"{reverse('portal:search')}?q=全会精神")
    expect(page.locator(".hit-excerpt mark")).to_have_text("全会精神")
    shoot(page, f"search-{viewport['width']}")
    visitor.open(f"{reverse('portal:search')}?q=没有的词")
    assert visitor.faults() == []
    shoot(page, f"search-empty-{viewport['width']}")
    assert visitor.problems == []


@SIZES
def test_members_are_looked_through_and_opened(visit, users, branch, viewport):
    visitor = visit(users.secretary, viewport)
    page = visitor.open(reverse("branches:person_list"))
    assert visitor.faults() == []
    shoot(page, f"members-{viewport['width']}")
    page.get_by_label("姓名", exact=True).fill("zengguo")
    page.get_by_role("button", name="查找").click()
    page.get_by_text("1 名党员符合条件").wait_for()
    page.get_by_role("link", name="曾国藩").click()
    page.get_by_role("heading", name="曾国藩").wait_for()
    expect(page.locator("main")).to_contain_text("138****1234")
    assert visitor.faults() == []
    shoot(page, f"member-{viewport['width']}")
    page.get_by_role("button", name="显示完整号码").click()
    page.get_by_role("link", name="13812341234").wait_for()
    assert visitor.problems == []


def form_of(branch) -> str:
    return f"{reverse('meetings:meeting_create')}?organisation={branch.uuid}&kind=members_meeting"


@SIZES
def test_chair_is_picked_by_initials_with_the_keyboard(visit, users, branch, viewport):
    visitor = visit(users.secretary, viewport)
    page = visitor.open(form_of(branch))
    for folded in page.locator(".summary-fold:not([open]) > summary").all():
        folded.click()
    box = page.locator("#id_recorder-ts-control")
    box.wait_for()
    box.focus()
    page.keyboard.type("ycg")
    page.locator(".ts-dropdown .option.active", has_text="尉迟恭").wait_for()
    assert visitor.barriers() == []
    shoot(page, f"picker-{viewport['width']}")
    page.keyboard.press("Enter")
    expect(page.locator("[data-summary]")).to_contain_text("尉迟恭")
    box.focus()
    page.keyboard.type("没有")
    page.get_by_text("没有找到", exact=True).wait_for()
    page.keyboard.press("Escape")
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    box.focus()
    page.keyboard.type("z")
    page.locator(".ts-dropdown .option").first.wait_for()
    assert visitor.barriers() == []
    shoot(page, f"picker-dark-{viewport['width']}")
    assert visitor.problems == []
    assert visitor.foreign == []


def test_guest_is_proposed_or_typed(visit, users, branch):
    visitor = visit(users.secretary, PHONE)
    page = visitor.open(form_of(branch))
    page.locator("#guests > summary").click()
    page.locator("#id_guests-0-name-ts-control").wait_for()
    page.locator("#id_guests-0-name-ts-control").focus()
    page.keyboard.type("zgf")
    page.locator(".ts-dropdown .option", has_text="曾国藩").wait_for()
    shoot(page, "guest-phone")
    page.locator(".ts-dropdown .option", has_text="曾国藩").click()
    expect(page.locator("[name=guests-0-name]")).to_have_value("曾国藩")
    expect(page.locator("[name=guests-0-post]")).to_have_value(re.compile("组织委员"))
    page.get_by_role("button", name="再加一项列席人员").click()
    page.locator("#id_guests-1-name-ts-control").wait_for()
    page.locator("#id_guests-1-name-ts-control").focus()
    page.keyboard.type("李外宾")
    page.keyboard.press("Tab")
    expect(page.locator("[name=guests-1-name]")).to_have_value("李外宾")
    assert visitor.barriers() == []
    page.locator(".chip").first.click()
    page.locator("#id_place").evaluate("e => { e.value = '三楼' }")
    page.get_by_role("button", name="存为草稿").click()
    page.wait_for_url("**/receipt/")
    saved = Meeting.objects.order_by("-pk")[0]
    assert list(saved.guests.values_list("name", flat=True)) == ["曾国藩", "李外宾"]
    assert visitor.problems == []


def test_names_of_a_long_roll_are_narrowed_down_by_pinyin(visit, users, branch):
    for number in range(16):
        cast.make_member(branch, f"高{number}")
    visitor = visit(users.secretary, PHONE)
    page = visitor.open(form_of(branch))
    page.get_by_label("按姓名查找").fill("zhalia")
    assert page.locator(".attendee-name:visible").all_inner_texts() == ["查良镛"]
    page.get_by_label("按姓名查找").fill("")
    assert page.locator(".attendee-name:visible").count() > 30
    assert visitor.problems == []


def test_short_lists_stay_native_and_load_nothing(visit, users, city):
    visitor = visit(users.secretary, PHONE)
    page = visitor.open(form_of(city.branch))
    expect(page.locator(".ts-wrapper")).to_have_count(0)
    assert page.evaluate("typeof window.TomSelect") == "undefined"
    assert visitor.problems == []


def test_change_of_the_register_is_asked_for(visit, users, branch):
    visitor = visit(users.secretary, PHONE)
    page = visitor.open(reverse("branches:person_list"))
    page.get_by_role("link", name="添加或调整").click()
    page.get_by_role("button", name="提交申请").click()
    page.locator(".error-summary").wait_for()
    assert visitor.faults() == []
    page.get_by_label("转接组织关系").check()
    page.get_by_label("党员姓名").fill("曾国藩")
    page.get_by_label("说明").fill("自 2026-11-01 起转入市审计局第一党支部")
    shoot(page, "request-phone")
    page.get_by_role("button", name="提交申请").click()
    page.get_by_text("曾国藩转接组织关系").first.wait_for()
    assert visitor.faults() == []
    shoot(page, "members-asked-phone")
    # The browser notes the one answer that was meant to be a refusal.
    assert [p for p in visitor.problems if "422" not in p] == []


def test_desk_is_searched_by_initials(visit, users, branch):
    visitor = visit(users.staff, DESKTOP)
    page = visitor.open(reverse("admin:index"))
    page.keyboard.press("Control+k")
    page.locator("#search-input-command").fill("zgf")
    page.locator("#search-input-command").press("Space")
    page.locator("#command-results-list a", has_text="曾国藩").wait_for()
    shoot(page, "desk-search")
    assert visitor.barriers() == []
    assert visitor.problems == []
