"""Verbs on contact points, visits, promises and research points."""

from apps.contacts.services.checks import note_check, remark_on_check
from apps.contacts.services.points import choose_another, end_point, establish
from apps.contacts.services.research import advice_on_number, choose_research_point
from apps.contacts.services.visits import (
    FollowEntry,
    PromiseEntry,
    VisitEntry,
    change_visit,
    describe_visit,
    follow_promise,
    promise_more,
    record_visit,
)

__all__ = [
    "FollowEntry",
    "PromiseEntry",
    "VisitEntry",
    "advice_on_number",
    "change_visit",
    "choose_another",
    "choose_research_point",
    "describe_visit",
    "end_point",
    "establish",
    "follow_promise",
    "note_check",
    "promise_more",
    "record_visit",
    "remark_on_check",
]
