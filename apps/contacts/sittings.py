"""What a leader may point to on his visit: the sittings of the branch that he joined."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from apps.branches.choices import OrganisationKind
from apps.contacts.models import ContactPoint
from apps.meetings.choices import AttendanceStatus
from apps.meetings.models import Attendance, Guest, Meeting


def sittings_joined(point: ContactPoint, today: date) -> list[Meeting]:
    """Records of the branch in which the leader is among those present or the guests, the latest
    first: what he joined is entered once, there."""
    since = today - timedelta(days=settings.CONTACT_MEETING_DAYS)
    subgroup = Q(
        organisation__parent=point.organisation, organisation__kind=OrganisationKind.SUBGROUP
    )
    branch = Q(organisation=point.organisation) | subgroup
    present = Attendance.objects.filter(
        meeting=OuterRef("pk"), person=point.person, status=AttendanceStatus.PRESENT
    )
    guest = Guest.objects.filter(meeting=OuterRef("pk"), name=point.person.name)
    rows = Meeting.objects.effective().filter(branch, held_on__range=(since, today))
    return list(rows.filter(Exists(present) | Exists(guest)).select_related("organisation"))
