"""A campaign with three items, and what the tests log under them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from apps.sixlights.choices import KnownFrom
from apps.sixlights.entries import Entry
from apps.sixlights.models import Campaign, CampaignItem, ItemMetric, Metric
from apps.sixlights.services import log_activity

STARTS_ON = date(2020, 1, 1)


@dataclass(frozen=True)
class Micros:
    campaign: Campaign
    lecture: CampaignItem
    service: CampaignItem
    person_times: Metric
    problems: Metric


def make_micros() -> Micros:
    campaign = Campaign.objects.create(code="micros", name="六微", starts_on=STARTS_ON)
    lecture = CampaignItem.objects.create(
        campaign=campaign,
        order=1,
        code="lecture",
        name="微党课",
        session_unit="堂",
        has_lecturers=True,
        minutes_from=5,
        minutes_to=30,
        forms=["讲授", "案例"],
    )
    service = CampaignItem.objects.create(campaign=campaign, order=2, code="service", name="微服务")
    person_times = Metric.objects.create(
        code="person_times", name="参加人次", unit="人次", known_from=KnownFrom.PRESENT
    )
    problems = Metric.objects.create(code="problems", name="解决实际问题", unit="个")
    for item, metric in ((lecture, person_times), (service, person_times), (service, problems)):
        ItemMetric.objects.create(item=item, metric=metric)
    return Micros(campaign, lecture, service, person_times, problems)


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def logged(organisation, *items, by=None, **stated):
    entry = Entry(**{"title": "讲身边事", "starts_on": yesterday(), "items": items, **stated})
    return log_activity(organisation=organisation, entry=entry, by=by)
