from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, Func, OuterRef, Q, TextField

from apps.branches.scope import Scope, VisibleQuerySet, scope
from apps.core.models import StatusChange
from apps.core.periods import Period
from apps.core.search import Typed
from apps.meetings.choices import (
    CLOSING,
    EFFECTIVE,
    AttendanceStatus,
    MeetingStatus,
    TopicStatus,
)


def effective(prefix: str = "") -> Q:
    """Filed, reviewed or archived. A correction counts from its review on, which supersedes the
    original in the same transaction: one sitting never counts twice."""
    return Q(**{f"{prefix}status__in": EFFECTIVE}) & ~Q(
        **{f"{prefix}status": MeetingStatus.FILED, f"{prefix}corrects__isnull": False}
    )


def _steps(step: str):
    """What was done to the record of the outer query under the name of `step`."""
    return StatusChange.objects.filter(
        model_label="meetings.Meeting", object_pk=OuterRef("pk"), step=step
    )


class MeetingQuerySet(VisibleQuerySet):
    def effective(self):
        """Sittings that discharge duties."""
        return self.filter(effective())

    def awaiting_review(self):
        return self.filter(status=MeetingStatus.FILED)

    def returned_before(self, moment: datetime):
        """Sent back before `moment` and still not filed again."""
        return self.filter(
            Exists(_steps("return")),
            ~Exists(_steps("return").filter(at__gte=moment)),
            status=MeetingStatus.RETURNED,
        )

    def filed_before(self, moment: datetime):
        """Filed before `moment` and still not reviewed."""
        return self.awaiting_review().filter(filed_at__lt=moment)

    def once_returned(self):
        """Those that were sent back at least once."""
        return self.filter(Exists(_steps("return")))

    def stepped_since(self, step: str, moment: datetime):
        """Those on which the step was taken at or after `moment`, each once."""
        return self.filter(Exists(_steps(step).filter(at__gte=moment)))

    def with_notes_told(self):
        """Each row knows whether its notes are still to follow (待补全)."""
        spoken = self.model.speeches.rel.related_model.objects.filter(meeting=OuterRef("pk"))
        return self.annotate(lacks_notes=Q(minutes="") & ~Exists(spoken))

    def without_notes(self):
        """Records to which notes may follow and have not."""
        return self.filter(status=MeetingStatus.FILED, minutes="", speeches=None)

    def held_in(self, period: Period):
        """By the day on which the sitting began, never by the day of filing."""
        return self.filter(held_on__gte=period.start, held_on__lt=period.end)

    def of_year(self, year: int):
        return self.held_in(Period.year(year))

    def before(self, held_on, pk):
        """The records that follow in a list from the latest to the earliest (keyset)."""
        return self.filter(Q(held_on__lt=held_on) | Q(held_on=held_on, pk__lt=pk))


class OfMeetingQuerySet(VisibleQuerySet):
    """Parts of a meeting: seen where the meeting is seen."""

    scope_lookup = "meeting__organisation__path"

    def effective(self):
        return self.filter(effective("meeting__"))

    def held_in(self, period: Period):
        return self.filter(meeting__held_on__gte=period.start, meeting__held_on__lt=period.end)


class AgendaItemQuerySet(OfMeetingQuerySet):
    def discharging(self):
        """Items that stand for a kind of organisational life, not ordinary topics."""
        return self.exclude(kind="")


class AttendanceQuerySet(OfMeetingQuerySet):
    def present(self):
        return self.filter(status=AttendanceStatus.PRESENT)

    def expected(self):
        return self.exclude(status=AttendanceStatus.NOT_COUNTED)


class Grams(Func):
    """Every character and every pair of neighbours: what a trigram cannot find."""

    function = "meetings_grams"
    output_field = ArrayField(TextField())


class MeetingTextQuerySet(VisibleQuerySet):
    """Seen where the record is seen, with its permission."""

    def visible_to(self, user, action: str = "view"):
        return self.in_scope(scope(user, f"meetings.{action}_meeting"))

    def holding(self, typed: Typed):
        """One or two characters are looked for in titles and places, more of them everywhere."""
        if not typed.is_short:
            return self.filter(typed.within("body"))
        words = [word.lower() for word in typed.words]
        return self.alias(grams=Grams("heading")).filter(grams__contains=words)

    def newest_first(self):
        return self.order_by("-held_on", "-meeting_id")


class FollowUpQuerySet(OfMeetingQuerySet):
    def closing(self):
        """After these a resolution is not asked for again."""
        return self.effective().filter(outcome__in=CLOSING)


class ResolutionQuerySet(OfMeetingQuerySet):
    def open_on(self, day: date, *, apart_from: tuple[int, ...] = ()):
        """Resolutions with an owner or a day that no effective record has closed.

        `apart_from` are records whose own follow-up does not count: the one being written, and
        the one that it corrects. Old resolutions are not asked for for ever.
        """
        since = day - timedelta(days=settings.RESOLUTION_FOLLOWED_DAYS)
        return self.open_between(since, day, apart_from=apart_from)

    def open_between(self, since, day, *, apart_from: tuple[int, ...] = ()):
        """As `open_on`; the days may be expressions of a compiled statement."""
        follow_up: Any = apps.get_model("meetings.FollowUp")
        follow_ups = follow_up.objects.filter(key=OuterRef("key")).closing()
        return (
            self.effective()
            .filter(Q(owner__isnull=False) | Q(due_on__isnull=False))
            .filter(meeting__held_on__gte=since, meeting__held_on__lte=day)
            .exclude(meeting__in=apart_from)
            .filter(~Exists(follow_ups.exclude(meeting__in=apart_from)))
        )


class StudyTopicQuerySet(VisibleQuerySet):
    """Seen by the units that a topic is addressed to, and by whoever keeps the city's."""

    def in_scope(self, where: Scope):
        if where.is_everywhere:
            return self
        own = self.model._base_manager.filter(where.condition("units__organisations__path"))
        return self.filter(Q(is_for_all=True) | Q(pk__in=own.values("pk")))

    def published(self):
        return self.filter(status=TopicStatus.PUBLISHED)

    def of_month(self, day: date):
        return self.filter(month=day.replace(day=1))

    def addressed_to(self, unit: int | None):
        """Whoever belongs to no unit gets what goes to all; those topics name no unit."""
        for_all = Q(is_for_all=True)
        return self.filter(for_all | Q(units=unit) if unit else for_all)


class TalkQuerySet(VisibleQuerySet):
    def held_in(self, period: Period):
        return self.filter(held_on__gte=period.start, held_on__lt=period.end)


class ReturnReasonQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        """Words of the desk, the same for everybody who may see any of them."""
        return self if where else self.none()

    def get_by_natural_key(self, text: str):
        return self.get(text=text)


class PaperOrderQuerySet(VisibleQuerySet):
    def minute_books(self):
        return self.filter(meeting=None)

    def done(self):
        return self.filter(job__items__document__isnull=False)
