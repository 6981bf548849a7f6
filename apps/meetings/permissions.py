"""What each role may do with meetings (handbook 2.3)."""

from apps.branches.choices import Role
from apps.branches.scope import allow, allow_of_others

PARTS = (
    *("meeting", "agendaitem", "attendance", "guest", "speech", "vote", "resolution"),
    *("followup", "attachment", "talk", "memberreview", "paperorder", "studytopic"),
)
VIEW = tuple(f"meetings.view_{part}" for part in PARTS)

allow(
    Role.BRANCH_SECRETARY,
    *VIEW,
    *(f"meetings.{action}_meeting" for action in ("add", "change", "file")),
    "meetings.add_talk",
)
allow(
    Role.SUBTREE_SECRETARY,
    *VIEW,
    *(f"meetings.{action}_meeting" for action in ("add", "change", "file")),
    "meetings.add_talk",
)
# A record is reviewed by the higher body, never by the secretary of the body that met.
allow_of_others(Role.SUBTREE_SECRETARY, "meetings.review_meeting")
allow(Role.LEADER, *VIEW)
allow(
    Role.COMMITTEE_STAFF,
    *VIEW,
    "meetings.review_meeting",
    "meetings.archive_meeting",
    *(f"meetings.{action}_studytopic" for action in ("add", "change", "publish")),
    *(f"meetings.{action}_returnreason" for action in ("view", "add", "change")),
)
