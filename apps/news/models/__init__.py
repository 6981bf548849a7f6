"""Pages of 党员之家, information submitted upward, cases, study and training."""

from apps.news.models.articles import Article, Attachment, Picture
from apps.news.models.cases import Case
from apps.news.models.study import Audience, ClassAudience, StudySession, TrainingClass
from apps.news.models.submissions import InfoAdoption, InfoFile, InfoSubmission

__all__ = [
    "Article",
    "Attachment",
    "Audience",
    "Case",
    "ClassAudience",
    "InfoAdoption",
    "InfoFile",
    "InfoSubmission",
    "Picture",
    "StudySession",
    "TrainingClass",
]
