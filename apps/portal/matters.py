"""What a secretary should look at beside the duties, in one statement (ux.md, S1)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils import timezone

from apps.branches.models import Organisation
from apps.core import drafts
from apps.core.periods import local_day
from apps.core.statements import Given, Statement
from apps.duties.todo import DAYS_AFTER
from apps.indicators.sources import among, holders
from apps.indicators.statements import KEYS
from apps.inspections.choices import AWAITING_ACKNOWLEDGEMENT
from apps.inspections.models import Inspection, Issue
from apps.meetings.choices import MeetingStatus
from apps.meetings.models import Addressee, Meeting, Resolution, StudyTopic
from apps.notices.models import Notice
from apps.observations.models import Observation
from apps.portal import stages
from apps.portal.stages import named, nobody_s
from apps.projects.models import Milestone
from apps.zones.choices import ActivityStatus, SuggestionStatus
from apps.zones.models import Suggestion, ZoneActivity, ZoneMembership

RETURNED, NOTES, OVERDUE, TOPIC = "returned", "notes", "overdue", "topic"
DRAFT, NEW_NOTICES = "draft", "new_notices"
ACTIVITY, ANSWERED, ASKED = "activity", "answered", "asked"
MILESTONE, ISSUE, ASSIGNMENT = "milestone", "issue", "assignment"
SITTING_IN = "sitting_in"
RENEWAL, RENEWAL_BELOW = "renewal", "renewal_below"
SELF_RATING, LOOK_THROUGH = "self_rating", "look_through"
# In which something waits for the reader; where one has a day, until then.
WAITING = (
    *(RETURNED, NOTES, OVERDUE, ASKED, MILESTONE, ISSUE, ASSIGNMENT, SITTING_IN),
    *(RENEWAL, RENEWAL_BELOW, SELF_RATING, LOOK_THROUGH),
)
COLUMNS = ("what", "of", "words", "day", "at", "whose", "as_kind")
TODAY, SINCE = Given("today", DateField()), Given("since", DateField())
MONTH, NOTES_SINCE = Given("month", DateField()), Given("notes_since", DateTimeField())
ANSWERED_SINCE = Given("answered_since", DateTimeField())
USER = Given("user", BigIntegerField())


class Matter(NamedTuple):
    """`uuid` is that of the record or topic, `at` when it was filed, answered or, as a draft, kept. Of a
    record that was returned `body` and `kind` say whose it is and which duty it is to discharge."""

    uuid: UUID | None
    words: str
    day: date | None
    at: datetime | None
    body: int | None = None
    kind: str = ""

    @property
    def until(self) -> date | None:
        """The last day for notes."""
        if self.at is None:
            return None
        return local_day(self.at) + timedelta(days=settings.NOTES_DAYS)

    @property
    def url(self) -> str:
        return reverse("meetings:meeting_detail", args=[self.uuid])


def matters(user, led: Iterable[int], today: date) -> dict[str, list[Matter]]:
    """Of the organisations: returned records, records without notes, overdue resolutions, the
    topics of the month, what their zones are called to, what their units suggested or are asked to
    answer, what they have to put right, what their terms that end ask for, in them and right below.
    Of the user: the forms of his drafts, the milestones that he is late with, the inspections in
    whose team he is, the study that he sits in on and how many new notices he has."""
    given = {
        "keys": list(led),
        "user": user.pk,
        "today": today,
        "since": today - timedelta(days=settings.RESOLUTION_FOLLOWED_DAYS),
        "month": today.replace(day=1),
        "notes_since": _begin(today - timedelta(days=settings.NOTES_DAYS)),
        "answered_since": _begin(
            min(today.replace(month=1, day=1), today - timedelta(days=DAYS_AFTER))
        ),
    }
    found: dict[str, list[Matter]] = defaultdict(list)
    for what, *columns in _statement().run(given, keeps_plan=True):
        found[what].append(Matter(*columns))
    return {what: sorted(rows, key=lambda m: m.day or today) for what, rows in found.items()}


def until_end_of_month(found: dict[str, list[Matter]], today: date) -> int:
    """How many of them wait and have no later day than one of this month."""
    month = today.replace(day=1)
    return sum(
        matter.day is None or matter.day.replace(day=1) <= month
        for what in WAITING
        for matter in found.get(what, [])
    )


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@lru_cache(1)
def _statement() -> Statement:
    first, *others = [
        rows.annotate(what=Value(what, CharField())).order_by().values_list(*COLUMNS)
        for what, rows in (
            (RETURNED, _returned()),
            (NOTES, _without_notes()),
            (OVERDUE, _overdue()),
            (TOPIC, _topics()),
            (DRAFT, _drafts()),
            (NEW_NOTICES, _new_notices()),
            (ACTIVITY, _called_activities()),
            (ANSWERED, _answered()),
            (ASKED, _asked()),
            (MILESTONE, _late_milestones()),
            (ISSUE, _issues()),
            (RENEWAL, stages.renewals()),
            (RENEWAL_BELOW, stages.renewals_below()),
            (RENEWAL_BELOW, stages.by_elections_below()),
            (RENEWAL_BELOW, stages.extensions_below()),
            (ASSIGNMENT, _assignments()),
            (SITTING_IN, _sittings_in()),
            (SELF_RATING, stages.self_ratings()),
            (LOOK_THROUGH, stages.to_look_through()),
        )
    ]
    return Statement.of(first.union(*others, all=True))


def _own():
    return Meeting.objects.filter(organisation__in=holders(KEYS))


def _returned():
    returned = _own().filter(status=MeetingStatus.RETURNED)
    return named(returned, "uuid", "title", "held_on").annotate(
        whose=F("organisation"), as_kind=Cast("kind", CharField())
    )


def _without_notes():
    rows = _own().without_notes().filter(filed_at__gte=NOTES_SINCE)
    return named(rows, "uuid", "title", "held_on", "filed_at")


def _overdue():
    rows = Resolution.objects.open_between(SINCE, TODAY).filter(
        meeting__organisation__in=holders(KEYS), due_on__lt=TODAY
    )
    return named(rows, "meeting__uuid", "text", "due_on")


def _led_units():
    return Organisation.objects.filter(among("pk", KEYS), unit__isnull=False).values("unit")


def _called_activities():
    """What a unit of an organisation that is led is called to: of its zone, or of all zones."""
    inside = ZoneMembership.objects.valid_on(TODAY).filter(
        zone=OuterRef("zone"), unit__in=_led_units()
    )
    called = ZoneActivity.objects.filter(status=ActivityStatus.CALLED, ends_on__gte=TODAY)
    return named(called.filter(Q(zone=None) | Exists(inside)), "uuid", "title", "starts_on")


def _answered():
    """Answers of late that whoever spoke has not accepted yet."""
    spoke = Q(unit__in=_led_units()) | Q(person__user=USER)
    rows = Suggestion.objects.filter(
        spoke, status=SuggestionStatus.ANSWERED, answered_at__gte=ANSWERED_SINCE
    )
    return named(rows, "uuid", "text", "made_on", "answered_at")


def _asked():
    owns = Q(owner_unit__in=_led_units()) | Q(owner=USER)
    return named(Suggestion.objects.awaiting_answer().filter(owns), "uuid", "text", "due_on")


def _late_milestones():
    """Those for which the user answers himself: what others owe stands on the project's page. Asking
    for the projects of what is led, too, would make the database plan this statement every time."""
    rows = Milestone.objects.late(TODAY).filter(owner__user=USER)
    words = Concat("project__title", Value("："), "name")
    return named(rows, "project__uuid", words, "due_on")


def _issues():
    """What the organisation has to acknowledge or is correcting, by the day until which."""
    rows = Issue.objects.awaiting_its_body().filter(among("organisation", KEYS))
    acknowledging = When(status__in=AWAITING_ACKNOWLEDGEMENT, then=F("acknowledge_due_on"))
    rows = rows.annotate(until=Coalesce(Case(acknowledging), F("due_on")))
    return named(rows, "uuid", "text", "until").annotate(as_kind=Cast("status", CharField()))


def _assignments():
    """The inspections under way in whose team the user is."""
    return named(Inspection.objects.assigned_to(USER), "uuid", "title", "ends_on")


def _sittings_in():
    """The observations to which the user is sent and whose form is still to be handed in."""
    rows = Observation.objects.sat_in_on_by(USER).awaiting_form()
    return named(rows, "uuid", "group__unit__name", "form_due_on")


def _topics():
    """Those of the month that go to everybody or to a unit of an organisation that is led."""
    addressed = Addressee.objects.filter(topic=OuterRef("pk"), unit__in=_led_units())
    rows = StudyTopic.objects.published().filter(
        Q(is_for_all=True) | Exists(addressed), month=MONTH
    )
    return named(rows, "uuid", "title", "month")


def _drafts():
    named = {"of": F("key"), "words": Cast("form", CharField()), "at": F("saved_at")}
    kept = drafts.unfinished_of(USER).annotate(**named, day=Value(None, DateField()))
    return nobody_s(kept)


def _new_notices():
    """One row with their number, or none."""
    return nobody_s(
        Notice.objects.of(USER)
        .new()
        .values("user")
        .annotate(
            of=Value(None, UUIDField()),
            words=Cast(Count("pk"), CharField()),
            day=Value(None, DateField()),
            at=Value(None, DateTimeField()),
        )
    )
