"""The sheets of secretary projects, their milestones and their outcomes."""

from apps.projects.imports.parts import MilestoneSheet, OutcomeSheet
from apps.projects.imports.projects import ProjectSheet

__all__ = ["MilestoneSheet", "OutcomeSheet", "ProjectSheet"]
