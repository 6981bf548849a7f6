"""Share limits of grades: applied when all scores are known, and shown apart from them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from apps.assessments.scoring import GradeRule, Score


@dataclass(frozen=True, slots=True)
class Standing:
    """What a share limit needs to know of one result."""

    key: int
    class_label: str
    total: Decimal
    grade: str


def over_share(standings: Sequence[Standing], grades: Sequence[GradeRule]) -> dict[int, str]:
    """The results that a share limit moves to the next grade, by key.

    Within each class the lowest totals move; equal totals stay or move together, so that the
    order of rows decides nothing. From the highest grade down, what moved counts below.
    """
    moved: dict[int, str] = {}
    for class_label in sorted({s.class_label for s in standings}):
        peers = [s for s in standings if s.class_label == class_label]
        for grade, lower in zip(grades, grades[1:], strict=False):
            for peer in _beyond_limit(peers, grade, moved):
                moved[peer.key] = lower.name
    return moved


def _beyond_limit(peers: list[Standing], grade: GradeRule, moved: dict[int, str]) -> list[Standing]:
    if grade.share_limit is None:
        return []
    allowed = int(len(peers) * grade.share_limit)
    holders = [p for p in peers if moved.get(p.key, p.grade) == grade.name]
    if len(holders) <= allowed:
        return []
    totals = sorted((p.total for p in holders), reverse=True)
    return [p for p in holders if p.total <= totals[allowed]]


def moved_to(score: Score, grade: str) -> Score:
    limit = f"“{score.grade}”等次已达比例上限，调整为“{grade}”"
    return replace(
        score, grade=grade, grade_reason="；".join(filter(None, [score.grade_reason, limit]))
    )
