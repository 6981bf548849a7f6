"""Asking for a change in the register of members."""

from apps.branches.choices import RequestKind
from apps.branches.models import MembershipRequest, Organisation
from apps.core.lifecycle import begin


def ask_for_change(
    *, organisation: Organisation, kind: RequestKind, person_name: str, detail: str, by
) -> MembershipRequest:
    """Leave a request at the committee's desk; the register itself does not change."""
    asked = MembershipRequest(
        organisation=organisation,
        kind=kind,
        person_name=person_name,
        detail=detail,
        created_by=by,
    )
    return begin([asked], "ask", by=by)[0]
