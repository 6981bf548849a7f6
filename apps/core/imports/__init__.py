"""Workbooks in: one check that lists everything wrong at once, one transaction, nothing by halves."""

from apps.core.imports.cells import Choice, Clock, Code, Day, Text, Whole
from apps.core.imports.check import Check, Problem
from apps.core.imports.engine import Outcome, bring_in, check
from apps.core.imports.lookup import Names
from apps.core.imports.saving import update_rows
from apps.core.imports.sheets import Column, Row, SheetImport, register, sheets
from apps.core.imports.workbook import WorkbookRefused

__all__ = [
    "Check",
    "Choice",
    "Clock",
    "Code",
    "Column",
    "Day",
    "Names",
    "Outcome",
    "Problem",
    "Row",
    "SheetImport",
    "Text",
    "Whole",
    "WorkbookRefused",
    "bring_in",
    "check",
    "register",
    "sheets",
    "update_rows",
]
