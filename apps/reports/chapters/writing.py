"""Sentences, tables and charts of numbers: what all chapters are written with."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from apps.core.exact import half_up, shown
from apps.core.quantities import Qualifier, Quantity
from apps.indicators.catalogue import RATIOS
from apps.indicators.counting import Share
from apps.indicators.models import Level
from apps.reports.chapters.definitions import Chart, Column, Mark, Piece, Section, TableOf
from apps.reports.figures import WHOLE, Figure, Figures, Place, Span

# Millimetres of the type area, upright and across the page.
UPRIGHT, ACROSS = 156, 225
NAMES = {Level.ZONE: "联系片", Level.UNIT: "单位", Level.KIND: "党组织类别"}
NAMES |= {Level.ORGANISATION: "党组织"}
SAME, UNKNOWN = "持平", "—"
COMPARED = (60.0, 22.0, 20.0, 17.0, 20.0, 17.0)

# A word, a number, or several of either.
Part = str | Figure | Piece | Sequence["Part"]


def paragraph(*parts: Part) -> list[Piece]:
    found: list[Piece] = []
    for part in parts:
        match part:
            case str():
                found.append({"text": part, "ref": ""})
            case Figure():
                found.append({"text": str(part), "ref": part.ref})
            case dict():
                found.append(part)
            case _:
                found += paragraph(*part)
    return found


def section(
    heading: str,
    *paragraphs: list[Piece],
    tables: Iterable[TableOf | None] = (),
    charts: Iterable[Chart | None] = (),
) -> Section:
    """Charts of nothing and tables without rows are left out."""
    return {
        "heading": heading,
        "paragraphs": [one for one in paragraphs if one],
        "charts": [chart for chart in charts if chart],
        "tables": [table for table in tables if table],
    }


def beside(f: Figures, key: str) -> list[Part]:
    """The number with those of the last quarter and of the same quarter of last year."""
    before, year_ago = f.of(key, Span.BEFORE), f.of(key, Span.YEAR_AGO)
    return [f.of(key), "（上季度", before, "，去年同期", year_ago, "）"]


def named(
    f: Figures, keys: Iterable[str], short: Callable[[str], str] = str, span: Span = Span.NOW
) -> list[Part]:
    """机关党委60个、党总支12个: without those of which there are none; `short` shortens a label."""
    found: list[Part] = []
    for figure in (f.of(key, span) for key in keys):
        if figure.quantity.value:
            found += ["、" if found else "", short(figure.label), figure]
    return found


def rate(f: Figures, key: str, span: Span = Span.NOW, place: Place = WHOLE) -> Piece:
    """The percentage, leading to the rows of its part; — where there is no whole."""
    part = f.of(RATIOS[key].part, span, place)
    return {"text": percent(f.share(key, span, place)), "ref": part.ref}


def percent(share: Share) -> str:
    return f"{_tenths(share)}%" if share.whole else UNKNOWN


def _tenths(share: Share) -> Decimal:
    return half_up(Fraction(share.part) * 100 / Fraction(share.whole), 1)


def difference(now: Quantity, then: Quantity) -> str:
    """+3, −3, 持平; numbers that are not exact are not subtracted."""
    if now.qualifier != Qualifier.EXACT or then.qualifier != Qualifier.EXACT:
        return UNKNOWN
    return _signed(now.value - then.value)


def _signed(by: Decimal) -> str:
    if not by:
        return SAME
    return f"{'+' if by > 0 else '−'}{shown(abs(by))}"


def _points(now: Share, then: Share) -> str:
    """By how many percentage points a rate moved."""
    if not (now.whole and then.whole):
        return UNKNOWN
    moved = _signed(_tenths(now) - _tenths(then))
    return moved if moved == SAME else f"{moved}点"


def plain(text: str) -> Piece:
    return {"text": text, "ref": ""}


def told(figure: Figure) -> Piece:
    return {"text": str(figure), "ref": figure.ref}


def columns(labels: Sequence[str], widths: Sequence[float]) -> list[Column]:
    """The first one names the row, the others are numbers."""
    return [
        {"label": label, "width": round(width, 2), "align": "r" if number else ""}
        for number, (label, width) in enumerate(zip(labels, widths, strict=True))
    ]


def comparison(caption: str, f: Figures, keys: Iterable[str], rates: Iterable[str] = ()) -> TableOf:
    """This quarter, the last one and the same one of last year, with what changed."""
    heads = ("指标", "本季度", "上季度", "增减", "去年同期", "增减")
    rows = [_compared(f, key) for key in keys] + [_compared_rate(f, key) for key in rates]
    return {"caption": caption, "columns": columns(heads, COMPARED), "rows": rows, "note": ""}


def _compared(f: Figures, key: str) -> list[Piece]:
    now, before, year_ago = (f.of(key, span) for span in (Span.NOW, Span.BEFORE, Span.YEAR_AGO))
    return [
        plain(now.label),
        told(now),
        told(before),
        plain(difference(now.quantity, before.quantity)),
        told(year_ago),
        plain(difference(now.quantity, year_ago.quantity)),
    ]


def _compared_rate(f: Figures, key: str) -> list[Piece]:
    now, before, year_ago = (f.share(key, s) for s in (Span.NOW, Span.BEFORE, Span.YEAR_AGO))
    return [
        plain(RATIOS[key].label),
        rate(f, key),
        rate(f, key, Span.BEFORE),
        plain(_points(now, before)),
        rate(f, key, Span.YEAR_AGO),
        plain(_points(now, year_ago)),
    ]


def by_place(
    caption: str,
    f: Figures,
    level: Level,
    keys: Sequence[str],
    width: float = UPRIGHT,
    name: float = 36.0,
) -> TableOf | None:
    """A row for each place and one for all, which is no sum where things are counted once."""
    places = f.at(level)
    if not (places and keys):
        return None
    widths = [name, *[(width - name) / len(keys)] * len(keys)]
    labels = (NAMES[level], *(f.of(key).label for key in keys))
    rows = [_row_of(f, place, keys) for place in places]
    if level == Level.KIND:
        rows = [row for row in rows if any(cell["text"][0] != "0" for cell in row[1:])]
    rows.append([plain("合计"), *(told(f.of(key)) for key in keys)])
    return {"caption": caption, "columns": columns(labels, widths), "rows": rows, "note": ""}


def _row_of(f: Figures, place: Place, keys: Sequence[str]) -> list[Piece]:
    return [plain(place.label), *(told(f.of(key, Span.NOW, place)) for key in keys)]


def bars_by_place(title: str, f: Figures, level: Level, key: str, of: str = "") -> Chart | None:
    """`of` is the number that stands as the target of each bar."""
    return chart(
        title,
        [
            mark(
                place.label,
                f.of(key, Span.NOW, place),
                f.of(of, Span.NOW, place).quantity.value if of else None,
            )
            for place in f.at(level)
        ],
    )


def three_spans(title: str, f: Figures, key: str) -> Chart | None:
    """Columns of last year's quarter, the last one and this one."""
    spans = {"去年同期": Span.YEAR_AGO, "上季度": Span.BEFORE, "本季度": Span.NOW}
    return chart(title, [mark(label, f.of(key, s)) for label, s in spans.items()], is_columns=True)


def mark(label: str, figure: Figure, target: Decimal | None = None) -> Mark:
    return {
        "label": label,
        "value": shown(figure.quantity.value),
        "target": None if target is None else shown(target),
        "ref": figure.ref,
    }


def chart(title: str, marks: list[Mark], *, is_columns: bool = False) -> Chart | None:
    if not any(Decimal(one["value"]) or Decimal(one["target"] or 0) for one in marks):
        return None
    return {"title": title, "is_columns": is_columns, "rows": marks}
