"""支部工作手册: everything that an organisation held in a year, as plain values."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone

from apps.branches.choices import MembershipKind, OrganisationKind, Post
from apps.branches.models import Appointment, Membership, Organisation
from apps.core.models.spans import day_in_words
from apps.core.periods import Period
from apps.core.templatetags.documents import chinese_number
from apps.meetings.choices import MeetingKind, TalkKind
from apps.meetings.documents import (
    BookChapter,
    MemberLine,
    MinuteBook,
    MonthRow,
    OfficerLine,
    RecordSheet,
    TalkLine,
)
from apps.meetings.models import AgendaItem, Meeting, Talk
from apps.meetings.printing.attendance import SIGNS_IN_WORDS, blocks_of
from apps.meetings.printing.records import sheets_of
from apps.meetings.roll import RANK

MONTHS = range(1, 13)
# What a subgroup may hold for its branch (R-MTG-03, R-MTG-07); its other sittings are its own.
OF_SUBGROUPS = (MeetingKind.SUBGROUP_MEETING, MeetingKind.LIFE_MEETING)
Printed = list[tuple[Meeting, RecordSheet]]


def records_held_by(organisation: Organisation):
    """The sittings that count, with those of the organisation's subgroups."""
    own = Q(organisation=organisation)
    below = Q(organisation__parent=organisation, organisation__kind=OrganisationKind.SUBGROUP)
    return Meeting.objects.effective().filter(own | below)


def records_of(organisation: Organisation, year: int):
    return records_held_by(organisation).of_year(year).order_by("held_on", "started_at", "pk")


def book_of(organisation: Organisation, year: int) -> tuple[MinuteBook, datetime]:
    """The values of the book and the moment of the last change that they show."""
    period = Period.year(year)
    records = sheets_of(records_of(organisation, year))
    members = members_in(organisation, period)
    meetings = [meeting for meeting, _ in records]
    term = organisation.terms.current(min(period.last_day, timezone.localdate())).first()
    book: MinuteBook = {
        "year": year,
        "organisation": organisation.name,
        "kind": organisation.get_kind_display(),
        "unit": organisation.unit.name if organisation.unit else "",
        "superior": organisation.parent.name if organisation.parent else "",
        "founded_on": day_in_words(organisation.founded_on),
        "term": f"第{term.number}届，{day_in_words(term.starts_on)}当选" if term else "",
        "members": [
            member_line(number, row, period) for number, row in enumerate(members, start=1)
        ],
        "officers": officers_in(organisation, period),
        "months": list(months_of(meetings)),
        "first_topics": first_topics_of(meetings),
        "chapters": list(chapters_of(records)),
        "talks": talks_in(organisation, period),
        "attendance": blocks_of(meetings, [row.person for row in members]),
        "signs": SIGNS_IN_WORDS,
    }
    start = timezone.make_aware(datetime.combine(period.start, time()))
    return book, max((m.updated_at for m in meetings), default=start)


def members_in(organisation: Organisation, period: Period) -> list[Membership]:
    rows = Membership.objects.filter(organisation=organisation, valid_from__lt=period.end)
    rows = rows.ending_after(period.start).select_related("person", "subgroup")
    return list(rows.order_by("person__name", "person_id", "valid_from"))


def member_line(number: int, row: Membership, period: Period) -> MemberLine:
    return {
        "number": number,
        "name": row.person.name,
        "kind": MembershipKind(row.kind).label,
        "subgroup": row.subgroup.name if row.subgroup else "",
        "since": row.valid_from.isoformat(),
        "until": end_of(row.valid_to, period),
    }


def end_of(day: date | None, period: Period) -> str:
    """An end after the year is none yet: the book of a year does not change with later moves."""
    return day.isoformat() if day and day < period.end else ""


def officers_in(organisation: Organisation, period: Period) -> list[OfficerLine]:
    rows = Appointment.objects.filter(organisation=organisation, valid_from__lt=period.end)
    rows = rows.ending_after(period.start).select_related("person")
    return [
        {
            "post": Post(row.post).label,
            "name": row.person.name,
            "since": row.valid_from.isoformat(),
            "until": end_of(row.valid_to, period),
        }
        for row in sorted(rows, key=lambda a: (RANK[Post(a.post)], a.valid_from, a.pk))
    ]


def discharged(meetings: Iterable[Meeting]) -> Iterator[tuple[MeetingKind, int]]:
    """(kind, month) of every item that counts for the organisation, as the indicators count."""
    for meeting in meetings:
        is_subgroup = meeting.organisation.kind == OrganisationKind.SUBGROUP
        for item in meeting.agenda_items.all():
            if item.kind and counts(MeetingKind(item.kind), is_subgroup):
                yield MeetingKind(item.kind), meeting.held_on.month


def counts(kind: MeetingKind, is_subgroup: bool) -> bool:
    return kind in OF_SUBGROUPS if is_subgroup else kind != MeetingKind.SUBGROUP_MEETING


def months_of(meetings: list[Meeting]) -> Iterator[MonthRow]:
    """Twelve months × the kinds that were held at all."""
    found = Counter(discharged(meetings))
    for kind in MeetingKind:
        months = [found[kind, month] for month in MONTHS]
        if any(months):
            yield {"label": kind.label, "months": months, "total": sum(months)}


def first_topics_of(meetings: list[Meeting]) -> MonthRow:
    """R-MTG-13: sittings with a first topic."""
    found = Counter(m.held_on.month for m in meetings if any(map(is_first, m.agenda_items.all())))
    months = [found[month] for month in MONTHS]
    return {"label": "有第一议题", "months": months, "total": sum(months)}


def is_first(item: AgendaItem) -> bool:
    return item.is_first_topic


# The parts before the records are 一、基本情况 and 二、全年一览.
PARTS_BEFORE = 2


def chapters_of(records: Printed) -> Iterator[BookChapter]:
    """By kind, as a minute book on paper is kept; a sitting stands under its own kind."""
    number = PARTS_BEFORE
    for kind in MeetingKind:
        own = [(meeting, sheet) for meeting, sheet in records if meeting.kind == kind]
        if own:
            number += 1
            yield {
                "anchor": kind.value.replace("_", "-"),
                "heading": f"{chinese_number(number)}、{kind.label}记录（{len(own)}次）",
                "records": [{"anchor": f"r{meeting.pk}", "sheet": sheet} for meeting, sheet in own],
            }


def talks_in(organisation: Organisation, period: Period) -> list[TalkLine]:
    rows = Talk.objects.held_in(period).filter(organisation=organisation)
    return [
        {
            "held_on": talk.held_on.isoformat(),
            "kind": TalkKind(talk.kind).label,
            "people": f"{talk.first.name}与{talk.second.name}",
        }
        for talk in rows.select_related("first", "second").order_by("held_on", "pk")
    ]
