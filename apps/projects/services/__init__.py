"""Verbs on projects, from the application to the title."""

from apps.projects.services.applications import (
    apply_for,
    create_project,
    may_apply,
    owner_of,
    owners_for,
    possible_owners,
    update_project,
    write_measures,
)
from apps.projects.services.events import hold_event, update_event
from apps.projects.services.milestones import (
    add_milestone,
    drop_milestone,
    finish_milestone,
    keep_first_day,
    reopen_milestone,
    update_milestone,
)
from apps.projects.services.outcomes import (
    add_evidence,
    record_outcome,
    remove_evidence,
    update_outcome,
)
from apps.projects.services.panels import (
    STEP_OF,
    Settled,
    leave_panel,
    send_to_evaluation,
    send_to_panel,
    settle_evaluation,
    settle_panel,
)
from apps.projects.services.progress import conclude_project, evaluate_project, hold_midterm
from apps.projects.services.titles import give_title, withdraw_title

__all__ = [
    "STEP_OF",
    "Settled",
    "add_evidence",
    "add_milestone",
    "apply_for",
    "conclude_project",
    "create_project",
    "drop_milestone",
    "evaluate_project",
    "finish_milestone",
    "give_title",
    "hold_event",
    "hold_midterm",
    "keep_first_day",
    "leave_panel",
    "may_apply",
    "owner_of",
    "owners_for",
    "possible_owners",
    "record_outcome",
    "remove_evidence",
    "reopen_milestone",
    "send_to_evaluation",
    "send_to_panel",
    "settle_evaluation",
    "settle_panel",
    "update_event",
    "update_milestone",
    "update_outcome",
    "update_project",
    "withdraw_title",
    "write_measures",
]
