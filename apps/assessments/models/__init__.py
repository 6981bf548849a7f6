from apps.assessments.models.ballots import BallotCode, BallotCount, BallotPoll
from apps.assessments.models.criteria import Criterion, OfficeShare, Step
from apps.assessments.models.entries import BallotTotal, ManualEntry, OfficeMark, PanelScore
from apps.assessments.models.limits import ComparisonClass, Veto
from apps.assessments.models.objections import Objection
from apps.assessments.models.results import Result, Run, ScoreLine
from apps.assessments.models.schemes import GradeThreshold, Part, Scheme

__all__ = [
    "BallotCode",
    "BallotCount",
    "BallotPoll",
    "BallotTotal",
    "ComparisonClass",
    "Criterion",
    "GradeThreshold",
    "ManualEntry",
    "Objection",
    "OfficeMark",
    "OfficeShare",
    "PanelScore",
    "Part",
    "Result",
    "Run",
    "Scheme",
    "ScoreLine",
    "Step",
    "Veto",
]
