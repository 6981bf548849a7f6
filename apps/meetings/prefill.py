"""What a form starts with: nothing that the portal knows already is asked again."""

from datetime import datetime, time, timedelta

from django.db.models import Case, When
from django.forms.models import model_to_dict
from django.utils import timezone

from apps.branches.choices import Post
from apps.branches.models import Organisation, Person
from apps.meetings.choices import AttendanceStatus, MeetingStatus
from apps.meetings.models import AgendaItem, Meeting, MemberReview, StudyTopic
from apps.meetings.roll import Roll

CHIPS = 4
STUDY_CHIPS = 6
CHIP_DAYS = 92
# Minutes are usually kept by the organisation member (handbook 2.2).
RECORDING_POSTS = (Post.ORGANISATION_MEMBER, Post.PUBLICITY_MEMBER, Post.DEPUTY_SECRETARY)


def for_new(roll: Roll, *, now: datetime) -> dict:
    """Place, hours, chair and recorder of the last sitting of that organisation and kind; where
    there was none of the kind, place and people of the last one at all."""
    last = (
        Meeting.objects.filter(organisation=roll.organisation)
        .exclude(status=MeetingStatus.VOID)
        .annotate(is_same=Case(When(kind=roll.kind, then=1), default=0))
        .order_by("-is_same", "-held_on", "-pk")
        .select_related("chair", "recorder")
        .first()
    )
    started, ended = _hours(last if last and last.kind == roll.kind else None, now)
    return {
        "held_on": roll.on,
        "started": started,
        "ended": ended,
        "place": last.place if last else "",
        "chair": _key(roll.leader or _still_there(last.chair if last else None, roll)),
        "recorder": _key(_still_there(last.recorder if last else None, roll) or _recorder(roll)),
    }


def for_copy(source: Meeting, roll: Roll, *, now: datetime) -> tuple[dict, dict[str, list[dict]]]:
    """沿用上次: place, hours, people, topics and guests of a record; never who was absent, how
    they voted or what was said."""
    started, ended = _hours(source, now)
    topics, rows = _topics_of(source)
    initial = {
        "held_on": roll.on,
        "started": started,
        "ended": ended,
        "place": source.place,
        "chair": _key(roll.leader or _still_there(source.chair, roll)),
        "recorder": _key(_still_there(source.recorder, roll) or _recorder(roll)),
        "minutes_style": source.minutes_style,
    }
    topics.pop("hours", None)
    return initial | topics, {"topics": rows, "guests": _guests_of(source)}


def study_topics(roll: Roll) -> list[str]:
    """What the work committee asks that unit to study in the month of the sitting."""
    topics = StudyTopic.objects.published().of_month(roll.on)
    return list(
        topics.addressed_to(roll.organisation.unit_id)
        .order_by("pk")
        .values_list("title", flat=True)[:STUDY_CHIPS]
    )


def recent_topics(organisation: Organisation, *, now: datetime) -> list[str]:
    """First topics of late, offered as chips."""
    rows = AgendaItem.objects.filter(
        meeting__organisation=organisation,
        is_first_topic=True,
        meeting__held_on__gte=timezone.localtime(now).date() - timedelta(days=CHIP_DAYS),
    ).order_by("-meeting__held_on", "-pk")
    topics = rows.values_list("topic", flat=True)[: 4 * CHIPS]
    return list(dict.fromkeys(topics))[:CHIPS]


def for_stored(meeting: Meeting) -> dict:
    """The fields of a stored record as the form names them."""
    start, end = timezone.localtime(meeting.started_at), timezone.localtime(meeting.ended_at)
    initial = {
        "held_on": meeting.held_on,
        "started": start.time(),
        "ended": end.time(),
        "chair": _key(meeting.chair),
        "recorder": _key(meeting.recorder),
        "version": meeting.version,
        **model_to_dict(meeting, ["place", "chair_reason", "minutes", "minutes_style"]),
    }
    for row in meeting.attendances.select_related("person"):
        key = row.person.uuid
        is_present = row.status == AttendanceStatus.PRESENT
        initial[f"present-{key}"] = is_present
        initial[f"absence-{key}"] = "" if is_present else row.status
        initial[f"reason-{key}"] = row.reason
    for follow_up in meeting.follow_ups.all():
        initial[f"followed-{follow_up.key}"] = follow_up.outcome
        initial[f"followed-words-{follow_up.key}"] = follow_up.words
    return initial | _review_of(meeting)


def rows_of(meeting: Meeting) -> tuple[dict, dict[str, list[dict]]]:
    """(fields of the first topic and the lecture, rows of each section)."""
    initial, topics = _topics_of(meeting)
    sections: dict[str, list] = {
        "topics": topics,
        "guests": _guests_of(meeting),
        "speeches": [
            {"person": _key(s.person), "gist": s.gist}
            for s in meeting.speeches.select_related("person")
        ],
        "votes": list(meeting.votes.values("matter", "ayes", "nays", "abstentions")),
        "decisions": [
            {"text": r.text, "owner": _key(r.owner), "due_on": r.due_on, "key": r.key}
            for r in meeting.resolutions.select_related("owner")
        ],
    }
    return initial, sections


def _topics_of(meeting: Meeting) -> tuple[dict, list[dict]]:
    """(fields of the first topic and the lecture, rows of the others)."""
    initial: dict = {}
    topics = []
    for item in meeting.agenda_items.select_related("lecturer"):
        own = item.kind == meeting.kind
        if own and (item.lecturer or item.hours):
            initial |= {"lecturer": _key(item.lecturer), "hours": item.hours}
        if item.is_first_topic:
            initial["first_topic"] = item.topic
        else:
            kind = "" if own else item.kind
            topics.append({"topic": item.topic, "kind": kind, "lecturer": _key(item.lecturer)})
    return initial, topics


def _guests_of(meeting: Meeting) -> list[dict]:
    return [{"name": g.name, "post": g.post, "reason": g.reason} for g in meeting.guests.all()]


def _review_of(meeting: Meeting) -> dict:
    names = ("excellent", "qualified", "basically_qualified", "unqualified")
    review = MemberReview.objects.filter(meeting=meeting).first()
    return {name: getattr(review, name) for name in names} if review else {}


def _key(person: Person | None) -> str:
    return str(person.uuid) if person else ""


def _still_there(person: Person | None, roll: Roll) -> Person | None:
    return person if person and person.pk in roll.by_person else None


def _recorder(roll: Roll) -> Person | None:
    for post in RECORDING_POSTS:
        for entry in roll.entries:
            if entry.post == post:
                return entry.person
    return roll.leader


def _hours(last: Meeting | None, now: datetime) -> tuple[time, time]:
    """Those of the last sitting if they are over today, else the hour that has just passed."""
    local = timezone.localtime(now)
    if last:
        end = timezone.localtime(last.ended_at).time()
        if end <= local.time():
            return timezone.localtime(last.started_at).time(), end
    end_at = local.replace(minute=local.minute // 5 * 5, second=0, microsecond=0)
    start_at = max(end_at - timedelta(hours=1), end_at.replace(hour=0, minute=0))
    return start_at.time(), end_at.time()
