"""届满日历: which terms end when, and how far each body is."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet

from apps.branches.models import Term
from apps.core.periods import Period
from apps.elections.choices import RenewalStatus
from apps.elections.models import Renewal, TermExtension


class Line(NamedTuple):
    term: Term
    renewal: Renewal | None
    extension: TermExtension | None
    is_overdue: bool


class Month(NamedTuple):
    label: str
    is_overdue: bool
    lines: list[Line]


def overdue(terms: QuerySet[Term], today: date) -> QuerySet[Term]:
    return terms.filter(closed_on=None, ends_on__lt=today)


def ending_in(terms: QuerySet[Term], span: Period) -> QuerySet[Term]:
    return terms.filter(closed_on=None, ends_on__gte=span.start, ends_on__lt=span.end)


def months_of(terms: QuerySet[Term], today: date) -> list[Month]:
    """Three queries for any number of terms; what is overdue comes first."""
    lines = list(_lines(terms, today))
    late = [line for line in lines if line.is_overdue]
    found = [Month("届满未换届", True, late)] if late else []
    ahead = [line for line in lines if not line.is_overdue]
    for key, group in groupby(ahead, key=lambda line: _first_day(line.term.ends_on)):
        found.append(Month(f"{key.year}年{key.month}月", False, list(group)))
    return found


def _lines(terms: QuerySet[Term], today: date) -> Iterable[Line]:
    renewals = Renewal.objects.exclude(status=RenewalStatus.CANCELLED)
    rows = terms.select_related("organisation__unit").prefetch_related(
        Prefetch("renewals", queryset=renewals, to_attr="standing"),
        Prefetch("extensions", queryset=TermExtension.objects.approved(), to_attr="approved"),
    )
    for term in rows.order_by("ends_on", "organisation__path", "pk"):
        yield Line(
            term,
            next(iter(term.standing), None),
            next(iter(term.approved), None),
            term.ends_on < today,
        )


def _first_day(day: date) -> date:
    return day.replace(day=1)
