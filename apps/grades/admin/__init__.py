"""The desk of grades: measures with their rows, and the ratings of each year."""

from apps.grades.admin import objections, ratings, schemes

__all__ = ["objections", "ratings", "schemes"]
