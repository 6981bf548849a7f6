"""Terms due and late, reminders, elections and extensions on hand-made rows (handbook 4)."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from apps.assessments.models import ScoreLine
from apps.assessments.records import linked_records_of
from apps.branches.models import Organisation, Term
from apps.core.periods import Period
from apps.elections.choices import (
    ElectionBody,
    ElectionKind,
    ElectionStatus,
    ExtensionStatus,
    RenewalStatus,
)
from apps.elections.models import Election, Renewal, TermExtension
from apps.indicators import catalogue, counting, listing, tree

YEAR, NEXT = Period.year(2024), Period.year(2025)
IN, AFTER = date(2024, 6, 1), date(2025, 2, 1)


def number_of(key: str, organisation: Organisation, period: Period = YEAR) -> int:
    return int(tree.total(key, period, organisation).value)


def term_of(
    organisation: Organisation, ends_on: date = IN, closed_on: date | None = None, number: int = 1
) -> Term:
    return Term.objects.create(
        organisation=organisation,
        number=number,
        term_years=3,
        starts_on=ends_on - timedelta(days=3 * 365),
        ends_on=ends_on,
        closed_on=closed_on,
    )


def elect(term: Term, kind: ElectionKind, held_on: date, **given) -> Election:
    renewal = Renewal.objects.filter(term=term).first() if kind == "general" else None
    return Election.objects.create(
        term=term,
        renewal=renewal,
        kind=kind,
        body=ElectionBody.MEETING,
        held_on=held_on,
        entitled=10,
        present=9,
        ballots=9,
        **given,
    )


def test_terms_of_a_year_are_in_time_or_late(city):
    term_of(city.branch, closed_on=IN)
    term_of(city.sibling, closed_on=IN + timedelta(days=1))
    term_of(city.other_branch)
    term_of(city.committee, AFTER)
    assert number_of("elections_due", city.root) == 3
    assert number_of("elections_in_time", city.root) == 1
    assert number_of("elections_late", city.root) == 2
    assert number_of("elections_late", city.sibling) == 1
    assert number_of("elections_late", city.root, NEXT) == 1


def test_late_stays_in_the_year_of_the_day_that_passed(city):
    """The stock of a day forgets what was held in the end; the deduction of the year does not."""
    term_of(city.branch, closed_on=date(2024, 9, 1))
    assert number_of("elections_late", city.branch) == 1
    assert number_of("terms_overdue", city.branch) == 0


def test_term_that_ends_tomorrow_is_not_late(city):
    today = timezone.localdate()
    ahead = Period(today - timedelta(days=30), today + timedelta(days=30))
    for organisation, days in ((city.branch, 0), (city.sibling, 1), (city.other_branch, -1)):
        term_of(organisation, today + timedelta(days=days))
    assert number_of("elections_due", city.root, ahead) == 3
    assert number_of("elections_late", city.root, ahead) == 1


def test_body_that_was_gone_before_had_nothing_to_elect(city):
    term_of(city.branch)
    Organisation.objects.filter(pk=city.branch.pk).update(dissolved_on=IN - timedelta(days=1))
    assert number_of("elections_due", city.root) == 0


def test_rate_in_time_is_a_pair(city):
    term_of(city.branch, closed_on=IN)
    term_of(city.branch, IN + timedelta(days=90), number=2)
    share = counting.shares(["elections_rate"], YEAR)["elections_rate"]
    assert share[city.branch.pk, YEAR.start] == (1, 2)


def test_letters_elections_and_extensions_count_on_their_days(city):
    term, other = term_of(city.branch), term_of(city.sibling)
    Renewal.objects.create(term=term, noticed_on=IN, status=RenewalStatus.NOTIFIED)
    Renewal.objects.create(term=other, noticed_on=AFTER, status=RenewalStatus.NOTIFIED)
    elect(term, ElectionKind.GENERAL, IN)
    elect(term, ElectionKind.GENERAL, IN, status=ElectionStatus.VOID)
    elect(other, ElectionKind.BY_ELECTION, IN)
    elect(other, ElectionKind.BY_ELECTION, AFTER)
    for status in (ExtensionStatus.APPROVED, ExtensionStatus.REFUSED):
        TermExtension.objects.create(
            term=term,
            ended_on=IN,
            asked_until=AFTER,
            reason="机构改革",
            status=status,
            doc_no="市直工委〔2024〕1号",
            decided_on=IN,
        )
    keys = ("elections_notified", "elections_held", "by_elections_held", "terms_extended")
    assert [number_of(key, city.root) for key in keys] == [1, 1, 1, 1]


def test_late_term_is_opened_as_a_term(city, users):
    """Three taps from a deduction: the sheet, its row, the term with its renewal."""
    term = term_of(city.branch)
    indicator = catalogue.get("elections_late")
    rows = listing.ordered(indicator, counting.rows(indicator.key, YEAR))
    [line] = listing.lines(indicator, rows, users.staff)
    assert (line.text, line.url) == (str(term), reverse("elections:term_detail", args=[term.uuid]))
    [record] = linked_records_of([ScoreLine(indicator=indicator.key, evidence=[term.pk])]).values()
    assert (record.title, record.url, record.on) == (line.text, line.url, term.ends_on)
