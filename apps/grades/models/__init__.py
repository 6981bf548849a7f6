"""Measures of grading as rows, and what bodies were rated by them."""

from apps.grades.models.objections import RatingObjection
from apps.grades.models.ratings import Rating, RatingLine, RatingVeto
from apps.grades.models.schemes import GradeItem, GradeLevel, GradeScheme, GradeVeto

__all__ = [
    "GradeItem",
    "GradeLevel",
    "GradeScheme",
    "GradeVeto",
    "Rating",
    "RatingLine",
    "RatingObjection",
    "RatingVeto",
]
