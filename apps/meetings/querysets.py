from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, Func, OuterRef, Q, TextField

from apps.branches.scope import Scope, VisibleQuerySet, scope
from apps.core.models import StatusChange
from apps.core.periods import Period
from apps.core.search import Typed
from apps.meetings.choices import EFFECTIVE, AttendanceStatus, MeetingStatus


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
        return self.order_by("-held_on", "-meeting")


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
