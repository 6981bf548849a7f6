from apps.assessments.models.entries import BallotTotal, ManualEntry, PanelScore
from apps.assessments.models.results import Result, Run, ScoreLine
from apps.assessments.models.schemes import Criterion, GradeThreshold, Part, Scheme

__all__ = [
    "BallotTotal",
    "Criterion",
    "GradeThreshold",
    "ManualEntry",
    "PanelScore",
    "Part",
    "Result",
    "Run",
    "Scheme",
    "ScoreLine",
]
