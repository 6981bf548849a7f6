"""What each role may do with meetings (handbook 2.3)."""

from apps.branches.choices import Role
from apps.branches.scope import allow

PARTS = (
    *("meeting", "agendaitem", "attendance", "guest", "speech", "vote", "resolution"),
    *("attachment", "talk", "memberreview"),
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
    *(f"meetings.{action}_meeting" for action in ("add", "change", "file", "review")),
    "meetings.add_talk",
)
allow(Role.LEADER, *VIEW)
allow(Role.COMMITTEE_STAFF, *VIEW, "meetings.review_meeting", "meetings.archive_meeting")
