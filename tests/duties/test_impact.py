"""What a rule would change, told before it is saved."""

from datetime import date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from apps.branches.choices import OrganisationKind as Kind
from apps.branches.choices import Post
from apps.branches.models import Organisation
from apps.duties.due import due_soon
from apps.duties.impact import impact_of
from apps.duties.models import Condition, DutyRule
from apps.meetings.choices import MeetingKind
from tests import cast
from tests.duties.test_admin import change, posted

TODAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _today(db):
    call_command("loaddata", "duty_rules", verbosity=0)
    moment = datetime(2026, 11, 26, 2, tzinfo=timezone.get_fixed_timezone(0))
    with time_machine.travel(moment, tick=False):
        yield


@pytest.fixture
def theme_day(db) -> DutyRule:
    return DutyRule.objects.get(key="theme_day")


def altered(rule: DutyRule, **changes) -> DutyRule:
    """An unsaved version of the rule from January on."""
    trial = DutyRule.objects.get(pk=rule.pk)
    for name, value in ({"valid_from": date(2027, 1, 1)} | changes).items():
        setattr(trial, name, value)
    return trial


def names(bodies) -> set[str]:
    return {body.name for body in bodies}


def impact(trial, current):
    return impact_of(trial, current, Organisation.objects.all(), today=TODAY)


def test_same_rule_changes_nothing(city, theme_day):
    found = impact(altered(theme_day), theme_day)
    assert names(found.kept) == {city.branch.name, city.sibling.name, city.other_branch.name}
    assert found.gained == found.lost == found.newly_missing == found.no_longer_missing == []
    assert (found.bound, found.coming.label) == (3, "2027年1月")


def test_condition_frees_those_who_do_not_meet_it(city, theme_day):
    cast.appoint(cast.make_member(city.branch), city.branch, Post.ORGANISATION_MEMBER)
    found = impact(altered(theme_day, condition=Condition.HAS_COMMITTEE), theme_day)
    assert names(found.kept) == {city.branch.name}
    assert names(found.lost) == {city.sibling.name, city.other_branch.name}
    assert names(found.no_longer_missing) == names(found.lost)


def test_more_kinds_bind_more_organisations(city, theme_day):
    trial = altered(theme_day, kinds=[*theme_day.kinds, Kind.ORGAN_COMMITTEE])
    found = impact(trial, theme_day)
    assert names(found.gained) == {city.committee.name, city.other_committee.name}
    assert names(found.newly_missing) == names(found.gained)


def test_higher_minimum_is_tried_on_the_last_full_period(city, theme_day):
    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(2026, 10, 9))
    cast.make_meeting(city.sibling, MeetingKind.THEME_DAY, held_on=date(2026, 10, 9))
    cast.make_meeting(city.sibling, MeetingKind.THEME_DAY, held_on=date(2026, 10, 19))
    found = impact(altered(theme_day, minimum=Decimal(2)), theme_day)
    assert found.rehearsed.label == "2026年10月"
    assert names(found.newly_missing) == {city.branch.name}


def test_longer_cycle_is_compared_over_its_own_length(city, theme_day):
    for month in (7, 8, 9):
        cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(2026, month, 9))
    cast.make_meeting(city.sibling, MeetingKind.THEME_DAY, held_on=date(2026, 8, 9))
    found = impact(altered(theme_day, cycle="quarter"), theme_day)
    assert (found.coming.label, found.rehearsed.label) == ("2027年一季度", "2026年三季度")
    assert names(found.no_longer_missing) == {city.sibling.name}


def test_new_rule_binds_from_its_first_whole_period(city, theme_day):
    trial = DutyRule(
        code="R-X",
        key="new",
        name="集中培训",
        indicator="theme_day",
        cycle="month",
        minimum=1,
        kinds=["branch"],
        valid_from=date(2026, 12, 15),
    )
    found = impact(trial, None)
    assert found.coming.label == "2027年1月"
    assert len(found.gained) == 3
    assert found.kept == found.lost == []


def test_desk_shows_the_impact_and_saves_nothing(city, users, as_user, theme_day):
    client = as_user(users.staff)
    sent = posted(theme_day, minimum="2", starts_on="2027-01-01", _preview="1")
    page = client.post(change("dutyrule", theme_day.pk), sent)
    assert "预览：还没有保存" in page.text
    assert city.branch.name in page.text
    assert 'value="2027-01-01"' in page.text
    assert "请改正" not in page.text
    assert DutyRule.objects.filter(key="theme_day").count() == 1
    sent.pop("_preview")
    assert client.post(change("dutyrule", theme_day.pk), sent).status_code == 302
    assert DutyRule.objects.filter(key="theme_day").count() == 2


def test_desk_tells_what_is_missing_instead_of_an_impact(city, users, as_user, theme_day):
    sent = posted(theme_day, minimum="2", _preview="1")
    page = as_user(users.staff).post(change("dutyrule", theme_day.pk), sent).text
    assert "请填写新版生效日期" in page
    assert "预览：还没有保存" not in page


def test_new_rule_is_previewed_too(city, users, as_user, theme_day):
    sent = posted(theme_day, _preview="1", code="R-X", key="another", valid_from="2027-01-01")
    page = as_user(users.staff).post(reverse("admin:duties_dutyrule_add"), sent).text
    assert "新增适用 3 个" in page
    assert not DutyRule.objects.filter(key="another").exists()


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_an_impact(city, theme_day, number, django_assert_num_queries):
    for n in range(number):
        cast.make_organisation(f"新支部{n}", parent=city.committee)
    trial = altered(theme_day, condition=Condition.HAS_COMMITTEE)
    with django_assert_num_queries(8):
        impact(trial, theme_day)


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_due_list(
    city, users, as_user, number, django_assert_num_queries, theme_day
):
    for n in range(number):
        cast.make_organisation(f"新支部{n}", parent=city.committee)
    client = as_user(users.staff)
    page = client.get(reverse("admin:duties_dutyrule_due"))
    assert page.context["page"].paginator.count == 3 + number
    with django_assert_num_queries(10):
        client.get(reverse("admin:duties_dutyrule_due"))


def test_due_are_those_whose_period_ends_within_the_days(city, settings):
    seen = Organisation.objects.all()

    def due_on(day: date) -> dict[str, set[str]]:
        return {
            body.name: {duty.rule.key for duty in duties}
            for body, duties in due_soon(seen, today=day)
        }

    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(2026, 11, 3))
    assert due_on(date(2026, 11, 10)) == {}
    assert due_on(TODAY) == {
        city.sibling.name: {"theme_day"},
        city.other_branch.name: {"theme_day"},
    }
    assert {"members_meeting", "life_meeting"} < due_on(date(2026, 12, 28))[city.sibling.name]
    settings.DESK_DUE_DAYS = 3
    assert due_on(TODAY) == {}
