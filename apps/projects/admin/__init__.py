"""The desk of secretary projects: the register, events, titles and their kinds."""

from apps.projects.admin import events, kinds, projects, titles

__all__ = ["events", "kinds", "projects", "titles"]
