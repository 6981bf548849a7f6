"""A round: all that are rated by one version of a measure for one year."""

from dataclasses import dataclass

from apps.grades.models import GradeScheme, Rating
from apps.grades.querysets import RatingQuerySet


@dataclass(frozen=True)
class Round:
    scheme: GradeScheme
    year: int

    @classmethod
    def of(cls, rating: Rating) -> "Round":
        return cls(rating.scheme, rating.year)

    @property
    def label(self) -> str:
        return f"{self.year}年 {self.scheme}"

    @property
    def query(self) -> str:
        return f"scheme={self.scheme.pk}&year={self.year}"

    @property
    def ratings(self) -> RatingQuerySet:
        return Rating.objects.filter(scheme=self.scheme, year=self.year)


def rounds() -> list[Round]:
    """The latest years first; two queries."""
    found = Rating.objects.order_by("-year", "scheme").values_list("scheme", "year").distinct()
    schemes = GradeScheme.objects.in_bulk([pk for pk, _ in found])
    return [Round(schemes[pk], year) for pk, year in found]
