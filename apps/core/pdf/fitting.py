"""How much of a text finds room in a ruled table, known before anything is printed."""

from collections.abc import Sequence

from apps.core.pdf.glyphs import MISSING_MARK, unprintable
from apps.core.pdf.markup import CONTROLS
from apps.core.pdf.ruled import BODY, LEADING, PADDING_X, PADDING_Y
from apps.core.pdf.typeset import MM, PT, break_lines

CUT = "……"
# How many characters are tried less when a text with its mark of a cut is still too long.
STEP = 4


def row_height(lines: int) -> float:
    """Points that a row of so many lines takes."""
    return (lines * LEADING + 2 * PADDING_Y) / PT


def lines_in(text: str, width: float) -> int:
    """Lines of `text` in a cell of so many millimetres; an empty cell has one."""
    return len(break_lines(_as_set(text), BODY, width * MM - 2 * PADDING_X))


def cut_to(text: str, width: float, lines: int) -> str:
    """`text` itself, or as much of its beginning as fills `lines`."""
    whole, room = _as_set(text), width * MM - 2 * PADDING_X
    broken = break_lines(whole, BODY, room)
    if len(broken) <= lines:
        return text
    kept = whole[: sum(map(len, broken[:lines]))]
    while kept and lines_in(kept + CUT, width) > lines:
        kept = kept[:-STEP]
    return kept + CUT


def shares(wanted: Sequence[int], budget: int) -> list[int]:
    """Lines for each text: who wants little gets it, the others share the rest evenly."""
    given, left = [0] * len(wanted), budget
    by_size = sorted(range(len(wanted)), key=lambda place: wanted[place])
    for number, place in enumerate(by_size):
        given[place] = min(wanted[place], left // (len(wanted) - number))
        left -= given[place]
    return given


def _as_set(text: str) -> str:
    printable = unprintable().sub(MISSING_MARK, CONTROLS.sub("", text))
    return " ".join(printable.split())
