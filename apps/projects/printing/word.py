"""One project as a Word file, with the same words as the PDF."""

from functools import lru_cache

from apps.core.word import CONTENT_TYPE, fill
from apps.projects.documents import ProjectSheet
from apps.projects.printing.paper import on_paper

__all__ = ["CONTENT_TYPE", "render"]


@lru_cache(maxsize=1)
def template() -> bytes:
    # Building costs the Word library: only the process that writes pays for it.
    from apps.projects.printing.word_template import build

    return build()


def render(sheet: ProjectSheet) -> bytes:
    author = sheet["organisation"]
    return fill(template(), on_paper(sheet), title=sheet["title"], author=author)
