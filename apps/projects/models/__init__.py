from apps.projects.models.candidacies import ProjectCandidacy
from apps.projects.models.outcomes import Outcome, OutcomeEvidence, OutcomeKind
from apps.projects.models.papers import YearPaper
from apps.projects.models.progress import EventProject, Milestone, ProjectEvent
from apps.projects.models.projects import ProjectKind, ProjectMeasure, SecretaryProject
from apps.projects.models.titles import Title, TitleKind

__all__ = [
    "EventProject",
    "Milestone",
    "Outcome",
    "OutcomeEvidence",
    "OutcomeKind",
    "ProjectCandidacy",
    "ProjectEvent",
    "ProjectKind",
    "ProjectMeasure",
    "SecretaryProject",
    "Title",
    "TitleKind",
    "YearPaper",
]
