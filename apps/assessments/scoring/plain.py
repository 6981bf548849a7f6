"""What scoring works with: a scheme's rules, what was found, and the score; plain values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from apps.assessments.choices import WEIGHTED, ManualKind, Measure, PartBasis, PartSource, VetoTest
from apps.core.exact import ZERO

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class StepRule:
    """So many points from that value on."""

    at_least: Decimal
    points: Fraction


@dataclass(frozen=True, slots=True)
class OfficeRule:
    """An office that gives points, and how many it may give."""

    office: str
    most: Decimal


@dataclass(frozen=True, slots=True)
class CriterionRule:
    """`each` is what a missing unit costs or a row gives inside `points`; `at_most` and `least`
    are the cap of what is taken and the floor of what remains. `steps` from the highest down."""

    pk: int
    label: str
    measure: Measure
    points: Fraction
    duty_key: str = ""
    indicator: str = ""
    target: Decimal | None = None
    item_key: str = ""
    each: Fraction | None = None
    at_most: Fraction | None = None
    least: Fraction = ZERO
    steps: tuple[StepRule, ...] = ()
    offices: tuple[OfficeRule, ...] = ()


@dataclass(frozen=True, slots=True)
class PartRule:
    """`weight` is the part's share of the full total, or the cap of a bonus or deduction; `least`
    is what remains of a deducted part whatever is taken from it."""

    pk: int
    name: str
    source: PartSource
    weight: Fraction
    criteria: tuple[CriterionRule, ...] = ()
    basis: PartBasis = PartBasis.EARNED
    least: Fraction = ZERO

    @property
    def is_weighted(self) -> bool:
        return self.source in WEIGHTED

    @property
    def is_deducted(self) -> bool:
        return self.is_weighted and self.basis == PartBasis.DEDUCTED

    @property
    def points_of_lines(self) -> list[Fraction]:
        """By which its lines share the weight; entered and deducted parts are one line."""
        if self.is_deducted:
            return [ONE]
        return [criterion.points for criterion in self.criteria] or [ONE]


@dataclass(frozen=True, slots=True)
class GradeRule:
    """`share_limit` is the largest share (0 to 1) of a class that may have this grade."""

    name: str
    minimum: Decimal
    share_limit: Fraction | None = None
    ballot_value: Fraction = ZERO


@dataclass(frozen=True, slots=True)
class VetoRule:
    """A condition that caps the grade; `part` is the key of the part whose share it asks."""

    pk: int
    name: str
    test: VetoTest
    limit: Decimal
    grade_cap: str
    indicator: str = ""
    part: int | None = None


@dataclass(frozen=True, slots=True)
class SchemeRules:
    """`grades` from the highest to the lowest, whose minimum is 0."""

    parts: tuple[PartRule, ...]
    grades: tuple[GradeRule, ...]
    vetoes: tuple[VetoRule, ...] = ()
    # Most organisations are alike in what applies to them; fractions are slow.
    _worths: dict[tuple[bool, ...], list[Fraction]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def worths_of(self, applies: tuple[bool, ...]) -> list[Fraction]:
        """What each weighted line is worth, given which apply. What does not apply leaves the
        denominator: of its part first, then of the whole (R-ASM-04)."""
        if applies not in self._worths:
            self._worths[applies] = self._worked_out(applies)
        return self._worths[applies]

    def _worked_out(self, applies: tuple[bool, ...]) -> list[Fraction]:
        asked = iter(applies)
        points = [
            (part, [p if next(asked) else ZERO for p in part.points_of_lines])
            for part in self.parts
            if part.is_weighted
        ]
        present = sum((part.weight for part, own in points if any(own)), ZERO)
        scale = self.full_total / present if present else ZERO
        return [
            part.weight * scale * p / sum(own) if any(own) else ZERO
            for part, own in points
            for p in own
        ]

    @property
    def full_total(self) -> Fraction:
        return sum((p.weight for p in self.parts if p.is_weighted), ZERO)

    @property
    def criteria(self) -> list[CriterionRule]:
        return [criterion for part in self.parts for criterion in part.criteria]

    @property
    def indicators(self) -> set[str]:
        """The numbers of the catalogue that the scheme asks for."""
        named = [c.indicator for c in self.criteria] + [v.indicator for v in self.vetoes]
        return set(filter(None, named))


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one criterion at one organisation, with the keys of the rows behind it."""

    number: Decimal
    target: Decimal | None = None
    evidence: tuple[int, ...] = ()
    explanation: str = ""
    rule_code: str = ""
    unit: str = ""
    indicator: str = ""
    is_applicable: bool = True


@dataclass(frozen=True, slots=True)
class Manual:
    """An approved entry by hand (R-ASM-06); `points` are positive for bonus and deduction."""

    pk: int
    kind: ManualKind
    points: Decimal
    reason: str
    grade_cap: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    part: PartRule
    label: str
    finding: Finding
    points: Fraction
    max_points: Fraction
    criterion_pk: int | None = None
    manual_pk: int | None = None


@dataclass(frozen=True, slots=True)
class VetoHeld:
    """A veto of the scheme whose condition was met, with the rows that met it."""

    name: str
    reason: str
    grade_cap: str
    indicator: str = ""
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """`grade` differs from `grade_by_score` where a veto or a share limit lowers it."""

    lines: tuple[Line, ...]
    total: Decimal
    grade_by_score: str
    grade: str
    grade_reason: str = ""
    vetoes: tuple[VetoHeld, ...] = ()


# A criterion by its key, an entered part by its source.
Findings = Mapping[int | PartSource, Finding]
# What was found of the vetoes that ask a number, by the key of the veto.
VetoFindings = Mapping[int, Finding]
