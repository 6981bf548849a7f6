"""Verbs on inspections, visits, issues and their correction."""

from apps.inspections.services.checklists import new_version
from apps.inspections.services.common import group_issues, update_common_issue
from apps.inspections.services.correction import (
    add_evidence,
    answer_with_meetings,
    finish_measure,
    later_records,
    plan_measure,
    remove_evidence,
    update_measure,
)
from apps.inspections.services.extensions import ask_extension
from apps.inspections.services.inspections import (
    plan_inspection,
    set_team,
    set_units,
    take_zone,
)
from apps.inspections.services.issues import (
    earlier_like,
    raise_issue,
    reconcile,
    update_issue,
)
from apps.inspections.services.life_meetings import raise_of_meeting
from apps.inspections.services.rechecks import recheck
from apps.inspections.services.visits import Finding, add_finding, record_visit, update_visit

__all__ = [
    "Finding",
    "add_evidence",
    "add_finding",
    "answer_with_meetings",
    "ask_extension",
    "earlier_like",
    "finish_measure",
    "group_issues",
    "later_records",
    "new_version",
    "plan_inspection",
    "plan_measure",
    "raise_issue",
    "raise_of_meeting",
    "recheck",
    "reconcile",
    "record_visit",
    "remove_evidence",
    "set_team",
    "set_units",
    "take_zone",
    "update_common_issue",
    "update_issue",
    "update_measure",
    "update_visit",
]
