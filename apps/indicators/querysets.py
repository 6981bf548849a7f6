from django.db.models import Q, QuerySet

from apps.core.periods import Period


class MarkQuerySet(QuerySet):
    def touching(self, period: Period):
        """Those on a month that begins in the period, and those on every month."""
        return self.filter(Q(month=None) | Q(month__gte=period.start, month__lt=period.end))
