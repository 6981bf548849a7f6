from django import forms

from apps.core.forms import CleanForm
from apps.news.pages import LONGEST_QUERY


class SearchForm(CleanForm):
    q = forms.CharField(
        label="搜索文章",
        required=False,
        max_length=LONGEST_QUERY,
        error_messages={"max_length": f"请把要找的词缩短到 {LONGEST_QUERY} 个字以内"},
    )
