"""十一、存在问题与下步安排: the part that staff type."""

from apps.reports.chapters import writing
from apps.reports.chapters.definitions import Chapter, Section
from apps.reports.figures import Figures

PARTS = {"problems": "存在问题", "next_steps": "下步安排"}
EMPTY = "（待填写）"


def write(f: Figures) -> list[Section]:
    return [
        writing.section(heading, *map(writing.paragraph, _lines(f.typed.get(name, ""))))
        for name, heading in PARTS.items()
    ]


def _lines(text: str) -> list[str]:
    """A paragraph for each line that says anything."""
    return [line.strip() for line in text.splitlines() if line.strip()] or [EMPTY]


CHAPTER = Chapter("存在问题与下步安排", write)
