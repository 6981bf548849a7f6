"""Names that are near-equal within the city are warned of, and never barred."""

from typing import NamedTuple

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q

from apps.brands.models import Brand
from apps.brands.rules import NAME_LEAST, NAME_MOST, SIMILARITY
from apps.core import policy
from apps.core.pinyin import keys_of_name

HUNDRED = 100
SHOWN = 5


class NearName(NamedTuple):
    name: str
    organisation: str
    reason: str

    def __str__(self) -> str:
        return f"“{self.name}”（{self.organisation}，{self.reason}）"


def near_names(name: str, brand: Brand | None = None) -> list[NearName]:
    """Other brands of the city whose name reads or looks nearly the same, nearest first."""
    least = float(policy.number(SIMILARITY)) / HUNDRED
    sounds = keys_of_name(name)
    found = Brand.objects.exclude(pk=brand.pk) if brand else Brand.objects.all()
    near = (
        found.filter(organisation__dissolved_on=None)
        .annotate(likeness=TrigramSimilarity("name", name))
        .filter(Q(likeness__gte=least) | Q(pinyin=sounds))
        .select_related("organisation")
        .order_by("-likeness", "name", "pk")
    )
    return [
        NearName(other.name, str(other.organisation), _reason(name, other, sounds))
        for other in near[:SHOWN]
    ]


def advice_on_name(name: str) -> list[str]:
    """What a rule says of the name itself: its usual length (handbook 8.2)."""
    least, most = policy.count(NAME_LEAST), policy.count(NAME_MOST)
    if least <= len(name) <= most:
        return []
    return [f"品牌名称一般 {least} 至 {most} 个字，现在是 {len(name)} 个字"]


def _reason(name: str, other: Brand, sounds: str) -> str:
    if other.name == name:
        return "同名"
    return "读音相同" if other.pinyin == sounds else "名称相近"
