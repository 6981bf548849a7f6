"""Units, organisations, people, posts, terms, grades and grants."""

from apps.branches.models.dated import PINYIN_ORDER, DatedModel, DaySpan, no_overlap
from apps.branches.models.grades import Grade
from apps.branches.models.grants import RoleGrant
from apps.branches.models.handovers import Handover
from apps.branches.models.offices import Office, SetUpException
from apps.branches.models.organisations import Organisation, Placement, Sector, Unit
from apps.branches.models.people import Appointment, Membership, Person, Term
from apps.branches.models.requests import MembershipRequest

__all__ = [
    "PINYIN_ORDER",
    "Appointment",
    "DatedModel",
    "DaySpan",
    "Grade",
    "Handover",
    "Membership",
    "MembershipRequest",
    "Office",
    "Organisation",
    "Person",
    "Placement",
    "RoleGrant",
    "Sector",
    "SetUpException",
    "Term",
    "Unit",
    "no_overlap",
]
