"""What was done under campaigns: some numbers of all, one of each, and four of each of their items.

`activities:six_micros.micro_lecture`, `counted:six_micros.micro_lecture.person_times`: a new
campaign has its numbers as soon as it has its rows.
"""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache, reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from apps.indicators.catalogue.definitions import Family, Indicator
from apps.indicators.measures import Distinct, Measure, Total
from apps.indicators.sources import Source, sixlights
from apps.sixlights.models import ActivityItem, Campaign, CampaignItem, ItemMetric

# Whoever is not on the register is known by name and office.
LECTURER = Coalesce(
    Cast("person", TextField()), Concat("name", Value("|"), "office"), output_field=TextField()
)
# 办公室 of one unit is not 办公室 of another.
OFFICE = Concat(
    Cast("activity__organisation__unit", TextField()),
    Value("|"),
    "office",
    output_field=TextField(),
)
SESSIONS = Total("sessions", hedge="sessions_hedge")
# A total that stands for no session of its own is none of the rows.
HELD = Q(sessions__gt=0)
VALUES = Total("value", hedge="value_hedge")
NAMES_AN_OFFICE = ~Q(office="")

CAMPAIGNS = (
    # Each entry of its own; what only a total stands for is no activity.
    Indicator(
        "campaign_activities", "主题行动活动", "次", sixlights.ACTIVITIES, Q(is_summary=False)
    ),
    Indicator("first_editions", "首届活动", "项", sixlights.ACTIVITIES, Q(edition=1)),
    Indicator(
        "campaign_lecturers",
        "主题行动主讲人",
        "人",
        sixlights.LECTURES,
        measure=Distinct(LECTURER, thing="人"),
    ),
    Indicator("lecturers", "宣讲团成员", "人", sixlights.LECTURERS),
)


def of_items(members: Collection[str]) -> dict[str, CampaignItem]:
    """The items that `campaign.item` names."""
    named = (member.split(".") for member in members)
    wanted = [Q(campaign__code=pair[0], code=pair[1]) for pair in named if len(pair) == 2]
    return {member_of(i): i for i in _items().filter(reduce(or_, wanted))} if wanted else {}


def of_countables(members: Collection[str]) -> dict[str, ItemMetric]:
    """The countables that `campaign.item.metric` names."""
    named = (member.split(".") for member in members)
    wanted = [
        Q(item__campaign__code=parts[0], item__code=parts[1], metric__code=parts[2])
        for parts in named
        if len(parts) == 3
    ]
    rows = _countables().filter(reduce(or_, wanted)) if wanted else ()
    return {f"{member_of(row.item)}.{row.metric.code}": row for row in rows}


def member_of(item: CampaignItem) -> str:
    return f"{item.campaign.code}.{item.code}"


def _items():
    return CampaignItem.objects.select_related("campaign")


def _countables():
    return ItemMetric.objects.select_related("item__campaign", "metric")


# Item or campaign, its key, and the way from the row counted to its activity.
Place = tuple[str, int, str]


@lru_cache(1024)
def _made(
    key: str,
    label: str,
    unit: str,
    source: Source,
    place: Place,
    measure: Measure,
    condition: Q | None = None,
) -> Indicator:
    """The same object for the same rows: statements are kept by it."""
    lookup, pk, activity = place
    under = Exists(ActivityItem.objects.filter(activity=OuterRef(activity), **{lookup: pk}))
    condition = condition or Q()
    return Indicator(key, label, unit, source, Q(under) & condition, measure)


def activities_of(item: CampaignItem) -> Indicator:
    key, label = f"activities:{member_of(item)}", f"{item.campaign}·{item}"
    source, word = sixlights.ACTIVITIES, item.session_unit
    return _made(key, label, word, source, ("item", item.pk, "pk"), SESSIONS, HELD)


def activities_of_campaign(campaign: Campaign) -> Indicator:
    """Each once, under however many of its items."""
    key, place = f"activities:{campaign.code}", ("item__campaign", campaign.pk, "pk")
    return _made(key, f"{campaign}活动", "次", sixlights.ACTIVITIES, place, SESSIONS, HELD)


def lecturers_of(item: CampaignItem) -> Indicator:
    key, label = f"lecturers:{member_of(item)}", f"{item}主讲人"
    measure = Distinct(LECTURER, thing="人")
    return _made(key, label, "人", sixlights.LECTURES, ("item", item.pk, "activity"), measure)


def lecturing_offices_of(item: CampaignItem) -> Indicator:
    key, label = f"lecturing_offices:{member_of(item)}", f"{item}主讲科室"
    source, measure = sixlights.LECTURES, Distinct(OFFICE, thing="科室")
    return _made(key, label, "个", source, ("item", item.pk, "activity"), measure, NAMES_AN_OFFICE)


@lru_cache(256)
def _of_metric(metric: int) -> Q:
    """The same condition for the same metric, as `_made` asks for it."""
    return Q(metric=metric)


def counted_of(row: ItemMetric) -> Indicator:
    key = f"counted:{member_of(row.item)}.{row.metric.code}"
    label, source = f"{row.item}：{row.metric.name}", sixlights.COUNTS
    return _made(
        key,
        label,
        row.metric.unit,
        source,
        ("item", row.item_id, "activity"),
        VALUES,
        _of_metric(row.metric_id),
    )


def _family_of_items(source: Source, make: Callable[[CampaignItem], Indicator]) -> Family:
    def find(members: Collection[str]) -> dict[str, Indicator]:
        return {member: make(item) for member, item in of_items(members).items()}

    def offer() -> Iterable[Indicator]:
        return map(make, _items())

    return Family(source, find, offer)


def _find_activities(members: Collection[str]) -> dict[str, Indicator]:
    found = {member: activities_of(item) for member, item in of_items(members).items()}
    codes = [member for member in members if "." not in member]
    if codes:
        campaigns = Campaign.objects.filter(code__in=codes)
        found |= {c.code: activities_of_campaign(c) for c in campaigns}
    return found


def _offer_activities() -> Iterable[Indicator]:
    yield from map(activities_of_campaign, Campaign.objects.all())
    yield from map(activities_of, _items())


def _find_counted(members: Collection[str]) -> dict[str, Indicator]:
    return {member: counted_of(row) for member, row in of_countables(members).items()}


CAMPAIGN_FAMILIES: dict[str, Family] = {
    "activities": Family(sixlights.ACTIVITIES, _find_activities, _offer_activities),
    "counted": Family(sixlights.COUNTS, _find_counted, lambda: map(counted_of, _countables())),
    "lecturers": _family_of_items(sixlights.LECTURES, lecturers_of),
    "lecturing_offices": _family_of_items(sixlights.LECTURES, lecturing_offices_of),
}
