"""Writing the outcomes: whoever is marked is surveyed again, for this year and the one before.

As with the cells of numbers, one process writes, and deletes the marks that it had read before it looked at
anything else.
"""

from django.db import transaction
from django.db.models import QuerySet

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation
from apps.core.clock import database_now
from apps.core.locks import alone
from apps.core.periods import Period, local_day
from apps.duties.engine import Duty, survey
from apps.duties.models import DutyRule, Outcome, OutcomeMark
from apps.duties.outcomes.kept import divided

# So many organisations are surveyed in one transaction.
AT_ONCE = 100
# Organisation and year; None stands for all.
Marked = tuple[int | None, int | None]


def bring_up_to_date() -> int:
    """Survey again whoever is marked; how many outcomes were written. Nothing where another
    process does it at this moment."""
    with alone("duties.outcomes") as mine:
        if not mine:
            return 0
        marks = list(OutcomeMark.objects.values_list("pk", "organisation", "year"))
        marked: list[Marked] = [(owner, year) for _, owner, year in marks]
        written = sum(_bring_year_up_to_date(year, marked) for year in kept_years())
        OutcomeMark.objects.filter(pk__in=[pk for pk, *_ in marks]).delete()
    return written


def mark_everything() -> None:
    """Trust no outcome: after rows were brought in past the triggers."""
    OutcomeMark.objects.create()


def kept_years() -> tuple[int, int]:
    """Others are seldom asked for, and surveyed when they are."""
    this_year = local_day(database_now()).year
    return this_year - 1, this_year


def _bring_year_up_to_date(year: int, marked: list[Marked]) -> int:
    found = {owner for owner, of_year in marked if of_year in (None, year)}
    owners = {owner for owner in found if owner is not None}
    period = Period.year(year)
    rules = list(DutyRule.objects.valid_in(period))
    if None in found or not _kept(period).exists():
        owners = set(Organisation.objects.order_by().values_list("pk", flat=True))
    chosen = sorted(owners | _branches_above(owners))
    chunks = range(0, len(chosen), AT_ONCE)
    return sum(_write(period, chosen[first : first + AT_ONCE], rules) for first in chunks)


def _kept(period: Period) -> QuerySet[Outcome]:
    return Outcome.objects.filter(starts_on__gte=period.start, ends_on__lte=period.end)


def _branches_above(holders: set[int]) -> set[int]:
    """The branches for which the subgroups among them count."""
    of_subgroups = Organisation.objects.filter(pk__in=holders, kind=OrganisationKind.SUBGROUP)
    parents = of_subgroups.order_by().values_list("parent", flat=True)
    return {pk for pk in parents if pk is not None}


@transaction.atomic
def _write(period: Period, organisations: list[int], rules: list[DutyRule]) -> int:
    kept, _ = divided(rules)
    # What a duty asks and what was done do not depend on the day; its state is not kept.
    surveyed = survey(organisations, period, today=period.end, rules=kept)
    _kept(period).filter(organisation__in=organisations).delete()
    made = [_outcome(duty) for _, duties in surveyed for duty in duties if duty.required]
    return len(Outcome.objects.bulk_create(made))


def _outcome(duty: Duty) -> Outcome:
    return Outcome(
        organisation_id=duty.organisation_pk,
        rule=duty.rule,
        starts_on=duty.period.start,
        ends_on=duty.period.end,
        due_on=duty.due_on,
        required=duty.required,
        done=duty.done,
        is_waived=bool(duty.waiver_reason),
    )
