from apps.branches.scope import VisibleQuerySet
from apps.core.periods import Period
from apps.meetings.choices import EFFECTIVE, AttendanceStatus, MeetingStatus


class MeetingQuerySet(VisibleQuerySet):
    def effective(self):
        """Sittings that discharge duties."""
        return self.filter(status__in=EFFECTIVE)

    def awaiting_review(self):
        return self.filter(status=MeetingStatus.FILED)

    def held_in(self, period: Period):
        """By the day on which the sitting began, never by the day of filing."""
        return self.filter(held_on__gte=period.start, held_on__lt=period.end)


class OfMeetingQuerySet(VisibleQuerySet):
    """Parts of a meeting: seen where the meeting is seen."""

    scope_lookup = "meeting__organisation__path"

    def effective(self):
        return self.filter(meeting__status__in=EFFECTIVE)

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


class TalkQuerySet(VisibleQuerySet):
    def held_in(self, period: Period):
        return self.filter(held_on__gte=period.start, held_on__lt=period.end)
