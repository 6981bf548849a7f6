import json
from datetime import date
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from apps.branches.choices import OrganisationKind as Kind
from apps.branches.models import Office, Organisation
from apps.indicators import catalogue
from apps.meetings.choices import MeetingKind
from apps.meetings.models import Meeting
from apps.sixlights.models import Lecturer
from tests import cast

INSIDE = date(2026, 8, 5)


def address(key, organisation=None, *, period="2026Q3", **more) -> str:
    asked = {"period": period, **more}
    if organisation:
        asked["organisation"] = organisation.uuid
    return f"{reverse('indicators:rows', args=[key])}?" + "&".join(
        f"{name}={value}" for name, value in asked.items()
    )


@pytest.fixture(autouse=True)
def sittings(city):
    for organisation in (city.branch, city.sibling, city.other_branch, city.committee):
        cast.make_meeting(organisation, MeetingKind.MEMBERS_MEETING, held_on=INSIDE)
    cast.make_meeting(city.branch, MeetingKind.MEMBERS_MEETING, held_on=INSIDE, status="draft")


def test_rows_of_an_organisation_and_all_below(city, users, as_user):
    page = as_user(users.staff).get(address("members_meeting", city.committee))
    assert page.context["number"].value == 3
    assert page.context["page"].paginator.count == 3
    assert page.content.decode().count(reverse("meetings:meeting_list")) >= 3


def test_rows_of_an_organisation_alone(city, users, as_user):
    page = as_user(users.staff).get(address("members_meeting", city.committee, own=1))
    (line,) = page.context["lines"]
    assert line.organisation == city.committee.name
    assert line.day == INSIDE
    meeting = city.committee.meetings.get()
    assert line.url == meeting.get_absolute_url()


def test_rows_without_organisation_are_what_one_sees(city, users, as_user):
    numbers = {
        name: as_user(getattr(users, name)).get(address("sittings")).context["number"].value
        for name in ("staff", "leader", "subtree_secretary", "secretary", "stranger")
    }
    assert numbers == {
        "staff": 4,
        "leader": 4,
        "subtree_secretary": 3,
        "secretary": 1,
        "stranger": 1,
    }


@pytest.mark.parametrize("group", catalogue.GROUPS, ids=lambda group: group[0].key)
def test_number_of_every_indicator_is_that_of_its_list(city, users, as_user, group):
    client = as_user(users.staff)
    for indicator in group:
        page = client.get(address(indicator.key, city.root))
        assert page.status_code == 200, indicator.key
        assert page.context["hidden_count"] == 0, indicator.key
        assert str(page.context["number"]) in page.content.decode()


def test_other_subtree_is_not_found(city, users, as_user):
    page = as_user(users.secretary).get(address("sittings", city.other_branch))
    assert page.status_code == 404


def test_convenor_may_not_read_records(city, users, as_user):
    assert as_user(users.convenor).get(address("sittings", city.branch)).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        address("log_ins"),
        address("sittings", period="2026Q5"),
        address("sittings") + "&organisation=x",
    ],
)
def test_senseless_question_is_not_found(users, as_user, wrong):
    assert as_user(users.staff).get(wrong).status_code == 404


def test_unknown_organisation_is_not_found(users, as_user):
    wrong = f"{address('sittings')}&organisation={uuid4()}"
    assert as_user(users.staff).get(wrong).status_code == 404


def test_lecture_recorded_elsewhere_is_counted_but_not_shown(city, users, as_user):
    lecturer = users.subtree_secretary.person
    meeting = cast.make_meeting(city.other_branch, MeetingKind.PARTY_LECTURE, held_on=INSIDE)
    meeting.agenda_items.update(lecturer=lecturer)
    page = as_user(users.subtree_secretary).get(address("secretary_lecture", city.committee))
    assert page.context["number"].value == 1
    assert page.context["lines"] == []
    assert "另有 1 条由其他党组织记录" in page.content.decode()


def test_pages_follow_each_other_without_losing_rows(city, users, as_user):
    for _ in range(59):
        cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=INSIDE)
    client = as_user(users.staff)
    shown = [
        line.url
        for number in (1, 2)
        for line in client.get(address("theme_day", city.branch, page=number)).context["lines"]
    ]
    assert len(shown) == len(set(shown)) == 59


def test_record_does_not_repeat_the_organisation_beside_it(city, users, as_user):
    lines = as_user(users.staff).get(address("members")).context["lines"]
    assert lines
    assert all(not line.text.startswith(line.organisation) for line in lines)


def test_record_named_by_its_topic_does_not_say_it_twice(city, users, as_user):
    meeting = cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=INSIDE)
    topic = meeting.agenda_items.get().topic
    Meeting.objects.filter(pk=meeting.pk).update(title=f"8月主题党日：{topic}")
    (line,) = as_user(users.staff).get(address("theme_day")).context["lines"]
    assert line.text == f"8月主题党日：{topic}"


def test_row_without_a_page_leads_to_its_organisation(city, users, as_user):
    """An office is its unit's, and a unit is opened as its highest organisation."""
    office = Office.objects.create(
        unit=city.committee.unit, name="组织科", valid_from=date(2020, 1, 1)
    )
    brand = cast.make_brand(city.branch, "红色先锋", since=date(2021, 1, 1))
    lecturer = Lecturer.objects.create(
        organisation=city.root, name="讲师", valid_from=date(2020, 1, 1)
    )
    client = as_user(users.staff)
    head = Organisation.objects.filter(unit=office.unit).order_by("path").first()
    for key, name, expected in (
        ("offices", "place", head.get_absolute_url()),
        ("brands_self_declared", "url", brand.get_absolute_url()),
        ("lecturers", "url", lecturer.get_absolute_url()),
    ):
        page = client.get(address(key))
        assert [getattr(line, name) for line in page.context["lines"]] == [expected]
        assert f'href="{expected}"' in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_rows(city, users, as_user, number, django_assert_num_queries):
    for index in range(number):
        branch = cast.make_organisation(f"新设第{index}党支部", parent=city.committee)
        cast.make_meeting(branch, MeetingKind.THEME_DAY, held_on=INSIDE)
    client = as_user(users.staff)
    with django_assert_num_queries(7):
        client.get(address("theme_day", city.committee))


def printed(*arguments) -> str:
    out = StringIO()
    call_command("indicators", *arguments, stdout=out)
    return out.getvalue()


def test_command_prints_every_number_as_json(city):
    cast.make_organisation("市财政局党组", Kind.PARTY_GROUP, parent=city.root)
    numbers = json.loads(printed("2026Q3", "--json"))
    assert {
        "organisation": city.branch.code,
        "name": city.branch.name,
        "indicator": "members_meeting",
        "value": 1,
        "unit": "次",
    } in numbers
    assert {number["organisation"] for number in numbers} >= {city.committee.code, city.branch.code}


def test_command_prints_a_table_of_one_organisation(city):
    lines = printed("2026Q3", "--organisation", city.branch.code).splitlines()
    assert f"{city.branch.code}\t{city.branch.name}\tsittings\t1\t次" in lines
    assert all(line.startswith(city.branch.code) for line in lines)


def test_command_names_a_wrong_period(db):
    with pytest.raises(CommandError, match="写法不对"):
        printed("2026-13")
