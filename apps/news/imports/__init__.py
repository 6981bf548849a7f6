"""The sheets of submissions and adoptions, cases, study sessions and training classes."""

from apps.news.imports.adoptions import AdoptionSheet
from apps.news.imports.registers import (
    CaseSheet,
    StudySessionSheet,
    SubmissionSheet,
    TrainingClassSheet,
)

__all__ = [
    "AdoptionSheet",
    "CaseSheet",
    "StudySessionSheet",
    "SubmissionSheet",
    "TrainingClassSheet",
]
