"""What organisations did under campaigns."""

from apps.indicators.sources.base import Source
from apps.sixlights.models import Activity

ACTIVITIES = Source(
    Activity, lambda period: Activity.objects.effective().held_in(period), day="starts_on"
)
