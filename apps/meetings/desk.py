"""What waits for the staff about records, and what became of them this week."""

from django.conf import settings
from django.urls import reverse

from apps.core.command import OFFERED, Found, finder
from apps.core.desk import days_ago, movement, queue, this_week
from apps.meetings.models import Meeting, MeetingText

REVIEW = "meetings.review_meeting"
VIEW = "meetings.view_meeting"
# Step of the lifecycle → what has happened, as the filter of the list calls it too.
STEPS_OF_THE_WEEK = {"file": "本周提交", "review": "本周审核通过", "return": "本周退回"}


def _list(query: str) -> str:
    return f"{reverse('admin:meetings_meeting_changelist')}?{query}"


def _whole_queue() -> str:
    """The tab of all areas: the queue itself opens on the reviewer's own."""
    return f"{reverse('admin:meetings_meeting_queue')}?tab=all"


@queue("待审核", permission=REVIEW, order=10, link=_whole_queue)
def awaiting_review(user):
    return Meeting.objects.visible_to(user, "review").awaiting_review()


@queue(
    f"退回超 {settings.DESK_RETURNED_DAYS} 天未改",
    permission=VIEW,
    order=20,
    is_late=True,
    link=lambda: _list("late=returned"),
)
def returned_and_not_mended(user):
    since = days_ago(settings.DESK_RETURNED_DAYS)
    return Meeting.objects.visible_to(user).returned_before(since)


@queue("待补全", permission=VIEW, order=25, link=lambda: _list("notes=missing"))
def waiting_for_notes(user):
    return Meeting.objects.visible_to(user).without_notes()


def _watch(step: str, label: str) -> None:
    @movement(label, permission=VIEW, link=lambda: _list(f"week={step}"))
    def moved(user):
        return Meeting.objects.visible_to(user).stepped_since(step, this_week())


for _step, _label in STEPS_OF_THE_WEEK.items():
    _watch(_step, _label)


@finder
def records(user, typed):
    rows = MeetingText.objects.visible_to(user).holding(typed).newest_first()
    rows = rows.select_related("meeting", "organisation").defer("meeting__minutes")
    for row in rows[:OFFERED]:
        link = reverse("admin:meetings_meeting_change", args=[row.pk])
        description = f"{row.organisation} {row.held_on.isoformat()}"
        yield Found(row.meeting.title, description, link, "event_note")
