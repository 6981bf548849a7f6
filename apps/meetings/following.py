"""上次决议落实: which resolutions a meeting should come back to (handbook 3.3, field 15)."""

from datetime import date

from django.db.models import F

from apps.branches.models import Organisation
from apps.meetings.models import Meeting, Resolution

SHOWN = 10


def to_follow(
    organisation: Organisation, *, on: date, meeting: Meeting | None = None
) -> list[Resolution]:
    """The open resolutions of an organisation, the first due first.

    With `meeting`, the record that is written anew: what it says itself does not close them yet.
    """
    own = (meeting.pk, meeting.corrects_id) if meeting else ()
    rows = Resolution.objects.open_on(on, apart_from=tuple(pk for pk in own if pk))
    return list(
        rows.filter(meeting__organisation=organisation)
        .select_related("meeting", "owner")
        .order_by(F("due_on").asc(nulls_last=True), "pk")[:SHOWN]
    )
