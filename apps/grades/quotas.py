"""Quotas of a round: what each level would hold beside what it may hold, before it is decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from apps.core.exact import shown
from apps.grades.choices import RatingStatus
from apps.grades.models import GradeLevel, GradeScheme, Rating

ANNOUNCED = (RatingStatus.NOTICE, RatingStatus.DECIDED)


@dataclass(frozen=True, slots=True)
class Quota:
    """One level of a round; `allowed` None where the measure sets no share."""

    level: GradeLevel
    allowed: int | None
    settled: int
    expected: int
    rated: int

    @property
    def is_over(self) -> bool:
        return self.allowed is not None and self.expected > self.allowed

    @property
    def is_full(self) -> bool:
        return self.allowed is not None and self.settled >= self.allowed

    @property
    def share(self) -> Decimal | None:
        """What part of the round the level would hold, in percent."""
        return Decimal(100 * self.expected) / self.rated if self.rated else None

    @property
    def sentence(self) -> str:
        """What is too much, and what may be done about it."""
        percent = shown(self.level.quota) if self.level.quota is not None else ""
        return (
            f"参评 {self.rated} 个，“{self.level}”按 {percent}% 不超过 {self.allowed} 个，"
            f"现有 {self.expected} 个（其中已公示或定级 {self.settled} 个）"
        )


def quotas(scheme: GradeScheme, year: int) -> list[Quota]:
    """From the highest level down; two queries, whatever the round holds."""
    taking = Rating.objects.filter(scheme=scheme, year=year).taking_part().order_by()
    counted = taking.values("level").annotate(
        expected=Count("pk"), settled=Count("pk", filter=Q(status__in=ANNOUNCED))
    )
    by_level = {row["level"]: (row["settled"], row["expected"]) for row in counted}
    rated = sum(expected for _, expected in by_level.values())
    return [
        Quota(level, _allowed(level, rated), *by_level.get(level.pk, (0, 0)), rated)
        for level in scheme.levels.order_by("-order")
    ]


def _allowed(level: GradeLevel, rated: int) -> int | None:
    """Rounded down: a share that is not reached is not exceeded."""
    return None if level.quota is None else int(rated * level.quota / 100)


def quota_of(rating: Rating) -> Quota | None:
    """The one that the level of the rating falls under."""
    found: Sequence[Quota] = quotas(rating.scheme, rating.year)
    return next((quota for quota in found if quota.level.pk == rating.level_id), None)
