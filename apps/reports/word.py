"""A report as a Word file with real styles: the values of the paper, chart by chart and table by
table."""

from apps.core.word import CONTENT_TYPE, finished
from apps.reports.documents import Paper

__all__ = ["CONTENT_TYPE", "write"]


def write(paper: Paper, *, is_draft: bool) -> bytes:
    """What is not issued says so at the head of every page."""
    # Building costs the Word library: only the process that writes pays for it.
    from apps.reports.word_pages import build

    document = build(paper, mark="草稿" if is_draft else "")
    return finished(document, title=paper["title"], author=paper["issuer"])
