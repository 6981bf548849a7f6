from apps.assessments.admin import entries, runs, schemes

__all__ = ["entries", "runs", "schemes"]
