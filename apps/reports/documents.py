"""The plain values of a report: the same for the screen, the PDF and Word."""

from typing import TypedDict

from apps.reports.chapters.definitions import Column, Piece, Section


class ChapterPage(TypedDict):
    """`anchor` is where the contents lead to."""

    heading: str
    anchor: str
    sections: list[Section]


class AnnexPage(TypedDict):
    """A table across the page: numbers, or rows one by one where it `is_listed`."""

    heading: str
    anchor: str
    columns: list[Column]
    rows: list[list[Piece]]
    note: str
    is_listed: bool


class Paper(TypedDict):
    title: str
    place: str
    period: str
    issuer: str
    closed_on: str
    dated_on: str
    basis: str
    chapters: list[ChapterPage]
    annexes: list[AnnexPage]
