"""The verbs of 党员之家."""

from apps.news.services.articles import (
    ArticleText,
    correct_article,
    draft_article,
    rewrite_article,
)
from apps.news.services.cases import publish_case
from apps.news.services.pictures import Hanging, paths_of_files
from apps.news.services.submissions import submit_information

__all__ = [
    "ArticleText",
    "Hanging",
    "correct_article",
    "draft_article",
    "paths_of_files",
    "publish_case",
    "rewrite_article",
    "submit_information",
]
