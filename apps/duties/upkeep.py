"""What the staff must do once a year so that reminders keep to working days."""

from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse

from apps.branches.secretaries import committee_staff
from apps.core.workdays import has_schedule
from apps.notices.choices import NoticeKind
from apps.notices.telling import tell


def look_ahead(*, today: date) -> int:
    """Tell the staff in time that a year's holidays are not entered: in its last month before,
    and once more when it has begun. Returns the number of people told."""
    coming = (today + timedelta(days=settings.HOLIDAY_NOTICE_DAYS)).year
    told = 0
    for year in sorted({today.year, coming}):
        if not has_schedule(year):
            told += len(_tell(year, today))
    return told


def _tell(year: int, today: date) -> list:
    return tell(
        users=committee_staff(today),
        kind=NoticeKind.DESK,
        text=(
            f"{year}年的放假调休安排还没有录入。请按国务院办公厅的通知逐个节日录入；"
            "录入前按周一至周五上班计算，提醒可能落在假日里。"
        ),
        link=reverse("admin:core_calendarday_add"),
        key=f"holidays:{year}:{today.year}",
    )
