"""Duties as people read them: what it is, until when, in which words, and where to record it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from apps.branches.choices import OrganisationKind
from apps.core.periods import Cycle, Period
from apps.core.quantities import Quantity
from apps.duties.circumstances import Body
from apps.duties.engine import Duty, DutyState, due_duties
from apps.duties.models import Multiplier
from apps.indicators import catalogue
from apps.meetings.choices import MeetingKind

# A duty of the year appears this long before its end; one that was missed stays as long.
DAYS_AHEAD = 45
DAYS_AFTER = 31
TONES = {
    DutyState.DONE: "good",
    DutyState.MISSING: "bad",
    DutyState.PENDING: "wait",
    DutyState.WAIVED: "plain",
    DutyState.NOT_APPLICABLE: "plain",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A duty of an organisation on a day."""

    duty: Duty
    body: Body
    today: date

    @property
    def title(self) -> str:
        """11月支委会, 四季度党课, 2026年组织生活会."""
        period = self.duty.period
        name = period.label if period.cycle == Cycle.YEAR else period.label.split("年")[1]
        return f"{name}{self.duty.rule.name}"

    @property
    def required(self) -> Quantity:
        return Quantity(self.duty.required, catalogue.get(self.duty.rule.indicator).unit)

    @property
    def done(self) -> Quantity:
        return Quantity(self.duty.done, catalogue.get(self.duty.rule.indicator).unit)

    @property
    def tone(self) -> str:
        if self.is_open and self.days_left < DAYS_AFTER // 4:
            return "warn" if self.days_left >= 0 else "bad"
        return TONES[self.duty.state]

    @property
    def state_label(self) -> str:
        return DutyState(self.duty.state).label

    @property
    def is_open(self) -> bool:
        return self.duty.state in (DutyState.MISSING, DutyState.PENDING)

    @property
    def days_left(self) -> int:
        """Whole days after today until the duty's last day; negative once that is over."""
        return (self.duty.due_on - self.today).days

    @property
    def deadline(self) -> str:
        if self.days_left < 0:
            return f"已超{-self.days_left}天"
        return f"还剩{self.days_left}天" if self.days_left else "今天到期"

    @property
    def rows_url(self) -> str:
        """The rows that count for this duty, or "" while there are none."""
        if not self.duty.done:
            return ""
        address = reverse("indicators:rows", args=[self.duty.rule.indicator])
        return f"{address}?period={self.duty.period.key}&organisation={self.body.uuid}&own=1"

    @property
    def record_url(self) -> str:
        """Where a record is made that discharges the duty; "" where none does by itself."""
        if self.duty.rule.multiplier == Multiplier.PER_SUBGROUP:
            # Which group met is asked first: only its own record counts for it.
            kind = catalogue.get(self.duty.rule.indicator).records
            return f"{reverse('meetings:meeting_create')}?kind={kind}&branch={self.body.uuid}"
        indicator = catalogue.get(self.duty.rule.indicator)
        if indicator.talk:
            return f"{reverse('meetings:talk_create')}?organisation={self.body.uuid}&kind={indicator.talk}"
        if not self._records_itself(indicator.records):
            return ""
        address = reverse("meetings:meeting_create")
        return f"{address}?organisation={self.body.uuid}&kind={indicator.records}"

    @property
    def handled_url(self) -> str:
        """Where what has no record of its own is dealt with; "" where nothing is."""
        page = catalogue.get(self.duty.rule.indicator).handled_at
        return reverse(page) if page else ""

    def _records_itself(self, kind: MeetingKind | None) -> bool:
        """R-MTG-05: the secretary's lecture stands in the record of the branch that heard it."""
        is_elsewhere = (
            self.body.kind == OrganisationKind.PARTY_GROUP and kind == MeetingKind.PARTY_LECTURE
        )
        return kind is not None and not is_elsewhere

    @property
    def is_actionable(self) -> bool:
        return self.is_open and bool(self.record_url)


def entries(body: Body, duties: Iterable[Duty], today: date) -> list[Entry]:
    return [Entry(duty, body, today) for duty in duties]


def urgent(found: Iterable[Entry]) -> list[Entry]:
    """What to do now, the most urgent first: begun, near its end or just missed."""
    near = [
        entry
        for entry in found
        if entry.is_actionable
        and entry.duty.period.start <= entry.today
        and -DAYS_AFTER <= entry.days_left <= DAYS_AHEAD
    ]
    return sorted(near, key=lambda e: (e.days_left, e.duty.rule.code, e.duty.rule.key))


def after_month(tasks: Iterable[Entry], today: date) -> int:
    """How many of them have until after this month: a quarter's or a year's."""
    return sum((e.duty.period.last_day.replace(day=1) > today) for e in tasks)


def upcoming(found: Iterable[Entry]) -> Entry | None:
    """The next thing that is not yet on the list of what to do now."""
    later = [
        entry
        for entry in found
        if entry.is_actionable
        and (entry.duty.period.start > entry.today or entry.days_left > DAYS_AHEAD)
    ]
    return min(later, key=_turn, default=None)


def _turn(entry: Entry) -> tuple[date, date]:
    """When an entry moves onto the list."""
    appears = entry.duty.period.last_day - timedelta(days=DAYS_AHEAD)
    return max(entry.duty.period.start, appears), entry.duty.period.last_day


@dataclass(frozen=True, slots=True)
class Progress:
    """28/31: of the duties that apply and have begun, those that are done."""

    done: int
    due: int

    @property
    def open(self) -> int:
        return self.due - self.done


def progress(duties: Iterable[Duty], today: date) -> Progress:
    begun = list(due_duties(duties, today=today))
    return Progress(sum(1 for d in begun if d.state == DutyState.DONE), len(begun))


def list_url(organisation: UUID, period: Period) -> str:
    return f"{reverse('duties:duty_list')}?organisation={organisation}&year={period.key}"
