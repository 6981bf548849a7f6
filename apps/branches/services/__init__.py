"""Verbs on units, organisations, posts and memberships; each keeps what was true before."""

from apps.branches.services.appointments import appoint, end_appointment, let_former_read
from apps.branches.services.grades import confirm_grade, lower_grade, record_grade, revoke_grade
from apps.branches.services.grants import end_grant, grant_role
from apps.branches.services.handovers import request_handover, secretary_of
from apps.branches.services.memberships import (
    admit_member,
    assign_subgroup,
    confirm_full_member,
    end_membership,
    suspend_vote,
    transfer_membership,
)
from apps.branches.services.organisations import (
    change_kind,
    change_unit,
    dissolve_organisation,
    found_organisation,
    found_organisations,
    move_organisation,
    rename_organisation,
    reorganise,
)
from apps.branches.services.requests import ask_for_change
from apps.branches.services.terms import begin_term, close_term, reschedule_term

__all__ = [
    "admit_member",
    "appoint",
    "ask_for_change",
    "assign_subgroup",
    "begin_term",
    "change_kind",
    "change_unit",
    "close_term",
    "confirm_full_member",
    "confirm_grade",
    "dissolve_organisation",
    "end_appointment",
    "end_grant",
    "end_membership",
    "found_organisation",
    "found_organisations",
    "grant_role",
    "let_former_read",
    "move_organisation",
    "lower_grade",
    "record_grade",
    "rename_organisation",
    "reorganise",
    "request_handover",
    "reschedule_term",
    "revoke_grade",
    "secretary_of",
    "suspend_vote",
    "transfer_membership",
]
