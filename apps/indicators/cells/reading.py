"""Reading kept numbers: one statement tells the cells, and whose are stale."""

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from apps.core.periods import Cycle, Period
from apps.indicators.cells.kept import KEPT, spans
from apps.indicators.grouping import Slot, counted_now
from apps.indicators.sources import Organisations

# Of more stale organisations than this, counting everybody costs less than telling them apart.
MANY_STALE = 200
Numbers = dict[str, dict[Slot, Decimal]]

# Marks are few. What a subgroup holds counts for its branch, so a mark on it is one on both.
# Everything stands in one statement: no change can come between.
STATEMENT = """
WITH marks AS (
    SELECT m.organisation_id, o.parent_id, o.kind = 'subgroup' AS is_subgroup
    FROM indicators_mark m LEFT JOIN branches_organisation o ON o.id = m.organisation_id
    WHERE m.month IS NULL OR m.month >= %(start)s AND m.month < %(end)s
), stale AS (
    SELECT organisation_id FROM marks UNION SELECT parent_id FROM marks WHERE is_subgroup
)
SELECT organisation_id, NULL::text, NULL::date, NULL::numeric FROM stale
UNION ALL
SELECT organisation_id, key, {part}, sum(number) FROM indicators_cell
WHERE key = ANY(%(keys)s) AND month >= %(start)s AND month < %(end)s {where}
AND organisation_id NOT IN (SELECT organisation_id FROM stale WHERE organisation_id IS NOT NULL)
GROUP BY 1, 2, 3
"""


class Kept(NamedTuple):
    """The numbers of organisations whose cells are fresh, by key and slot. Those of whom they are
    `stale` have to be counted; None stands for everybody's."""

    numbers: Numbers
    stale: set[int] | None


def read_of_cells(
    keys: Iterable[str], period: Period, organisations: Organisations | None, cycle: Cycle | None
) -> Numbers:
    """Those of the numbers that are kept, as `counted_now` has them: from fresh cells, and where
    they are stale from the rows. Nothing for a period that cuts a month."""
    parts = spans(period, cycle)
    read = [key for key in keys if key in KEPT] if parts else []
    found: Numbers = {key: {} for key in read}
    for span, cut in parts if read else ():
        for key, numbers in _exact(read, span, organisations, cut).items():
            found[key] |= numbers
    return found


def _exact(
    keys: list[str], span: Period, organisations: Organisations | None, cut: Cycle | None
) -> Numbers:
    numbers, stale = kept(keys, span, organisations, cut)
    if stale is None or len(stale) > MANY_STALE:
        return counted_now(keys, span, organisations, cut)
    if stale and organisations is not None:
        stale = stale.intersection(_keys_of(organisations))
    if stale:
        for key, counted in counted_now(keys, span, stale, cut).items():
            numbers[key] |= counted
    return numbers


def _keys_of(organisations: Organisations) -> Iterable[int]:
    if isinstance(organisations, QuerySet):
        return organisations.order_by().values_list("pk", flat=True)
    return organisations


def kept(
    keys: Collection[str],
    period: Period,
    organisations: Organisations | None,
    cut: Cycle | None,
) -> Kept:
    """What the cells of the period say, which is made of whole months; one query."""
    numbers: Numbers = {key: {} for key in keys}
    stale: set[int] = set()
    everybody = False
    for owner, key, start, value in _rows(keys, period, organisations, cut):
        if key is not None:
            numbers[key][owner, start] = _plain(value)
        elif owner is not None:
            stale.add(owner)
        else:
            everybody = True
    return Kept({}, None) if everybody else Kept(numbers, stale)


def _rows(
    keys: Collection[str], period: Period, organisations: Organisations | None, cut: Cycle | None
) -> list[tuple[Any, ...]]:
    where, given = _condition(organisations)
    # The words of PostgreSQL for a cycle are those of the cycles themselves.
    part = f"date_trunc('{cut.value}', month)::date" if cut else "%(start)s::date"
    given |= {"keys": list(keys), "start": period.start, "end": period.end}
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT.format(part=part, where=where), given)
        return cursor.fetchall()


def _condition(organisations: Organisations | None) -> tuple[str, dict[str, Any]]:
    if organisations is None:
        return "", {}
    if not isinstance(organisations, QuerySet):
        return "AND organisation_id = ANY(%(organisations)s)", {
            "organisations": list(organisations)
        }
    text, values = organisations.order_by().values("pk").query.sql_with_params()
    named = {f"value_{number}": value for number, value in enumerate(values)}
    return f"AND organisation_id IN ({text % tuple(f'%({name})s' for name in named)})", named


def _plain(value: Decimal) -> Decimal:
    """3 as the rows would say it, not 3.0."""
    whole = value.to_integral_value()
    return whole if whole == value else value
