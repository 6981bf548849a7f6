"""The leader's page: the sentence first, every number a way to exactly its rows (decision 0040)."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from apps.branches.choices import OrganisationKind as Kind
from apps.branches.models import Term
from apps.duties.outcomes import upkeep
from apps.inspections.models import Issue
from apps.meetings.choices import MeetingKind
from apps.portal.lead_views import PAGE_SIZE
from apps.zones.choices import SuggestionStatus
from apps.zones.models import Suggestion, Zone, ZoneMembership
from tests import cast

YEAR = date.today().year
TODAY = date(YEAR, 11, 22)
DAY = timedelta(days=1)
LEAD, DUTIES = reverse("portal:lead"), reverse("portal:lead_duties")
HOME, PROBLEMS = reverse("portal:home"), reverse("portal:lead_problems")
NUMBER = re.compile(r'<a class="number" href="([^"]+)">([^<]+)</a>')
CELL = re.compile(r'<td[^>]*class="[^"]*number"><a href="([^"]+)"[^>]*>(\d+)</a>')
SVG_LINK = re.compile(r'<a href="([^"]+)"><title>[^<：]+：(\d+) / (\d+)</title>')


@pytest.fixture(autouse=True)
def late_november(db):
    call_command("loaddata", "duty_rules", verbosity=0)
    with time_machine.travel(f"{TODAY} 10:00 +0800", tick=False):
        yield


@pytest.fixture
def zones(city, users) -> list[Zone]:
    """The zone of the cast, and one of the other unit; a third unit is in none."""
    other = Zone.objects.create(
        year=YEAR, number=2, name="第二联系片", convening_unit=city.other_unit
    )
    ZoneMembership.objects.create(zone=other, unit=city.other_unit, valid_from=date(YEAR, 1, 1))
    outside = cast.make_unit("市档案馆")
    cast.make_organisation("市档案馆党支部", parent=city.root, unit=outside)
    group = cast.make_organisation("第一党小组", Kind.SUBGROUP, parent=city.branch)
    for month in (1, 5, 10, 11):
        cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(YEAR, month, 5))
        cast.make_meeting(group, MeetingKind.SUBGROUP_MEETING, held_on=date(YEAR, month, 6))
    cast.make_meeting(city.other_branch, MeetingKind.PARTY_LECTURE, held_on=date(YEAR - 1, 11, 6))
    return [Zone.objects.get(number=1), other]


def text_of(answer) -> str:
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", unescape(answer.text)))


def number_behind(client, url: str) -> str:
    """What the page behind an address says that it lists; the lines are counted as well."""
    answer = client.get(unescape(url))
    assert answer.status_code == 200, url
    said = re.search(r"data-number>([^<]*)<", answer.text)
    rows = answer.text.count("<tr>") - 1
    assert said
    if url.startswith(DUTIES):
        assert min(digits(said[1]), PAGE_SIZE) == max(rows, 0), url
    return said[1]


def digits(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def test_sentence_comes_first(users, zones, as_user):
    words = text_of(as_user(users.leader).get(LEAD))
    assert re.search(rf"{YEAR}年四季度应办 \d+ 件，已办 \d+ 件（[\d.]+%），过期未办 \d+ 件", words)
    assert words.index("应办") < words.index("组织生活会议") < words.index("各类事项")
    assert f"{YEAR}年三季度应办" in words
    assert f"{YEAR - 1}年四季度应办" in words
    assert f"数据截至{YEAR}年11月22日 10:00" in words


@pytest.mark.parametrize("fresh", [False, True])
@pytest.mark.parametrize("period", ["", f"{YEAR}Q1", f"{YEAR}"])
def test_every_number_opens_as_many_rows(users, zones, as_user, period, fresh):
    if fresh:
        call_command("cells")
        upkeep.bring_up_to_date()
    client = as_user(users.leader)
    answer = client.get(LEAD, {"period": period} if period else {})
    found = NUMBER.findall(answer.text) + CELL.findall(answer.text)
    found += [(url, due) for url, _, due in SVG_LINK.findall(answer.text) if "duties" in url]
    assert len(found) > 40
    for url, said in dict.fromkeys(found):
        assert digits(number_behind(client, url)) == digits(said), url


def test_parts_add_up_to_the_whole(users, zones, as_user):
    client = as_user(users.leader)
    board = client.get(LEAD).context["board"]
    assert [row.label for row in board.parts] == ["第一联系片", "第二联系片", "未划入联系片"]
    for rows in (board.parts, board.kinds):
        for state in ("due", "done", "missed", "waiting"):
            whole = getattr(board.total, state)
            assert sum(getattr(row.tally, state) for row in rows) == whole
    assert sum(row.tally.due for row in board.months) == board.year.total.due


@pytest.mark.parametrize("which", ["zone", "unit", "organisation"])
def test_page_of_a_part_says_what_the_whole_says_of_it(city, users, zones, as_user, which):
    client = as_user(users.leader)
    page = client.get(LEAD)
    steps = {"zone": 1, "unit": 2, "organisation": 3}[which]
    for _ in range(steps):
        row = page.context["board"].parts[0]
        page = client.get(row.url)
        assert page.context["board"].total == row.tally
    assert page.context["place"].kind == which


def test_three_taps_from_a_number_to_the_record(city, users, zones, as_user):
    client = as_user(users.leader)
    board = client.get(LEAD, {"period": f"{YEAR}"}).context["board"]
    theme_days = next(row for row in board.kinds if row.label == "主题党日")
    listed = client.get(theme_days.urls["done"])
    rows_url = unescape(
        re.search(r'href="(/indicators/[^"]+|[^"]*theme_day[^"]*own=1)"', listed.text)[1]
    )
    record = re.search(r'href="(/meetings/[0-9a-f-]{36}/)"', client.get(rows_url).text)[1]
    assert client.get(record).status_code == 200


def test_page_of_a_zone_says_the_year_once(users, zones, as_user):
    zone, client = Zone.objects.get(number=1), as_user(users.leader)
    for period, heading in (
        (f"{zone.year}Q1", f"第一联系片{zone.year}年一季度总览"),
        (f"{zone.year - 1}Q1", f"{zone.year}年第一联系片{zone.year - 1}年一季度总览"),
    ):
        asked = {"zone": zone.uuid, "period": period}
        assert f"<h1>{heading}</h1>" in client.get(LEAD, asked).text
        assert f">{heading}</a>" in client.get(DUTIES, asked).text


def test_zone_leader_sees_his_zone_and_no_other(users, zones, as_user):
    leader = cast.make_user("zone_leader", person=cast.make_person("片长"))
    Zone.objects.filter(number=1).update(leader=leader.person)
    client = as_user(leader)
    assert client.get(LEAD).context["place"].kind == "zone"
    assert client.get(LEAD, {"zone": zones[0].uuid}).status_code == 200
    assert client.get(LEAD, {"zone": zones[1].uuid}).status_code == 404


def test_secretary_sees_his_branch_and_no_whole_unit(city, users, zones, as_user):
    client = as_user(users.secretary)
    assert client.get(LEAD).context["place"].label == "市财政局第一党支部"
    assert client.get(LEAD, {"organisation": city.sibling.uuid}).status_code == 404
    assert client.get(LEAD, {"unit": city.unit.uuid}).status_code == 403
    assert client.get(LEAD, {"unit": city.other_unit.uuid}).status_code == 404
    assert client.get(LEAD, {"outside": "1"}).context["place"].label == "市财政局第一党支部"


@pytest.mark.parametrize("query", [{"period": "2026Q9"}, {"zone": "x"}, {"unit": "1"}])
def test_address_that_makes_no_sense_is_no_page(users, as_user, query):
    assert as_user(users.leader).get(LEAD, query).status_code == 404
    assert as_user(users.leader).get(DUTIES, query).status_code == 404


def test_who_is_in_no_zone_has_a_list_and_no_page(users, zones, as_user):
    client = as_user(users.leader)
    assert client.get(LEAD, {"outside": "1"}).status_code == 404
    assert client.get(DUTIES, {"outside": "1"}).status_code == 200


def test_list_of_duties_knows_its_states(users, as_user):
    assert as_user(users.leader).get(DUTIES, {"state": "late"}).status_code == 404


def test_nothing_due_is_said(users, as_user):
    assert "没有应办的事项" in text_of(as_user(users.leader).get(LEAD, {"period": "2017"}))


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_page(city, users, zones, as_user, number, django_assert_num_queries):
    for n in range(number):
        unit = cast.make_unit(f"单位{n}")
        cast.make_organisation(f"单位{n}党支部", parent=city.root, unit=unit)
        ZoneMembership.objects.create(zone=zones[0], unit=unit, valid_from=date(YEAR, 1, 1))
    call_command("cells")
    upkeep.bring_up_to_date()
    client = as_user(users.leader)
    client.get(LEAD)
    with django_assert_num_queries(28):
        client.get(LEAD)


def open_things(city, zones) -> None:
    """An issue that is late, one of another unit, a term that ran out, a milestone that is late and
    two suggestions, of which one has been answered."""
    for where, due in ((city.branch, TODAY - DAY), (city.other_branch, TODAY + DAY)):
        Issue.objects.create(
            organisation=where, text="记录不全", found_on=TODAY - 30 * DAY, due_on=due
        )
    Term.objects.create(
        organisation=city.sibling,
        number=3,
        term_years=3,
        starts_on=TODAY - 1200 * DAY,
        ends_on=TODAY - 90 * DAY,
    )
    given = {"zone": zones[0], "unit": city.unit, "made_on": TODAY - 20 * DAY}
    Suggestion.objects.create(text="加强业务培训", **given)
    Suggestion.objects.create(text="已经答复的", status=SuggestionStatus.ACCEPTED, **given)


def test_open_problems_name_who_answers_and_until_when(city, users, zones, as_user):
    open_things(city, zones)
    client = as_user(users.leader)
    answer = client.get(PROBLEMS)
    words = text_of(answer)
    assert "问题清单：4个" in words
    assert re.search(
        r"第3届任期届满，还没有换届 .*?市财政局第二党支部 还没有启动 还没有明确 .*?已逾期", words
    )
    secretary = users.secretary.person
    line = f"记录不全 问题整改 市财政局第一党支部 待签收 {secretary} {YEAR}年11月21日 已逾期"
    assert line in words
    assert "加强业务培训 意见建议 市财政局 待指派 还没有明确 还没有定" in words
    assert "已经答复的" not in words
    for url in re.findall(r'<th scope="row"[^>]*><a href="([^"]+)"', answer.text):
        assert client.get(url).status_code == 200


def test_open_problems_of_a_place_are_its_own(city, users, zones, as_user):
    open_things(city, zones)
    client = as_user(users.leader)
    assert "问题清单：3个" in text_of(client.get(PROBLEMS, {"zone": zones[0].uuid}))
    assert "问题清单：1个" in text_of(client.get(PROBLEMS, {"organisation": city.sibling.uuid}))
    own = text_of(as_user(users.secretary).get(PROBLEMS))
    assert "问题清单：1个" in own
    assert "第3届" not in own


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_open_problems(city, users, zones, as_user, number, django_assert_num_queries):
    for _ in range(number):
        Issue.objects.create(
            organisation=city.branch, text="记录不全", found_on=TODAY - 30 * DAY, due_on=TODAY
        )
    client = as_user(users.leader)
    client.get(PROBLEMS)
    with django_assert_num_queries(11):
        client.get(PROBLEMS)


def test_phone_of_whoever_records_nothing_leads_to_the_overview(users, as_user):
    def item(user) -> str:
        answer = as_user(user).get(HOME)
        return re.search(rf'navigation-item([^"]*)">\s*<a [^>]*href="{LEAD}"', answer.text)[1]

    assert item(users.leader) == ""
    assert item(users.secretary) == " navigation-wide"
