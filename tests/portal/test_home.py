import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from apps.branches.choices import OrganisationKind as Kind
from apps.branches.choices import Post
from apps.core.periods import months_after
from apps.duties.outcomes import upkeep
from apps.elections import services
from apps.elections.choices import ElectionBody, RenewalStatus
from apps.inspections.models import Issue
from apps.meetings.choices import MeetingKind, MeetingStatus
from tests import cast
from tests.elections.conftest import by_election, make_body, paper, renewal_in

HOME = reverse("portal:home")
TODAY = date(date.today().year, 11, 22)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def late_november(db):
    call_command("loaddata", "duty_rules", verbosity=0)
    with time_machine.travel(f"{TODAY} 10:00 +0800", tick=False):
        yield


def text_of(response) -> str:
    assert response.status_code == 200
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def primary_buttons(response) -> int:
    return response.content.decode().count("btn-primary")


def settle(branch, *, but=()) -> None:
    """Everything a branch without committee owes so far in late November, except `but`."""
    for month in range(1, 12):
        kinds = {MeetingKind.THEME_DAY}
        if month in (2, 5, 8, 11):
            kinds |= {MeetingKind.MEMBERS_MEETING, MeetingKind.PARTY_LECTURE}
        if month == 11:
            kinds |= {MeetingKind.LIFE_MEETING, MeetingKind.MEMBER_REVIEW, MeetingKind.TRAINING}
        first, *others = sorted(kinds - set(but)) or [None]
        if first:
            meeting = cast.make_meeting(
                branch, first, held_on=date(TODAY.year, month, 5), also=tuple(others)
            )
            meeting.agenda_items.filter(kind=MeetingKind.TRAINING).update(hours=32)
    person = cast.make_person()
    branch.talks.create(
        kind="member_member", held_on=TODAY, first=person, second=cast.make_person()
    )


def test_secretary_reads_what_is_due_in_words(city, users, as_user):
    settle(city.branch, but=(MeetingKind.PARTY_LECTURE, MeetingKind.TRAINING))
    text = text_of(as_user(users.secretary).get(HOME))
    assert "本月的事都办完了 另有 2 件本月以后到期" in text
    assert "四季度党课 还剩39天" in text
    assert "集中学习培训学时 还剩39天" in text


def test_head_counts_what_is_due_this_month_apart_from_the_rest(city, users, as_user):
    response = as_user(users.secretary).get(HOME)
    months = [task.duty.period.last_day.month for task in response.context["tasks"]]
    later = months.count(12)
    assert 0 < later < len(months)
    head = f"本月还有 {len(months) - later} 件事 另有 {later} 件本月以后到期"
    assert head in text_of(response)


def test_head_knows_of_what_is_no_duty(city, users, as_user):
    """Nothing is done while an issue is overdue; one of next month leaves this month alone."""
    settle(city.branch)
    issue = Issue.objects.create(
        organisation=city.branch, text="记录不全", found_on=TODAY - 30 * DAY, due_on=TODAY - DAY
    )
    client = as_user(users.secretary)
    text = text_of(client.get(HOME))
    assert "本月还有 1 件事 下面还有： 要整改的问题 1 个" in text
    assert "都办完了" not in text
    assert "其中" not in text
    Issue.objects.filter(pk=issue.pk).update(due_on=TODAY + 20 * DAY)
    assert "本月的事都办完了 下面还有： 要整改的问题 1 个" in text_of(client.get(HOME))


def test_head_counts_both_and_says_where_the_rest_is(city, users, as_user):
    settle(city.branch, but=(MeetingKind.THEME_DAY,))
    client = as_user(users.secretary)
    duties = client.get(HOME).context["this_month"]
    cast.make_meeting(
        city.branch, MeetingKind.COMMITTEE_MEETING, held_on=TODAY, status=MeetingStatus.RETURNED
    )
    text = text_of(client.get(HOME))
    assert f"本月还有 {duties + 1} 件事" in text
    assert "其中 1 件不是例行事项，列在下面" in text


def test_most_urgent_thing_has_the_only_red_button(city, users, as_user):
    response = as_user(users.secretary).get(HOME)
    assert primary_buttons(response) == 1
    first = response.context["tasks"][0]
    assert first.title == "10月主题党日"
    assert first.deadline == "已超22天"
    button = re.search(r'<a href="([^"]+)" class="btn btn-primary"', response.content.decode())
    address = reverse("meetings:meeting_create")
    assert button[1] == f"{address}?organisation={city.branch.uuid}&amp;kind=theme_day"


def test_tasks_come_in_the_order_of_their_deadlines(city, users, as_user):
    days = [entry.days_left for entry in as_user(users.secretary).get(HOME).context["tasks"]]
    assert days == sorted(days)
    assert days[0] < 0 < days[-1]


def test_settled_month_says_so_and_names_the_next_thing(city, users, as_user):
    settle(city.branch)
    response = as_user(users.secretary).get(HOME)
    text = text_of(response)
    assert "本月的事都办完了" in text
    assert "下一件：12月主题党日（12月1日起，12月31日前）" in text
    assert primary_buttons(response) == 0


def test_returned_record_is_shown_only_while_there_is_one(city, users, as_user):
    client = as_user(users.secretary)
    assert "退回待改" not in text_of(client.get(HOME))
    meeting = cast.make_meeting(city.branch, held_on=TODAY, status=MeetingStatus.RETURNED)
    cast.make_meeting(city.sibling, held_on=TODAY, status=MeetingStatus.RETURNED)
    response = client.get(HOME)
    assert [matter.uuid for matter in response.context["returned"]] == [meeting.uuid]
    assert reverse("meetings:meeting_update", args=[meeting.uuid]) in response.content.decode()


def test_progress_of_the_year_opens_exactly_those_duties(city, users, as_user):
    settle(city.branch, but=(MeetingKind.PARTY_LECTURE,))
    client = as_user(users.secretary)
    (own,) = client.get(HOME).context["led"]
    # 11 theme days, 4 members' meetings, 4 lectures, life meeting, review, talk, training and
    # four quarters of first topics.
    assert (own.progress.done, own.progress.due) == (23, 27)
    page = client.get(own.url)
    assert len(page.context["begun"]) == 27
    assert "应办 27 件，已办 23 件" in text_of(page)
    assert "本年完成情况 23/27" in text_of(client.get(HOME))


def test_subtree_secretary_sees_what_is_open_below_and_to_review(city, users, as_user):
    settle(city.sibling)
    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(TODAY.year, 11, 3))
    city.sibling.meetings.update(status=MeetingStatus.REVIEWED)
    response = as_user(users.subtree_secretary).get(HOME)
    below = {one.name: [entry.title for entry in one.open] for one in response.context["below"]}
    assert below.keys() == {city.branch.name, city.sibling.name}
    assert below[city.sibling.name] == []
    assert "11月主题党日" not in below[city.branch.name]
    assert "四季度党课" in below[city.branch.name]
    assert response.context["awaiting"] == 1
    assert "待审核记录 1 条" in text_of(response)
    assert [own.name for own in response.context["led"]] == [city.committee.name]


def test_subgroup_meeting_is_due_with_a_question_which_group(city, users, as_user):
    cast.make_organisation("第一党小组", Kind.SUBGROUP, parent=city.branch)
    titles = {e.title: e for e in as_user(users.secretary).get(HOME).context["tasks"]}
    asked = f"?kind=subgroup_meeting&branch={city.branch.uuid}"
    assert titles["11月党小组会"].record_url == reverse("meetings:meeting_create") + asked


def test_committee_meeting_is_due_only_where_there_is_a_committee(city, users, as_user):
    client = as_user(users.secretary)
    assert "支委会" not in text_of(client.get(HOME))
    cast.appoint(cast.make_member(city.branch), city.branch, Post.ORGANISATION_MEMBER)
    assert "11月支委会 还剩8天" in text_of(client.get(HOME))


@pytest.mark.parametrize("role", ["staff", "leader"])
def test_every_figure_opens_as_many_rows(city, users, as_user, role):
    for branch in (city.branch, city.other_branch):
        cast.make_meeting(branch, MeetingKind.THEME_DAY, held_on=TODAY)
    cast.make_meeting(city.branch, MeetingKind.PARTY_LECTURE, held_on=TODAY)
    client = as_user(getattr(users, role))
    figures = client.get(HOME).context["figures"]
    numbers = {figure.label: int(figure.number.value) for figure in figures}
    assert numbers["主题党日"] == 2
    assert numbers["组织生活会议"] == 3
    for figure in figures:
        page = client.get(figure.url)
        assert page.context["number"] == figure.number
        assert page.context["page"].paginator.count == figure.number.value


def test_staff_find_the_way_to_their_desk(city, users, as_user):
    assert reverse("admin:index") in as_user(users.staff).get(HOME).content.decode()
    assert reverse("admin:index") not in as_user(users.leader).get(HOME).content.decode()


def test_convenor_sees_the_units_of_his_zone(city, users, as_user):
    text = text_of(as_user(users.convenor).get(HOME))
    assert "第一联系片 计划活动 成员单位（1 个） 市财政局" in text
    assert "市审计局" not in text


def test_home_of_every_role_answers(city, users, as_user):
    for user in users.named().values():
        assert as_user(user).get(HOME).status_code == 200


def test_person_without_office_is_told_why_nothing_is_here(city, users, as_user):
    assert "没有担任书记等职务" in text_of(as_user(users.nobody).get(HOME))


def test_issues_below_the_duties_are_named_above_them(city, users, as_user):
    client = as_user(users.secretary)
    assert "#issues" not in client.get(HOME).text
    Issue.objects.create(organisation=city.branch, text="缺记录", found_on=TODAY, due_on=TODAY)
    page = client.get(HOME).text
    assert '<a href="#issues">要整改的问题 1 个</a>' in page
    assert page.index('href="#issues"') < page.index("去记录") < page.index('id="issues"')


def test_home_needs_a_sign_in(client, db):
    assert client.get(HOME).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_a_secretary_s_home(city, users, as_user, number, django_assert_num_queries):
    group = cast.make_organisation("市财政局党组", Kind.PARTY_GROUP, parent=city.root)
    for index in range(number):
        cast.make_organisation(f"第{index}党小组", Kind.SUBGROUP, parent=city.branch)
        cast.make_meeting(city.branch, held_on=TODAY)
        cast.make_meeting(city.branch, held_on=TODAY, status=MeetingStatus.RETURNED)
        cast.appoint(cast.make_member(city.branch), group, Post.GROUP_MEMBER)
    upkeep.bring_up_to_date()
    client = as_user(users.secretary)
    with django_assert_num_queries(8):
        client.get(HOME)


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_a_subtree_s_home(city, users, as_user, number, django_assert_num_queries):
    for index in range(number):
        branch = cast.make_organisation(f"新设第{index}党支部", parent=city.committee)
        cast.make_meeting(branch, held_on=TODAY)
    upkeep.bring_up_to_date()
    client = as_user(users.subtree_secretary)
    with django_assert_num_queries(11):
        client.get(HOME)


def test_record_that_was_returned_is_told_once(city, users, as_user):
    client = as_user(users.secretary)
    titles = [task.title for task in client.get(HOME).context["tasks"]]
    assert "11月主题党日" in titles
    cast.make_meeting(
        city.branch, MeetingKind.THEME_DAY, held_on=TODAY, status=MeetingStatus.RETURNED
    )
    answer = client.get(HOME)
    assert "11月主题党日" not in [task.title for task in answer.context["tasks"]]
    assert "退回待改 1 条" in text_of(answer)


def test_group_meeting_leads_to_the_groups_of_the_branch(city, users, as_user):
    for name in ("第一党小组", "第二党小组"):
        cast.make_organisation(name, Kind.SUBGROUP, parent=city.branch)
    client = as_user(users.secretary)
    tasks = client.get(HOME).context["tasks"]
    address = next(t.record_url for t in tasks if "党小组会" in t.title)
    page = client.get(address)
    assert [str(place) for place, _ in page.context["offers"]] == ["第一党小组", "第二党小组"]
    assert page.text.count("<details") == page.text.count("open>") == 2
    assert page.text.count("党小组会</a>") == 2
    assert (
        client.get(
            f"{reverse('meetings:meeting_create')}?kind=subgroup_meeting&branch=x"
        ).status_code
        == 404
    )


def test_end_of_a_term_is_told_to_the_body_and_to_the_committee_above(city, users, as_user):
    body = make_body(city.branch)
    renewal = renewal_in(RenewalStatus.NOTIFIED, body)
    own, higher = as_user(users.secretary), as_user(users.subtree_secretary)
    ends_on = f"{body.term.ends_on.year}年{body.term.ends_on.month}月{body.term.ends_on.day}日届满"
    assert f"市财政局第一党支部：报送换届请示（{ends_on}）" in text_of(own.get(HOME))
    assert "报送换届请示" not in text_of(higher.get(HOME))
    services.ask_renewal(
        renewal=renewal,
        planned_on=body.term.ends_on,
        body=ElectionBody.MEETING,
        seats=3,
        paper=paper(body),
        by=None,
    )
    by_election(body)
    services.ask_extension(
        term=body.term, asked_until=months_after(body.term.ends_on, 1), reason="调整", by=None
    )
    assert "报送换届请示" not in text_of(own.get(HOME))
    shown = text_of(higher.get(HOME))
    assert "换届，下级有 3 件等您办理" in shown
    for words in ("批复换届请示", "批复补选结果", "批复延期申请"):
        assert f"市财政局第一党支部：{words}（{ends_on}）" in shown
    assert "批复换届请示" not in text_of(as_user(users.stranger).get(HOME))
