"""The annual assessment sheet (年度考核表) as plain values, for the PDF and for its data hash."""

from typing import TypedDict


class Evidence(TypedDict):
    """A record that gave points."""

    on: str  # day as printed: "2025-03-04"
    title: str


class SheetLine(TypedDict):
    """One criterion of a part; numbers are printed as given ("52.50")."""

    code: str  # rule number: "R-MTG-02"
    label: str  # what is counted
    number: str
    target: str  # empty when the criterion has no target
    unit: str  # 次, 人, 项
    points: str
    max_points: str
    explanation: str  # for lost points: which month or quarter is missing
    evidence: list[Evidence]


class SheetPart(TypedDict):
    label: str  # 日常考核
    points: str
    weight: str
    lines: list[SheetLine]


class Adjustment(TypedDict):
    """A deduction (points negative), a bonus, or a veto (points empty)."""

    label: str
    points: str
    explanation: str
    evidence: list[Evidence]


class ManualItem(TypedDict):
    """R-ASM-06: a change by hand stands apart, with author, reason and approval."""

    on: str  # day of the approval
    label: str
    points: str
    author: str
    approver: str
    reason: str


class MonthCount(TypedDict):
    label: str  # "1月"
    value: int


class Threshold(TypedDict):
    grade: str
    at_least: str


class AnnualSheet(TypedDict):
    year: int
    subject: str  # 党组织 or 单位; what was printed before says nothing and means 党组织
    organisation: str
    kind: str
    unit: str
    zone: str
    secretary: str
    founded_on: str
    full_members: int
    probationary_members: int
    total: str
    full_total: str  # sum of the weights: "100"
    grade: str
    grade_reason: str  # why it is lower than the total says; mostly empty
    class_label: str  # R-ASM-07: compared inside this class
    parts: list[SheetPart]
    deductions: list[Adjustment]
    bonuses: list[Adjustment]
    vetoes: list[Adjustment]
    manual_items: list[ManualItem]
    months_label: str  # what the twelve monthly columns count
    months: list[MonthCount]
    scheme_name: str
    scheme_version: str
    thresholds: list[Threshold]
    rounding: str  # R-ASM-05 in words
    issuer: str
    issued_on: str
    verification_code: str
    verification_url: str
    data_hash: str  # SHA-256, hex
