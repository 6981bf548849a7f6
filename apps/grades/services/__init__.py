"""Verbs on measures and ratings."""

from apps.grades.services.deciding import choose_level, enter_veto, lift_veto
from apps.grades.services.marking import Said, read_again, save_marks
from apps.grades.services.objections import answer_objection, raise_objection
from apps.grades.services.opening import eligible, open_ratings
from apps.grades.services.rounds import Settled, settle
from apps.grades.services.schemes import new_version

__all__ = [
    "Said",
    "Settled",
    "answer_objection",
    "choose_level",
    "eligible",
    "enter_veto",
    "lift_veto",
    "new_version",
    "open_ratings",
    "raise_objection",
    "read_again",
    "save_marks",
    "settle",
]
