"""docs/numbers.md, written from the catalogue: how each number of the portal comes about."""

from collections.abc import Iterator

from apps.indicators.catalogue import FAMILIES, GROUPS, RATIOS, Indicator
from apps.indicators.cells.kept import KEPT
from apps.indicators.measures import Distinct, Measure, Total

HEAD = """# Numbers

Written by `manage.py numbers` from the catalogue; do not edit. Conditions stand in `apps/indicators/catalogue/`,
the rows of each table in `apps/indicators/sources/`. A number *of a day* is counted on the last day of its period,
or today; one *of a period* by the day named. Kept numbers are read from cells by the month, and counted from the
rows where something has changed (decision 0039).
"""
COLUMNS = "| Number | Key | Unit | Counts | Of | Kept |\n|---|---|---|---|---|---|"


def document() -> str:
    return "\n".join([HEAD, *_groups(), *_ratios(), *_families()])


def _groups() -> Iterator[str]:
    for group in GROUPS:
        first = group[0].source.model._meta
        yield f"## {first.app_config.verbose_name}（{first.app_label}）\n\n{COLUMNS}"
        yield from map(_line, group)
        yield ""


def _line(indicator: Indicator) -> str:
    source = indicator.source
    of = f"a period, by `{source.day}`" if source.day else "a day"
    kept = "by the month" if indicator.key in KEPT else ""
    counted = f"{_counted(indicator.measure)} {source.model._meta.verbose_name}"
    return (
        f"| {indicator.label} | `{indicator.key}` | {indicator.unit} | {counted} | {of} | {kept} |"
    )


def _counted(measure: Measure) -> str:
    match measure:
        case Total(field=str(column)):
            return f"the sum of `{column}` of"
        case Total():
            return "a sum over"
        case Distinct(thing=thing):
            return f"different {thing} of"
    return "rows of"


def _ratios() -> Iterator[str]:
    yield "## Rates\n\nPart and whole stay apart; rates are never averaged.\n"
    yield "| Rate | Key | Part | Whole |\n|---|---|---|---|"
    for ratio in RATIOS.values():
        yield f"| {ratio.label} | `{ratio.key}` | `{ratio.part}` | `{ratio.whole}` |"
    yield ""


def _families() -> Iterator[str]:
    yield "## Families\n\nNumbers that come into being with rows: their keys are `family:member`.\n"
    yield "| Family | Counts |\n|---|---|"
    for name, family in FAMILIES.items():
        yield f"| `{name}` | {family.source.model._meta.verbose_name} |"
    yield ""
