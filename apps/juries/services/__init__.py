"""Verbs on juries, sheets, results and objections."""

from apps.juries.services.candidates import enter, leave
from apps.juries.services.juries import choose, new_version, seat
from apps.juries.services.objections import answer_objection, raise_objection
from apps.juries.services.sheets import SheetEntry, keep_sheet

__all__ = [
    "SheetEntry",
    "answer_objection",
    "choose",
    "enter",
    "keep_sheet",
    "leave",
    "new_version",
    "raise_objection",
    "seat",
]
