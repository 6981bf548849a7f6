"""Kept outcomes are what a survey says, whatever was done to the rows (decision 0039)."""

import re
from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.branches.choices import OrganisationKind as Kind
from apps.branches.choices import Post
from apps.branches.models import Appointment, Membership, Organisation, Term
from apps.core.periods import Period
from apps.duties.engine import due_duties, survey
from apps.duties.models import DutyRule, Outcome, OutcomeMark, Waiver
from apps.duties.outcomes import upkeep
from apps.duties.outcomes.asking import GROUP, MONTH, RULE, STILL_OPEN, Asked, Wanted
from apps.duties.outcomes.kept import WATCHED_TABLES, divided
from apps.duties.outcomes.proof import differences
from apps.duties.outcomes.reading import Tally, listed, outcomes_of, total
from apps.inspections.choices import IssueStatus
from apps.inspections.models import Issue
from apps.meetings.choices import MeetingKind, MeetingStatus, TalkKind
from apps.meetings.models import AgendaItem, Attendance, Meeting, Talk
from tests import cast

THIS_YEAR = date.today().year
YEAR = Period.year(THIS_YEAR)
TODAY = date(THIS_YEAR, 8, 20)
MAY = date(THIS_YEAR, 5, 6)
# Joined only to come from a lecturer to his posts: nothing of a person counts.
THROUGH = "branches_person"
TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')


@pytest.fixture(autouse=True)
def rules(db) -> list[DutyRule]:
    call_command("loaddata", "duty_rules", verbosity=0)
    return list(DutyRule.objects.all())


def asked(*organisations: Organisation, span: Period = YEAR) -> Asked:
    """Each organisation by itself; without any, all there are."""
    chosen = organisations or Organisation.objects.all()
    return Asked(span, TODAY, {o.pk: o.pk for o in chosen})


def surveyed(organisations, span: Period = YEAR) -> Counter:
    found = survey([o.pk for o in organisations], span, today=TODAY)
    return Counter(
        (duty.organisation_pk, duty.rule.key, duty.period, duty.state)
        for _, duties in found
        for duty in due_duties(duties, today=TODAY)
    )


def test_all_shipped_rules_are_kept(rules):
    assert divided(rules) == (rules, [])


def test_tables_of_a_survey_are_watched(city):
    group = cast.make_organisation("第一党小组", Kind.SUBGROUP, parent=city.branch)
    cast.make_organisation("市财政局党组", Kind.PARTY_GROUP, parent=city.root, unit=city.unit)
    cast.appoint(cast.make_member(city.branch), city.branch, Post.ORGANISATION_MEMBER)
    cast.make_meeting(group, MeetingKind.SUBGROUP_MEETING, held_on=MAY)
    with CaptureQueriesContext(connection) as queries:
        survey(Organisation.objects.all(), YEAR, today=TODAY)
    tables = {table for query in queries for table in TABLE.findall(query["sql"])}
    assert tables
    assert tables - {THROUGH} <= WATCHED_TABLES


def test_watched_tables_have_their_triggers(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE tgname LIKE 'duties_mark_%%' AND tgenabled = 'O'"
        )
        installed = set(cursor.fetchall())
    operations = ("insert", "update", "delete")
    assert installed == {(t, f"duties_mark_{o}") for t in WATCHED_TABLES for o in operations}


def test_year_that_nobody_kept_is_surveyed(city):
    assert outcomes_of(asked()).is_all_stale
    assert outcomes_of(asked(city.branch)).total == tally_of(surveyed([city.branch]))


def tally_of(duties: Counter) -> Tally:
    states = Counter()
    for (*_, state), number in duties.items():
        states[state] += number
    return Tally(states["done"], states["missing"], states["pending"])


def test_kept_outcomes_take_three_queries(city, django_assert_num_queries):
    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=MAY)
    upkeep.bring_up_to_date()
    assert not OutcomeMark.objects.exists()
    everybody = asked()
    with django_assert_num_queries(3):
        found = outcomes_of(everybody, GROUP, RULE, MONTH)
        still_open = listed(everybody, found, Wanted(STILL_OPEN))
    assert not found.is_all_stale
    assert found.stale == []
    # The meeting also had its first topic.
    assert found.by(GROUP)[city.branch.pk].done == 2
    assert found.by(RULE)["theme_day"].done == 1
    assert found.by(MONTH)[MAY.replace(day=1)].done == 1
    assert found.by(RULE)["first_topic"].done == 1
    assert len(still_open) == found.total.missed + found.total.waiting


def test_change_is_seen_before_it_is_written(city):
    upkeep.bring_up_to_date()
    before = outcomes_of(asked(city.branch)).total
    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=MAY)
    read = outcomes_of(asked(), GROUP)
    assert read.stale == [city.branch.pk]
    assert read.by(GROUP)[city.branch.pk] == Tally(
        before.done + 2, before.missed - 1, before.waiting
    )


def test_duties_ahead_are_listed_and_not_counted(city):
    upkeep.bring_up_to_date()
    question = Asked(YEAR, TODAY, {city.branch.pk: 0}, is_ahead=True)
    for _ in ("kept", "stale"):
        found = outcomes_of(question, GROUP)
        ahead = [d for d in listed(question, found) if d.period.start > TODAY]
        assert {duty.period.start.month for duty in ahead} == {9, 10, 11, 12}
        assert found.total == outcomes_of(asked(city.branch)).total
        OutcomeMark.objects.create(organisation=city.branch)


def test_duty_of_an_event_is_missed_after_its_own_day(city):
    Issue.objects.create(
        organisation=city.branch, text="记录不全", found_on=MAY, due_on=TODAY - timedelta(days=1)
    )
    upkeep.bring_up_to_date()
    question = asked(city.branch)
    found = outcomes_of(question, RULE)
    assert found.stale == []
    assert found.by(RULE)["issues_closed_in_time"] == Tally(missed=1)
    (duty,) = listed(question, found, Wanted(rule="issues_closed_in_time"))
    assert duty.due_on == TODAY - timedelta(days=1)


def test_lecture_counts_for_the_body_of_its_lecturer(city):
    group = cast.make_organisation(
        "市财政局党组", Kind.PARTY_GROUP, parent=city.root, unit=city.unit
    )
    secretary = cast.make_person()
    cast.appoint(secretary, group, Post.SECRETARY)
    meeting = cast.make_meeting(city.branch, MeetingKind.PARTY_LECTURE, held_on=MAY)
    upkeep.bring_up_to_date()
    meeting.agenda_items.update(lecturer=secretary)
    assert group.pk in outcomes_of(asked()).stale
    assert list(differences(THIS_YEAR, TODAY)) == []


def test_rule_that_is_not_kept_is_surveyed(city):
    DutyRule.objects.create(
        code="L-1",
        key="honours",
        name="荣誉",
        indicator="honours_city",
        cycle="year",
        minimum=1,
        kinds=[Kind.BRANCH],
        authority="local",
        valid_from=date(2019, 1, 1),
    )
    upkeep.bring_up_to_date()
    found = outcomes_of(Asked(YEAR, TODAY), RULE)
    assert found.by(RULE)["honours"].waiting == 3
    assert list(differences(THIS_YEAR, TODAY)) == []


@pytest.mark.parametrize("seed", range(8))
def test_outcomes_and_stale_surveys_equal_a_survey(city, seed):
    world = World(city, Random(seed))
    for _ in range(25):
        world.change()
        if world.random.random() < 0.25:
            upkeep.bring_up_to_date()
    for span in (YEAR, Period.quarter(THIS_YEAR, 2), Period.month(THIS_YEAR, 8)):
        question = asked(*world.bodies, span=span)
        found = outcomes_of(question, GROUP, RULE, MONTH)
        expected = surveyed(world.bodies, span)
        assert found.total == tally_of(expected)
        for columns in ((GROUP,), (RULE,), (MONTH,), (GROUP, MONTH)):
            assert total(found.by(*columns).values()) == found.total
        assert outcomes_of(question).total == found.total
        assert outcomes_of(question, RULE).by(RULE) == found.by(RULE)
        duties = Counter(
            (duty.organisation_pk, duty.rule.key, duty.period, duty.state)
            for duty in listed(question, found)
        )
        assert duties == expected
        for (owner, month), tally in found.by(GROUP, MONTH).items():
            of_month = listed(question, found, Wanted(month=month))
            assert sum(d.organisation_pk == owner for d in of_month) == tally.due
    upkeep.bring_up_to_date()
    assert list(differences(THIS_YEAR, TODAY)) == []
    assert Outcome.objects.exists()


class World:
    """What happens to rows that duties depend on."""

    def __init__(self, city, random: Random) -> None:
        self.random = random
        self.branches = [city.branch, city.sibling, city.other_branch]
        self.groups = [
            cast.make_organisation("第一党小组", Kind.SUBGROUP, parent=city.branch),
            cast.make_organisation("第二党小组", Kind.SUBGROUP, parent=city.sibling),
        ]
        self.party_group = cast.make_organisation(
            "市财政局党组", Kind.PARTY_GROUP, parent=city.root, unit=city.unit
        )
        self.bodies = [*self.branches, city.committee, self.party_group]
        self.people = [cast.make_member(branch) for branch in self.branches for _ in range(2)]
        self.approver = cast.make_user("approver")
        upkeep.bring_up_to_date()

    def change(self) -> None:
        self.random.choice(
            (
                *(self.hold, self.hold, self.hold, self.talk, self.appoint, self.end),
                *(self.lecture, self.absent, self.waive, self.edit, self.set_rule, self.move),
                *(self.begin_term, self.end_term, self.find_issue, self.close_issue),
            )
        )()

    def day(self) -> date:
        return date(THIS_YEAR - self.random.choice((0, 0, 1)), self.random.randint(1, 12), 8)

    def hold(self) -> None:
        kind = self.random.choice(list(MeetingKind))
        holder = self.random.choice([*self.branches, *self.groups, self.party_group])
        cast.make_meeting(holder, kind, held_on=self.day())

    def talk(self) -> None:
        first, second = self.random.sample(self.people, 2)
        Talk.objects.create(
            organisation=self.random.choice(self.branches),
            kind=self.random.choice(TalkKind.values),
            held_on=self.day(),
            first=first,
            second=second,
        )

    def appoint(self) -> None:
        where = self.random.choice([*self.branches, self.party_group])
        post = self.random.choice([Post.ORGANISATION_MEMBER, Post.PUBLICITY_MEMBER])
        post = Post.SECRETARY if where == self.party_group else post
        person = self.random.choice(self.people)
        if not Appointment.objects.filter(organisation=where, post=post, valid_to=None).exists():
            cast.appoint(person, where, post)

    def end(self) -> None:
        model = self.random.choice([Appointment, Membership])
        row = model.objects.filter(valid_to=None).order_by("?").first()
        if row:
            model.objects.filter(pk=row.pk).update(valid_to=row.valid_from + timedelta(days=4000))

    def lecture(self) -> None:
        items = AgendaItem.objects.filter(kind=MeetingKind.PARTY_LECTURE)
        items.update(lecturer=self.random.choice(self.people))

    def absent(self) -> None:
        status = self.random.choice(["sick", "present"])
        Attendance.objects.filter(person=self.random.choice(self.people)).update(status=status)

    def waive(self) -> None:
        month = Period.month(THIS_YEAR, self.random.randint(1, 8))
        Waiver.objects.get_or_create(
            organisation=self.random.choice(self.branches),
            duty_key="theme_day",
            period_start=month.start,
            defaults={
                "period_end": month.end,
                "reason": "装修",
                "approved_by": self.approver,
            },
        )

    def edit(self) -> None:
        meeting = Meeting.objects.order_by("?").first()
        values = self.random.choice(
            [
                {"held_on": self.day()},
                {"status": self.random.choice(MeetingStatus.values)},
                {"organisation": self.random.choice(self.branches)},
            ]
        )
        if meeting:
            Meeting.objects.filter(pk=meeting.pk).update(**values)

    def begin_term(self) -> None:
        where, ends_on = self.random.choice(self.branches), self.day()
        if not Term.objects.filter(organisation=where, closed_on=None).exists():
            number = Term.objects.filter(organisation=where).count() + 1
            begun = {"term_years": 3, "starts_on": date(ends_on.year - 3, 1, 8)}
            Term.objects.create(organisation=where, number=number, ends_on=ends_on, **begun)

    def end_term(self) -> None:
        values = self.random.choice([{"closed_on": self.day()}, {"ends_on": self.day()}])
        Term.objects.filter(closed_on=None).update(**values)

    def find_issue(self) -> None:
        where = self.random.choice(self.bodies)
        found_on = date(THIS_YEAR - 2, 1, 8)
        Issue.objects.create(
            organisation=where, text="记录不全", found_on=found_on, due_on=self.day()
        )

    def close_issue(self) -> None:
        issues = Issue.objects.filter(organisation=self.random.choice(self.bodies))
        closed = {"status": IssueStatus.CLOSED, "closed_on": self.day()}
        values = self.random.choice([closed, {"due_on": self.day()}])
        issues.filter(closed_on=None).update(**values)

    def set_rule(self) -> None:
        DutyRule.objects.filter(key="training").update(minimum=self.random.randint(1, 40))

    def move(self) -> None:
        group = self.random.choice(self.groups)
        Organisation.objects.filter(pk=group.pk).update(parent=self.random.choice(self.branches))


def test_command_tells_what_differs(city, capsys):
    call_command("outcomes")
    Outcome.objects.filter(organisation=city.branch).update(done=99)
    with pytest.raises(CommandError, match="个党组织不一致"):
        call_command("outcomes", check=True)
    assert "推算" in capsys.readouterr().err
    call_command("outcomes", rebuild=True)
