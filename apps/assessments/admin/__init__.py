from apps.assessments.admin import entries, objections, runs, schemes

__all__ = ["entries", "objections", "runs", "schemes"]
