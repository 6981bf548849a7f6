"""Verbs on juries, sheets, results and objections."""

from apps.juries.services.candidates import enter, leave

__all__ = ["enter", "leave"]
