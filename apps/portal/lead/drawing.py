"""The numbers of a leader's page as they are read; drawn again when something has changed."""

from datetime import date
from typing import NamedTuple

from django.template.loader import render_to_string

from apps.core.periods import Period
from apps.core.unchanged import while_nothing_changes
from apps.portal.lead.board import Board
from apps.portal.lead.place import Place


class Drawn(NamedTuple):
    sentence: str
    board: str


def drawn(place: Place, period: Period, today: date) -> Drawn:
    """The same for everybody who may read about the place."""
    key = ("lead", place.kind, *place.asked.items(), period, today)
    return while_nothing_changes(key, lambda: _drawn(Board(place, period, today)))


def _drawn(board: Board) -> Drawn:
    context = {"board": board, "place": board.place, "period": board.period}
    pages = ("portal/_lead_sentence.html", "portal/_lead_board.html")
    return Drawn(*(render_to_string(page, context) for page in pages))
