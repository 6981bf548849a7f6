from apps.assessments.admin import ballots, entries, objections, runs, schemes

__all__ = ["ballots", "entries", "objections", "runs", "schemes"]
