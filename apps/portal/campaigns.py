"""One campaign with what was done under each of its items: every number opens its rows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from apps.branches.models import Organisation
from apps.branches.scope import scope
from apps.core.periods import Cycle, Period
from apps.core.quantities import Quantity
from apps.indicators import counting, tree
from apps.indicators.catalogue.sixlights import member_of
from apps.sixlights.models import Activity, Campaign, CampaignItem, ItemMetric

LATEST = 10
# Of all campaigns: an edition belongs to a series, which no campaign owns.
FIRST = "first_editions"
ITEMS = CampaignItem.objects.select_related("campaign").prefetch_related(
    Prefetch("countables", ItemMetric.objects.select_related("metric"))
)


class Number(NamedTuple):
    """A number of the page with the address of the rows behind it."""

    label: str
    quantity: Quantity
    url: str


class Month(NamedTuple):
    label: str
    value: Decimal
    url: str


@dataclass(frozen=True)
class Asked:
    """What the page is about: a campaign in a year, of one body or of all that the user sees."""

    campaign: Campaign
    year: int
    place: Organisation | None
    organisations: QuerySet | None

    @property
    def period(self) -> Period:
        return Period.year(self.year)

    def rows_of(self, key: str, period: Period | None = None) -> str:
        query = {"period": (period or self.period).key}
        if self.place:
            query["organisation"] = str(self.place.uuid)
        return f"{reverse('indicators:rows', args=[key])}?{urlencode(query)}"


def asked_for(user, campaign: Campaign, year: int, place: Organisation | None) -> Asked:
    if place:
        return Asked(campaign, year, place, Organisation.objects.at_and_below(place))
    # As the page of the rows behind each number has it, whoever may open them.
    where = scope(user, "branches.view_organisation")
    everywhere = where.is_everywhere
    return Asked(campaign, year, None, None if everywhere else Organisation.objects.in_scope(where))


def page_of(user, asked: Asked) -> dict:
    """The items with their numbers, the months of the year, the latest activities."""
    items = list(ITEMS.filter(campaign=asked.campaign))
    keys = {item.pk: keys_of(item) for item in items}
    whole = f"activities:{asked.campaign.code}"
    wanted = [whole, FIRST, *(key for own in keys.values() for key, _ in own)]
    numbers = tree.together(wanted, asked.period, asked.organisations)
    return {
        "asked": asked,
        "total": Number("活动", numbers[whole], asked.rows_of(whole)),
        "first": Number("首届活动", numbers[FIRST], asked.rows_of(FIRST)),
        "items": [(i, _shown(asked, keys[i.pk], numbers)) for i in items],
        "months": months_of(asked, whole),
        "latest": latest_of(user, asked),
        "years": years_of(asked.campaign),
    }


def _shown(asked: Asked, keys: list[tuple[str, str]], numbers: dict) -> list[Number]:
    """Of the whole city everything; of a part of it what was never counted there is left out."""
    first, *others = (Number(label, numbers[key], asked.rows_of(key)) for key, label in keys)
    return [first, *(n for n in others if n.quantity.value or asked.organisations is None)]


def keys_of(item: CampaignItem) -> list[tuple[str, str]]:
    """The keys of an item's numbers, each with its short name beside the item."""
    member = member_of(item)
    counted = [
        (f"counted:{member}.{row.metric.code}", row.metric.name) for row in item.countables.all()
    ]
    lectures = (
        [(f"lecturers:{member}", "主讲人"), (f"lecturing_offices:{member}", "主讲科室")]
        if item.has_lecturers
        else []
    )
    return [(f"activities:{member}", "活动"), *lectures, *counted]


def months_of(asked: Asked, key: str) -> list[Month]:
    found = counting.counts([key], asked.period, asked.organisations, Cycle.MONTH)[key]
    return [
        Month(
            f"{month.start.month}月",
            sum((v for (_, start), v in found.items() if start == month.start), Decimal(0)),
            asked.rows_of(key, month),
        )
        for month in asked.period.split(Cycle.MONTH)
    ]


def latest_of(user, asked: Asked) -> list[Activity]:
    rows = Activity.objects.visible_to(user).effective().held_in(asked.period)
    rows = rows.filter(placements__item__campaign=asked.campaign).distinct()
    if asked.place:
        rows = rows.filter(organisation__path__startswith=asked.place.path)
    return list(rows.select_related("organisation")[:LATEST])


def years_of(campaign: Campaign) -> list[int]:
    """From this year, or the campaign's last, back to its first."""
    today = timezone.localdate()
    last: date = min(campaign.ends_on or today, today)
    first = campaign.starts_on.year
    return list(range(max(last.year, first), first - 1, -1))
