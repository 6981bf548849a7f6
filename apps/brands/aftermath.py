"""What the dissolution of a body means for its brands."""

from collections.abc import Collection, Iterator

from apps.branches.aftermath import answers_changes
from apps.brands.models import Brand


@answers_changes
def brands_without_body(people: Collection[int], organisations: Collection[int]) -> Iterator[str]:
    """Their spans stay as they are; from the day of the dissolution no number knows of them."""
    left = Brand.objects.filter(organisation__in=organisations)
    left = left.filter(organisation__dissolved_on__isnull=False).select_related("organisation")
    for brand in left:
        yield (
            f"{brand.organisation}已撤销，它的品牌“{brand}”从撤销之日起不再统计。"
            "由别的党组织接续的，请在“党建品牌”里改党组织"
        )
