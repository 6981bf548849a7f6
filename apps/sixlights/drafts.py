"""The names under which drafts of activities are kept."""

from uuid import UUID

from apps.branches.models import Organisation
from apps.core import drafts
from apps.meetings.models import Meeting
from apps.sixlights.models import Activity

ACTIVITY = "sixlights.activity"


def form_of_new(organisation: Organisation) -> str:
    return f"{ACTIVITY}:{organisation.uuid}"


def form_of_meeting(meeting: Meeting) -> str:
    return f"{ACTIVITY}:{meeting.organisation.uuid}:meeting:{meeting.uuid}"


def form_of(activity: Activity) -> str:
    return f"{ACTIVITY}:{activity.organisation.uuid}:{activity.uuid}"


def standing(user, rest: str) -> drafts.Standing | None:
    """How the activity named by a draft stands; None for a new one and for one not seen."""
    try:
        key = UUID(rest.partition(":")[2])
    except ValueError:
        return None
    activity = Activity.objects.visible_to(user).filter(uuid=key).first()
    return drafts.Standing(activity.version, activity.updated_at) if activity else None


drafts.register_standing(ACTIVITY, standing)
