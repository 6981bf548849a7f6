"""A round begins: every body that the measure is for gets its rating, prefilled."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from apps.branches.models import Grade, Organisation
from apps.core.lifecycle import StepRefused
from apps.core.models.spans import day_in_words
from apps.core.periods import Period
from apps.grades.marks import outcome_of
from apps.grades.models import GradeScheme, Rating, RatingLine
from apps.grades.rules import faults, rules_of
from apps.grades.services.outcomes import WRITTEN, put
from apps.grades.services.reading import fill
from apps.grades.telling import tell_of_opening

ADD = "grades.add_rating"


def eligible(scheme: GradeScheme, year: int):
    """Bodies of the measure's kinds that there were at the end of the year and that have neither
    a rating of that kind for it nor a grade, as those brought in from the years before the portal."""
    day = min(Period.year(year).last_day, timezone.localdate())
    rated = Rating.objects.filter(scheme__kind=scheme.kind, year=year).order_by()
    bodies = Organisation.objects.existing_on(day).filter(kind__in=scheme.kinds, dissolved_on=None)
    graded = Grade.objects.in_force().of(scheme.kind).filter(year=year).order_by()
    return bodies.exclude(pk__in=rated.values("organisation")).exclude(
        pk__in=graded.values("organisation")
    )


@transaction.atomic
def open_ratings(*, scheme: GradeScheme, year: int, by, organisations=None) -> list[Rating]:
    """For all bodies that are eligible, or those of them among `organisations`."""
    if by is not None and not by.has_perm(ADD):
        raise PermissionDenied("评星定级由工委组织，您没有这个权限")
    held = GradeScheme.objects.select_for_update().get(pk=scheme.pk)
    _check(held, year)
    bodies = eligible(held, year)
    if organisations is not None:
        bodies = bodies.filter(pk__in=[one.pk for one in organisations])
    ratings = Rating.objects.bulk_create(
        Rating(scheme=held, organisation=body, year=year) for body in bodies.order_by("path")
    )
    if not ratings:
        raise StepRefused(
            f"没有需要参评的党组织：{year}年“{held.get_kind_display()}”都已经开始或者已有定级结果，"
            "或者没有这个办法所列类别的组织"
        )
    fill(held, year, ratings)
    _state(held, ratings)
    tell_of_opening(ratings)
    return ratings


def _check(scheme: GradeScheme, year: int) -> None:
    today = timezone.localdate()
    if year > today.year:
        raise ValidationError({"year": f"{year}年还没有开始，请选择今年或以前的年度"})
    if scheme.valid_from > today:
        raise StepRefused(f"“{scheme}”从{day_in_words(scheme.valid_from)}起启用，请到那一天再开始")
    if found := faults(scheme):
        raise StepRefused([f"“{scheme}”还不能使用：{sentence}" for sentence in found])


def _state(scheme: GradeScheme, ratings: list[Rating]) -> None:
    """What the portal's numbers come to, for all in a fixed number of queries."""
    rules = rules_of(scheme)
    lines = Prefetch("lines", RatingLine.objects.select_related("item"))
    stored = Rating.objects.filter(pk__in=[one.pk for one in ratings])
    filled = list(stored.prefetch_related(lines, "found_vetoes"))
    for rating in filled:
        put(rating, outcome_of(rating, rules))
    Rating.objects.bulk_update(filled, [name for name in WRITTEN if name != "version"])
