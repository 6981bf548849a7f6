"""What stands on which day for the organisations that somebody leads."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from apps.branches.models import Term
from apps.core.models import CalendarDay
from apps.core.periods import Period
from apps.duties import todo
from apps.duties.engine import survey
from apps.duties.models import Condition
from apps.duties.todo import Entry
from apps.indicators.sources import holders
from apps.meetings.choices import MeetingStatus
from apps.meetings.models import Meeting

NEVER_SHOWN = (MeetingStatus.VOID, MeetingStatus.SUPERSEDED)
# So many things fit a day of the month table; the list below it names them all.
FITTING = 3


@dataclass(frozen=True)
class Event:
    """One thing on one day; `key` stays the same however often it is read."""

    day: date
    title: str
    place: str
    word: str
    tone: str
    url: str
    key: str


@dataclass(frozen=True)
class Day:
    """A cell of the month table."""

    day: date
    is_inside: bool
    is_today: bool
    holiday: CalendarDay | None
    events: list[Event]

    @property
    def shown(self) -> list[Event]:
        return self.events[:FITTING]

    @property
    def more(self) -> int:
        return len(self.events) - FITTING


def events(organisations: Iterable[int], span: Period, today: date) -> list[Event]:
    """Deadlines, sittings and ends of terms in `span`, in the order of their days."""
    places = set(organisations)
    found = [
        *(_deadline(entry) for entry in _entries(places, span, today)),
        *_sittings(places, span),
        *ends_of_terms(places, span),
    ]
    return sorted(found, key=lambda event: (event.day, event.place, event.title))


def open_events(organisations: Iterable[int], span: Period, today: date) -> list[Event]:
    """What is still to be done in `span`: for a feed, which tells nothing else."""
    places = set(organisations)
    entries = (entry for entry in _entries(places, span, today) if entry.is_actionable)
    return [*(_deadline(entry) for entry in entries), *ends_of_terms(places, span)]


def _entries(places: set[int], span: Period, today: date) -> list[Entry]:
    """Duties that end in `span` and count; the end of a term is told by `ends_of_terms`."""
    years = {Period.year(year) for year in range(span.start.year, span.last_day.year + 1)}
    return [
        entry
        for year in sorted(years)
        for body, duties in survey(places, year, today=today)
        for entry in todo.entries(body, duties, today)
        if entry.duty.is_due
        and entry.duty.due_on in span
        and entry.duty.rule.condition != Condition.TERM_ENDS
    ]


def _deadline(entry: Entry) -> Event:
    period = entry.duty.period
    year = Period.year(period.start.year)
    return Event(
        day=entry.duty.due_on,
        title=entry.title,
        place=entry.body.name,
        word=entry.deadline if entry.is_open else entry.state_label,
        tone=entry.tone,
        url=entry.record_url or entry.handled_url or todo.list_url(entry.body.uuid, year)
        if entry.is_open
        else todo.list_url(entry.body.uuid, year),
        key=f"{entry.body.uuid}.{entry.duty.rule.key}.{period.key}",
    )


def _sittings(places: set[int], span: Period) -> list[Event]:
    records = (
        Meeting.objects.filter(organisation__in=holders(places))
        .held_in(span)
        .exclude(status__in=NEVER_SHOWN)
        .select_related("organisation")
    )
    return [
        Event(
            day=record.held_on,
            title=record.title,
            place=record.organisation.name,
            word=record.get_status_display(),
            tone="plain",
            url=record.get_absolute_url(),
            key=str(record.uuid),
        )
        for record in records
    ]


def ends_of_terms(places: set[int], span: Period) -> list[Event]:
    terms = Term.objects.filter(
        organisation__in=places, closed_on=None, ends_on__gte=span.start, ends_on__lt=span.end
    ).select_related("organisation")
    return [
        Event(
            day=term.ends_on,
            title=f"第{term.number}届任期届满",
            place=term.organisation.name,
            word="换届",
            tone="warn",
            url=term.organisation.get_absolute_url(),
            key=str(term.uuid),
        )
        for term in terms
    ]


def weeks(month: Period, found: list[Event], today: date) -> list[list[Day]]:
    """The month as a table of weeks that begin on Monday."""
    of_day: dict[date, list[Event]] = defaultdict(list)
    for event in found:
        of_day[event.day].append(event)
    days = CalendarDay.objects.filter(day__gte=month.start - timedelta(days=7))
    holidays = {row.day: row for row in days.filter(day__lt=month.end + timedelta(days=7))}
    return [
        [
            Day(
                day,
                day in month,
                day == today,
                holidays.get(day),
                of_day[day] if day in month else [],
            )
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(month.start.year, month.start.month)
    ]


def month_url(month: Period) -> str:
    return f"{reverse('duties:calendar')}?month={month.key}"
