"""The desk of inspections: plans, checklists, visits, the ledger of issues, what waits."""

from apps.inspections.admin import checklists, common, extensions, inspections, issues, visits

__all__ = ["checklists", "common", "extensions", "inspections", "issues", "visits"]
