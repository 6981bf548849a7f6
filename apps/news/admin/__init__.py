"""The desk of 党员之家: articles in review, submissions, cases, study and training."""

from apps.news.admin import articles, cases, study, submissions

__all__ = ["articles", "cases", "study", "submissions"]
