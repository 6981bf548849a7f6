"""Verbs on centre groups, cycles, plans and observations."""

from apps.observations.services.arranging import agree, assign
from apps.observations.services.cycles import name_observer, new_version, open_cycle
from apps.observations.services.plans import Proposal, proposal_for, take_over
from apps.observations.services.returning import FormEntry, ItemAnswer, return_form
from apps.observations.services.sessions import SessionEntry, change_session, plan_session

__all__ = [
    "FormEntry",
    "ItemAnswer",
    "Proposal",
    "SessionEntry",
    "agree",
    "assign",
    "change_session",
    "name_observer",
    "new_version",
    "open_cycle",
    "plan_session",
    "proposal_for",
    "return_form",
    "take_over",
]
