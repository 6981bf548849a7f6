"""Measures of judging, juries, their sheets and the frozen lists of results."""

from apps.juries.models.juries import Candidate, Juror, Jury
from apps.juries.models.results import Objection, ResultLine, ResultList
from apps.juries.models.schemes import JuryCriterion, JuryScheme
from apps.juries.models.sheets import Score, Sheet

__all__ = [
    "Candidate",
    "Juror",
    "Jury",
    "JuryCriterion",
    "JuryScheme",
    "Objection",
    "ResultLine",
    "ResultList",
    "Score",
    "Sheet",
]
