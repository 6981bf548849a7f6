from django.db import models
from django.db.models import Count, Q


class JobQuerySet(models.QuerySet):
    """Jobs by what became of their items; the items are the truth."""

    def _having(self, *statuses: str):
        having = self.model._base_manager.filter(items__status__in=statuses)
        return self.filter(pk__in=having.values("pk"))

    def with_failures(self):
        return self._having("failed")

    def unfinished(self):
        return self._having("queued", "running").filter(cancelled_at=None)

    def with_tallies(self):
        return self.annotate(
            items_total=Count("items"),
            items_done=Count("items", filter=Q(items__status="done")),
            items_failed=Count("items", filter=Q(items__status="failed")),
        )
