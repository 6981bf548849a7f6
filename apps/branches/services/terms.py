"""届: terms follow one another without overlapping."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q

from apps.branches.models import Organisation, Term


@transaction.atomic
def begin_term(
    *,
    organisation: Organisation,
    starts_on: date,
    term_years: int,
    number: int | None = None,
    ends_on: date | None = None,
) -> Term:
    """Begin the next term; `ends_on` defaults to `term_years` after the election."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    _check_free(organisation, starts_on)
    if number is None:
        number = (organisation.terms.aggregate(last=Max("number"))["last"] or 0) + 1
    term = Term(
        organisation=organisation,
        number=number,
        term_years=term_years,
        starts_on=starts_on,
        ends_on=ends_on or years_after(starts_on, term_years),
    )
    term.full_clean()
    term.save()
    return term


@transaction.atomic
def close_term(*, term: Term, on: date) -> Term:
    """The day of the election that ended the term."""
    if term.closed_on:
        raise ValidationError(f"{term}已于 {term.closed_on} 换届")
    if on <= term.starts_on:
        raise ValidationError(f"换届日期须晚于当选日期（{term.starts_on}）")
    term.closed_on = on
    term.version += 1
    term.save(update_fields=["closed_on", "version", "updated_at"])
    return term


@transaction.atomic
def reschedule_term(*, term: Term, ends_on: date) -> Term:
    """An earlier or later election that the higher body has approved."""
    if term.closed_on:
        raise ValidationError(f"{term}已于 {term.closed_on} 换届，不能再改届满日期")
    term.ends_on = ends_on
    term.version += 1
    term.full_clean()
    term.save(update_fields=["ends_on", "version", "updated_at"])
    return term


def _check_free(organisation: Organisation, starts_on: date) -> None:
    meeting = Q(closed_on=None) | Q(closed_on__gt=starts_on)
    other = organisation.terms.filter(meeting).order_by("starts_on").first()
    if other is None:
        return
    if other.closed_on is None:
        raise ValidationError(f"{other}还没有换届，请先登记它的换届日期")
    raise ValidationError(
        f"{other}自 {other.starts_on} 至 {other.closed_on}，与 {starts_on} 当选的一届重叠"
    )


def years_after(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
