"""The desk of grades: measures with their rows, and the ratings of each year."""

from apps.grades.admin import ratings, schemes

__all__ = ["ratings", "schemes"]
