"""Prefilling: everything that the portal knows is put into the lines, for one body or for all."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from apps.grades.choices import OF_INDICATOR
from apps.grades.known import Key, Known, known, readings
from apps.grades.models import GradeItem, GradeScheme, GradeVeto, Rating, RatingLine, RatingVeto

KNOWN = ("number", "target", "is_applicable", "finding", "indicator", "evidence")


def fill(scheme: GradeScheme, year: int, ratings: Sequence[Rating]) -> None:
    """Read the numbers of the year again; what people have said stays. The number of queries
    does not grow with the ratings."""
    items = list(scheme.items.marked().order_by("order"))
    bodies = [rating.organisation_id for rating in ratings]
    found = known(items, bodies, year, today=timezone.localdate())
    _write_lines(ratings, items, found)
    _write_vetoes(ratings, scheme, year, bodies)
    Rating.objects.filter(pk__in=[rating.pk for rating in ratings]).update(read_at=timezone.now())


def _write_lines(
    ratings: Sequence[Rating], items: Sequence[GradeItem], found: dict[Key, Known]
) -> None:
    RatingLine.objects.bulk_create(
        (
            RatingLine(
                rating=rating, item=item, **_values(found.get((rating.organisation_id, item.pk)))
            )
            for rating in ratings
            for item in items
        ),
        update_conflicts=True,
        unique_fields=["rating", "item"],
        update_fields=KNOWN,
    )


def _values(found: Known | None) -> dict[str, Any]:
    if found is None:
        return {}
    return {name: getattr(found, name) for name in KNOWN}


def _write_vetoes(
    ratings: Sequence[Rating], scheme: GradeScheme, year: int, bodies: Sequence[int]
) -> None:
    vetoes = list(scheme.vetoes.filter(test__in=OF_INDICATOR))
    numbers = readings([veto.indicator for veto in vetoes], bodies, year)
    RatingVeto.objects.bulk_create(
        (
            _veto_of(rating, veto, numbers[veto.indicator].get(rating.organisation_id))
            for rating in ratings
            for veto in vetoes
        ),
        update_conflicts=True,
        unique_fields=["rating", "veto"],
        update_fields=["number", "evidence"],
    )


def _veto_of(rating: Rating, veto: GradeVeto, reading) -> RatingVeto:
    value, rows = reading or (0, [])
    return RatingVeto(rating=rating, veto=veto, number=value, evidence=sorted(rows))
