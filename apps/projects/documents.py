"""A project on paper, as plain values for the PDF, the Word file and the hash of its data."""

from typing import TypedDict


class TextLine(TypedDict):
    """One heading of the sheet; what says nothing is left out."""

    heading: str
    text: str


class ProjectSheet(TypedDict):
    """项目表. It says nothing of today, so that the same project gives the same paper on any day."""

    year: int
    title: str
    organisation: str
    unit: str
    kind: str
    secretary: str
    contact: str
    span: str  # 2026年3月1日至2026年12月20日
    status: str
    light: str  # what the panel advised
    titles: str  # 十佳（2026年）
    texts: list[TextLine]


class CountLine(TypedDict):
    label: str
    number: int


class BookEntry(TypedDict):
    anchor: str
    sheet: ProjectSheet


class YearBook(TypedDict):
    """书记项目汇编: the projects of a year in the order of their units."""

    year: int
    total: int
    states: list[CountLine]
    kinds: list[CountLine]
    entries: list[BookEntry]
