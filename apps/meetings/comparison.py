"""Two versions of one record side by side, for whoever was slower (trap M9)."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils import timezone

from apps.meetings.choices import AttendanceStatus
from apps.meetings.models import Meeting, MemberReview
from apps.meetings.sitting import ReviewTotals, Sitting


class Difference(NamedTuple):
    """One line: what the record says now and what was typed."""

    label: str
    stored: str
    typed: str


def compare(meeting: Meeting, sitting: Sitting) -> list[Difference]:
    """Only the lines that differ."""
    lines = (
        Difference("时间", _hours(meeting), _hours(sitting)),
        Difference("地点", meeting.place, sitting.place),
        Difference("主持人", str(meeting.chair), str(sitting.chair)),
        Difference("记录人", str(meeting.recorder), str(sitting.recorder)),
        Difference("缺席", _stored_absent(meeting), _typed_absent(meeting, sitting)),
        Difference(
            "议题",
            _joined(meeting.agenda_items.values_list("topic", flat=True)),
            _joined(t.topic for t in sitting.topics),
        ),
        Difference(
            "表决",
            _joined(f"{v.matter}：{v.ayes}/{v.nays}/{v.abstentions}" for v in meeting.votes.all()),
            _joined(f"{b.matter}：{b.ayes}/{b.nays}/{b.abstentions}" for b in sitting.ballots),
        ),
        Difference(
            "决议",
            _joined(meeting.resolutions.values_list("text", flat=True)),
            _joined(d.text for d in sitting.decisions),
        ),
        Difference(
            "上次决议落实",
            _joined(
                f"{f.text}：{f.get_outcome_display()}{f.words}" for f in meeting.follow_ups.all()
            ),
            _joined(f"{f.text}：{f.outcome.label}{f.words}" for f in sitting.follow_ups),
        ),
        Difference("会议记录", meeting.minutes, sitting.minutes),
        Difference(
            "发言要点",
            _joined(f"{s.person}：{s.gist}" for s in meeting.speeches.select_related("person")),
            _joined(f"{s.person}：{s.gist}" for s in sitting.speeches),
        ),
        Difference(
            "列席",
            _joined(f"{g.name} {g.post} {g.reason}".strip() for g in meeting.guests.all()),
            _joined(f"{g.name} {g.post} {g.reason}".strip() for g in sitting.guests),
        ),
        Difference(
            "上次决议落实",
            _joined(f"{f.text}：{f.outcome} {f.words}".strip() for f in meeting.follow_ups.all()),
            _joined(f"{f.text}：{f.outcome} {f.words}".strip() for f in sitting.follow_ups),
        ),
        Difference("评议结果", _stored_totals(meeting), _totals(sitting.review)),
    )
    return [line for line in lines if line.stored != line.typed]


def _hours(record: Meeting | Sitting) -> str:
    start, end = timezone.localtime(record.started_at), timezone.localtime(record.ended_at)
    return f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}"


def _joined(texts: Iterable[str]) -> str:
    return "；".join(texts)


def _stored_totals(meeting: Meeting) -> str:
    return _totals(MemberReview.objects.filter(meeting=meeting).first())


def _totals(review: MemberReview | ReviewTotals | None) -> str:
    if review is None:
        return ""
    return (
        f"优秀 {review.excellent}，合格 {review.qualified}，"
        f"基本合格 {review.basically_qualified}，不合格 {review.unqualified}"
    )


def _stored_absent(meeting: Meeting) -> str:
    rows = meeting.attendances.exclude(status=AttendanceStatus.PRESENT).select_related("person")
    return _joined(f"{row.person} {row.reason}" for row in rows)


def _typed_absent(meeting: Meeting, sitting: Sitting) -> str:
    rows = meeting.attendances.select_related("person")
    return _joined(
        f"{row.person} {sitting.absences[row.person_id].reason or sitting.status_of(row.person_id).label}"
        for row in rows
        if row.person_id in sitting.absences
    )
