"""Who sees and keeps the quarterly reports."""

from apps.branches.choices import Role
from apps.branches.scope import allow, allow_register

allow_register("reports", "quarterlyreport")
allow(
    Role.COMMITTEE_STAFF,
    "reports.check_quarterlyreport",
    "reports.issue_quarterlyreport",
)
