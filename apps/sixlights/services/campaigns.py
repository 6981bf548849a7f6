"""Verbs on campaigns: what an item counts."""

from collections.abc import Iterable

from django.db import transaction

from apps.sixlights.models import CampaignItem, ItemMetric, Metric


@transaction.atomic
def set_countables(*, item: CampaignItem, metrics: Iterable[Metric]) -> None:
    """Ask for these from now on; what was counted before is kept and no longer asked for."""
    wanted = list(metrics)
    uses = {use.metric_id: use for use in item.countables.all()}
    for order, metric in enumerate(wanted, start=1):
        use = uses.pop(metric.pk, None) or ItemMetric(item=item, metric=metric, order=order)
        if use.pk is None or not use.is_asked:
            use.is_asked = True
            use.save()
    ItemMetric.objects.filter(pk__in=[u.pk for u in uses.values() if u.is_asked]).update(
        is_asked=False
    )
