"""The eleven chapters of a quarterly report (handbook 11.3), a module for each."""

from apps.indicators.models import Level
from apps.reports.chapters import (
    basics,
    brands,
    campaigns,
    contacts,
    inspections,
    life,
    observations,
    outlook,
    projects,
    renewals,
    zones,
)
from apps.reports.chapters.definitions import Chapter

CHAPTERS: tuple[Chapter, ...] = (
    basics.CHAPTER,
    life.CHAPTER,
    renewals.CHAPTER,
    zones.CHAPTER,
    contacts.CHAPTER,
    projects.CHAPTER,
    brands.CHAPTER,
    campaigns.CHAPTER,
    inspections.CHAPTER,
    observations.CHAPTER,
    outlook.CHAPTER,
)


def asked_of_all() -> list[str]:
    """Every number of the catalogue that a report is written from, but for those of families."""
    return _distinct(chapter.asked for chapter in CHAPTERS)


def asked_at(level: Level) -> list[str]:
    return _distinct(chapter.asked_at(level) for chapter in CHAPTERS)


def asked_ahead() -> list[str]:
    return _distinct(chapter.ahead for chapter in CHAPTERS)


def families() -> list[str]:
    return _distinct(chapter.families for chapter in CHAPTERS)


def _distinct(groups) -> list[str]:
    return list(dict.fromkeys(key for group in groups for key in group))


__all__ = ["CHAPTERS", "Chapter", "asked_ahead", "asked_at", "asked_of_all", "families"]
