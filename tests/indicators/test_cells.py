"""Kept numbers are what the rows say, whatever was done to the rows (decision 0039)."""

import re
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.branches.choices import OrganisationKind as Kind
from apps.branches.models import Organisation
from apps.core.periods import Cycle, Period
from apps.indicators import counting
from apps.indicators.cells import upkeep
from apps.indicators.cells.kept import KEPT, WATCHED_TABLES
from apps.indicators.cells.proof import differences
from apps.indicators.grouping import counted_now, number_of
from apps.indicators.models import Cell, Mark
from apps.meetings.choices import MeetingKind, MeetingStatus, TalkKind
from apps.meetings.models import AgendaItem, Meeting, Talk
from apps.sixlights.choices import ActivityStatus
from apps.sixlights.models import Activity
from tests import cast

AUGUST = date(2026, 8, 5)
YEAR = Period.year(2026)
MONTHS = (1, 2, 8, 12)
# The database, PostgreSQL's functions and what a statement names itself are no tables.
TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')


def kept_number(key: str, organisation: Organisation, period: Period = YEAR) -> Decimal:
    found = counting.counts([key], period, [organisation.pk])[key]
    return found.get((organisation.pk, period.start), Decimal(0))


@pytest.mark.parametrize("key", KEPT)
def test_tables_of_kept_number_are_watched(key):
    indicator = KEPT[key]
    rows = indicator.source.counted(YEAR).values("counted_for").annotate(n=number_of(indicator))
    tables = set(TABLE.findall(str(rows.query)))
    assert tables
    assert tables <= WATCHED_TABLES


def test_watched_tables_have_their_triggers(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE tgname LIKE 'indicators_mark_%%' AND tgenabled = 'O'"
        )
        installed = set(cursor.fetchall())
    operations = ("insert", "update", "delete")
    own_rows = WATCHED_TABLES - {"branches_organisation"}
    wanted = {(t, f"indicators_mark_{operation}") for t in own_rows for operation in operations}
    assert installed == wanted | {("branches_organisation", "indicators_mark_update")}


def test_change_marks_only_its_month(city):
    cast.make_meeting(city.branch, held_on=AUGUST)
    assert set(Mark.objects.values_list("organisation", "month")) == {
        (city.branch.pk, date(2026, 8, 1))
    }


def test_moved_meeting_marks_both_months(city):
    meeting = cast.make_meeting(city.branch, held_on=AUGUST)
    upkeep.bring_up_to_date()
    Meeting.objects.filter(pk=meeting.pk).update(
        held_on=date(2026, 9, 1), organisation=city.sibling
    )
    assert set(Mark.objects.values_list("organisation", "month")) == {
        (city.branch.pk, date(2026, 8, 1)),
        (city.sibling.pk, date(2026, 9, 1)),
    }
    assert kept_number("sittings", city.branch) == 0
    assert kept_number("sittings", city.sibling) == 1


def test_fresh_number_is_read_with_one_query(city, django_assert_num_queries):
    for day in (1, 2, 3):
        cast.make_meeting(city.branch, held_on=date(2026, 8, day))
    cast.make_meeting(city.sibling, held_on=AUGUST)
    assert upkeep.bring_up_to_date() == 1
    with django_assert_num_queries(1):
        found = counting.counts(["sittings", "first_topics", "talk_mm"], YEAR)
    assert found["sittings"] == {
        (city.branch.pk, YEAR.start): Decimal(3),
        (city.sibling.pk, YEAR.start): Decimal(1),
    }
    assert found["talk_mm"] == {}


def test_stale_number_is_counted_for_those_who_are_stale(city, django_assert_num_queries):
    cast.make_meeting(city.branch, held_on=AUGUST)
    upkeep.bring_up_to_date()
    cast.make_meeting(city.sibling, held_on=AUGUST)
    with django_assert_num_queries(2):
        found = counting.counts(["sittings"], YEAR)["sittings"]
    assert found == {(pk, YEAR.start): Decimal(1) for pk in (city.branch.pk, city.sibling.pk)}
    with django_assert_num_queries(1):
        assert kept_number("sittings", city.branch) == 1


def test_queryset_asks_as_keys_do(city):
    cast.make_meeting(city.branch, held_on=AUGUST)
    cast.make_meeting(city.other_branch, held_on=AUGUST)
    below = Organisation.objects.at_and_below(city.committee)
    expected = {(city.branch.pk, date(2026, 8, 1)): Decimal(1)}
    for _ in range(2):
        assert counting.counts(["sittings"], YEAR, below, Cycle.MONTH)["sittings"] == expected
        upkeep.bring_up_to_date()


def test_cut_month_is_counted_from_the_rows(city):
    cast.make_meeting(city.branch, held_on=AUGUST)
    upkeep.bring_up_to_date()
    some_days = Period(date(2026, 8, 5), date(2026, 8, 6))
    assert kept_number("sittings", city.branch, some_days) == 1


def test_cell_is_not_believed_while_marked(city):
    cast.make_meeting(city.branch, held_on=AUGUST)
    upkeep.bring_up_to_date()
    Cell.objects.update(number=9)
    assert kept_number("sittings", city.branch) == 9
    upkeep.mark_everything()
    assert kept_number("sittings", city.branch) == 1
    upkeep.bring_up_to_date()
    assert kept_number("sittings", city.branch) == 1


def test_subgroup_of_another_branch_takes_its_meetings_along(city):
    group = cast.make_organisation("第一党小组", Kind.SUBGROUP, parent=city.branch)
    cast.make_meeting(group, MeetingKind.SUBGROUP_MEETING, held_on=AUGUST)
    assert kept_number("sittings", city.branch) == 1
    upkeep.bring_up_to_date()
    assert kept_number("sittings", city.branch) == 1
    Organisation.objects.filter(pk=group.pk).update(parent=city.sibling)
    for _ in range(2):
        assert kept_number("sittings", city.branch) == 0
        assert kept_number("sittings", city.sibling) == 1
        upkeep.bring_up_to_date()


def test_command_tells_what_differs(city, capsys):
    cast.make_meeting(city.branch, held_on=AUGUST)
    call_command("cells")
    Cell.objects.filter(key="sittings").update(number=4)
    with pytest.raises(CommandError, match="有 1 处与记录不一致"):
        call_command("cells", check=True)
    assert "sittings" in capsys.readouterr().err
    call_command("cells", rebuild=True)


@pytest.mark.parametrize("seed", range(12))
def test_cells_and_stale_counts_equal_the_rows(city, seed):
    """Random edits, with the upkeep now and then between them."""
    world = World(city, Random(seed))
    for _ in range(40):
        world.change()
        if world.random.random() < 0.25:
            upkeep.bring_up_to_date()
        if world.random.random() < 0.2:
            assert list(differences()) == []
    asked = [o.pk for o in world.holders if world.random.random() < 0.5]
    for cycle in (None, *Cycle):
        assert counting.counts(KEPT, YEAR, asked, cycle) == counted_now(KEPT, YEAR, asked, cycle)
    upkeep.bring_up_to_date()
    assert not Mark.objects.exists()
    assert list(differences()) == []


class World:
    """Anything that staff, secretaries, imports and repairs by SQL do to rows that count."""

    def __init__(self, city, random: Random) -> None:
        self.random = random
        self.branches = [city.branch, city.sibling, city.other_branch]
        self.holders = [
            *self.branches,
            cast.make_organisation("第一党小组", Kind.SUBGROUP, parent=city.branch),
            cast.make_organisation("第二党小组", Kind.SUBGROUP, parent=city.sibling),
        ]
        self.people = [cast.make_member(branch) for branch in self.branches]

    def change(self) -> None:
        kinds = (self.hold, self.hold, self.talk, self.act, self.edit, self.edit, self.discard)
        self.random.choice((*kinds, self.move_group))()

    def day(self) -> date:
        return date(2026, self.random.choice(MONTHS), self.random.randint(1, 28))

    def hold(self) -> None:
        kind = self.random.choice([k for k in MeetingKind if k != MeetingKind.THEME_DAY])
        holder, status = self.random.choice(self.holders), self.random.choice(MeetingStatus.values)
        meeting = cast.make_meeting(
            holder, kind, held_on=self.day(), status=status, also=(MeetingKind.THEME_DAY,)
        )
        meeting.agenda_items.update(hours=Decimal("1.5"))

    def talk(self) -> None:
        first, second = self.random.sample(self.people, 2)
        Talk.objects.create(
            organisation=self.random.choice(self.branches),
            kind=self.random.choice(TalkKind.values),
            held_on=self.day(),
            first=first,
            second=second,
        )

    def act(self) -> None:
        meeting = Meeting.objects.filter(activities=None).order_by("?").first()
        Activity.objects.create(
            organisation=self.random.choice(self.holders),
            title="志愿服务",
            starts_on=self.day(),
            meeting=meeting if self.random.random() < 0.5 else None,
        )

    def edit(self) -> None:
        model, values = self.random.choice(
            [
                (Meeting, {"held_on": self.day()}),
                (Meeting, {"organisation": self.random.choice(self.holders)}),
                (Meeting, {"status": self.random.choice(MeetingStatus.values)}),
                (Meeting, {"expected_count": 9, "present_count": self.random.randint(0, 9)}),
                (AgendaItem, {"kind": ""}),
                (AgendaItem, {"hours": Decimal(self.random.randint(1, 9)) / 2}),
                (Talk, {"held_on": self.day()}),
                (Activity, {"status": self.random.choice(ActivityStatus.values)}),
                (Activity, {"starts_on": self.day(), "meeting": None}),
            ]
        )
        self._some(model).update(**values)

    def discard(self) -> None:
        self._some(self.random.choice([AgendaItem, Talk, Activity])).delete()

    def move_group(self) -> None:
        group = self.random.choice(self.holders[len(self.branches) :])
        branch = self.random.choice(self.branches)
        Organisation.objects.filter(pk=group.pk).update(parent=branch)

    def _some(self, model):
        keys = list(model.objects.values_list("pk", flat=True))
        return model.objects.filter(pk__in=self.random.sample(keys, min(len(keys), 2)))
