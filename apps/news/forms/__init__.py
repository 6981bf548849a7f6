"""Forms of 党员之家."""

from apps.news.forms.articles import ArticleForm, CorrectionForm
from apps.news.forms.pictures import PictureForms
from apps.news.forms.search import SearchForm
from apps.news.forms.submissions import SubmissionForm

__all__ = ["ArticleForm", "CorrectionForm", "PictureForms", "SearchForm", "SubmissionForm"]
