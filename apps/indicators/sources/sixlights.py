"""What organisations did under campaigns, what came of it and who lectured."""

from apps.indicators.sources.base import Source, branch_of, stock_day
from apps.sixlights.models import Activity, ActivityCount, ActivityLecturer, Lecturer

ACTIVITIES = Source(
    Activity,
    lambda period: Activity.objects.effective().held_in(period),
    day="starts_on",
    owner=branch_of("organisation"),
    subgroups_count_above=True,
)
COUNTS = Source(
    ActivityCount,
    lambda period: ActivityCount.objects.effective().held_in(period),
    day="activity__starts_on",
    owner=branch_of("activity__organisation"),
    record="activity",
    shown_with=("activity__organisation", "metric"),
    holder="activity__organisation",
    subgroups_count_above=True,
)
LECTURES = Source(
    ActivityLecturer,
    lambda period: ActivityLecturer.objects.effective().held_in(period),
    day="activity__starts_on",
    owner=branch_of("activity__organisation"),
    record="activity",
    shown_with=("activity__organisation",),
    holder="activity__organisation",
    subgroups_count_above=True,
)
LECTURERS = Source(Lecturer, lambda period: Lecturer.objects.valid_on(stock_day(period)))
