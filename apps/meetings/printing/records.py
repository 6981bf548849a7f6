"""From rows to the plain values of records: ten queries, however many records."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from apps.branches.choices import MembershipKind, Post
from apps.branches.models import Appointment
from apps.core.models.spans import day_in_words
from apps.core.templatetags.documents import chinese_number
from apps.meetings.advice import vote_sentences
from apps.meetings.choices import AttendanceStatus, MeetingKind, MeetingStatus
from apps.meetings.documents import (
    AgendaLine,
    FollowUpLine,
    GuestLine,
    RecordSheet,
    ResolutionLine,
    ReviewLine,
    RollLine,
    SpeechLine,
    VoteLine,
)
from apps.meetings.models import AgendaItem, Attendance, FollowUp, Meeting, Resolution, Speech
from apps.meetings.roll import RANK

FINISHED = (MeetingStatus.REVIEWED, MeetingStatus.ARCHIVED)
# In the order of the paper; a section without content is left out and not numbered.
SECTIONS = {
    "roll": "出席情况",
    "guests": "列席人员",
    "agenda": "议题",
    "minutes": "会议记录",
    "speeches": "发言要点",
    "votes": "表决",
    "review": "民主评议结果",
    "follow_ups": "上次决议落实",
    "resolutions": "决议",
}
# (organisation, person) → the posts held there, each with its days.
Posts = dict[tuple[int, int], list[Appointment]]


def with_parts(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return meetings.select_related(
        "organisation", "chair", "recorder", "member_review"
    ).prefetch_related(
        Prefetch("agenda_items", AgendaItem.objects.select_related("lecturer")),
        Prefetch("attendances", Attendance.objects.select_related("person")),
        Prefetch("speeches", Speech.objects.select_related("person")),
        Prefetch("resolutions", Resolution.objects.select_related("owner")),
        "guests",
        "votes",
        "follow_ups",
    )


def sheets_of(meetings: QuerySet[Meeting]) -> list[tuple[Meeting, RecordSheet]]:
    """Each record with its sheet, in the order of the queryset."""
    rows = list(with_parts(meetings))
    posts = posts_of(rows)
    return [(meeting, sheet_of(meeting, posts)) for meeting in rows]


def posts_of(meetings: Iterable[Meeting]) -> Posts:
    found: Posts = {}
    rows = Appointment.objects.filter(organisation__in={m.organisation_id for m in meetings})
    for row in rows:
        found.setdefault((row.organisation_id, row.person_id), []).append(row)
    return found


def sheet_of(meeting: Meeting, posts: Posts) -> RecordSheet:
    rows = list(meeting.attendances.all())
    present = [row for row in rows if row.status == AttendanceStatus.PRESENT]
    absent = [row for row in rows if row.status != AttendanceStatus.PRESENT]
    sheet: RecordSheet = {
        "mark": "" if meeting.status in FINISHED else meeting.get_status_display(),
        "correction": meeting.correction_reason if meeting.corrects_id else "",
        "organisation": meeting.organisation.name,
        "title": meeting.title,
        "heading": f"{meeting.title}记录",
        "kind": meeting.get_kind_display(),
        "number": f"{meeting.held_on.year}年第{meeting.seq_no}次",
        "held_on": meeting.held_on.isoformat(),
        "time": span(meeting.started_at, meeting.ended_at),
        "place": meeting.place,
        "chair": meeting.chair.name,
        "chair_reason": meeting.chair_reason,
        "recorder": meeting.recorder.name,
        "style": meeting.get_minutes_style_display(),
        "expected": meeting.expected_count,
        "present": meeting.present_count,
        "roll": roll_of(meeting, posts),
        "attended": "、".join(map(present_name, present)) or "无",
        "absent": "、".join(map(absent_name, absent)),
        "guests": [guest_line(guest) for guest in meeting.guests.all()],
        "agenda": [agenda_line(item, meeting) for item in meeting.agenda_items.all()],
        "minutes": paragraphs(meeting.minutes),
        "speeches": [speech_line(speech) for speech in meeting.speeches.all()],
        "votes": [vote_line(vote) for vote in meeting.votes.all()],
        "review": review_of(meeting),
        "follow_ups": [follow_up_line(row) for row in meeting.follow_ups.all()],
        "resolutions": [resolution_line(row) for row in meeting.resolutions.all()],
        "signed": signed(meeting),
        "headings": {},
    }
    there = [name for name in SECTIONS if sheet[name]]  # type: ignore[literal-required]
    sheet["headings"] = dict.fromkeys(SECTIONS, "") | {
        name: f"{chinese_number(number)}、{SECTIONS[name]}"
        for number, name in enumerate(there, start=1)
    }
    return sheet


def roll_of(meeting: Meeting, posts: Posts) -> list[RollLine]:
    return [
        {
            "number": number,
            "name": row.person.name,
            "post": post_on(
                posts.get((meeting.organisation_id, row.person_id), []), meeting.held_on
            ),
            "member_kind": MembershipKind(row.member_kind).label,
            "status": AttendanceStatus(row.status).label,
            "reason": reason_of(row),
        }
        for number, row in enumerate(meeting.attendances.all(), start=1)
    ]


def post_on(held: list[Appointment], day: date) -> str:
    """The first post of the day in the order of the roll."""
    valid = sorted((RANK[Post(a.post)], a.post) for a in held if a.holds_on(day))
    return Post(valid[0][1]).label if valid else ""


def reason_of(row: Attendance) -> str:
    """病假, 事假 and 公出 are stored as their own reason: not printed twice."""
    return "" if row.reason == AttendanceStatus(row.status).label else row.reason


def present_name(row: Attendance) -> str:
    is_probationary = row.member_kind == MembershipKind.PROBATIONARY
    return f"{row.person.name}（预备）" if is_probationary else row.person.name


def absent_name(row: Attendance) -> str:
    label, reason = AttendanceStatus(row.status).label, reason_of(row)
    return f"{row.person.name}（{label}：{reason}）" if reason else f"{row.person.name}（{label}）"


def guest_line(guest) -> GuestLine:
    return {"name": guest.name, "post": guest.post, "reason": guest.reason}


def agenda_line(item: AgendaItem, meeting: Meeting) -> AgendaLine:
    notes = []
    if item.source_text and item.source_text not in item.topic:
        notes.append(f"学习内容：{item.source_text}")
    if item.lecturer:
        notes.append(f"主讲人：{item.lecturer.name}")
    if item.hours:
        notes.append(f"{item.hours.normalize():f}学时")
    if item.kind and item.kind != meeting.kind:
        notes.append(f"计入{MeetingKind(item.kind).label}")
    return {"topic": item.topic, "is_first_topic": item.is_first_topic, "notes": notes}


def speech_line(speech: Speech) -> SpeechLine:
    return {"person": speech.person.name, "paragraphs": paragraphs(speech.gist)}


def vote_line(vote) -> VoteLine:
    return {
        "matter": vote.matter,
        "ayes": vote.ayes,
        "nays": vote.nays,
        "abstentions": vote.abstentions,
        "sentences": vote_sentences(vote),
    }


def review_of(meeting: Meeting) -> ReviewLine | None:
    review = getattr(meeting, "member_review", None)
    if review is None:
        return None
    return {
        "excellent": review.excellent,
        "qualified": review.qualified,
        "basically_qualified": review.basically_qualified,
        "unqualified": review.unqualified,
    }


def follow_up_line(row: FollowUp) -> FollowUpLine:
    return {"text": row.text, "outcome": row.get_outcome_display(), "words": row.words}


def resolution_line(row: Resolution) -> ResolutionLine:
    return {
        "text": row.text,
        "owner": row.owner.name if row.owner else "",
        "due_on": day_in_words(row.due_on) if row.due_on else "",
    }


def signed(meeting: Meeting) -> str:
    moment = meeting.signed_by_recorder_at or meeting.signed_by_chair_at
    return f"{day_in_words(timezone.localtime(moment))}登记" if moment else ""


def paragraphs(text: str) -> list[str]:
    """Line breaks are kept; lines without text are not."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def span(start: datetime, end: datetime) -> str:
    """“2026年3月2日 09:00—10:00”; a sitting past midnight names both days."""
    begin, finish = timezone.localtime(start), timezone.localtime(end)
    until = "" if begin.date() == finish.date() else f"{day_in_words(finish)} "
    return f"{day_in_words(begin)} {begin:%H:%M}—{until}{finish:%H:%M}"
