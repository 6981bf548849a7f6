"""What the registers of this app have in common when they come in by workbook."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone

from apps.branches.imports.shared import (
    differing,
    names_of_units,
    offered_units,
    resolve,
    sound,
)
from apps.core.imports import Check, Choice, Column, Day, Row, SheetImport, Text, update_rows
from apps.core.imports.sheets import twice
from apps.core.quantities import Qualifier

UNIT = Column(
    "unit",
    "单位",
    Text(100),
    True,
    "全称、简称或编号",
    "市财政局",
    ("报送单位", "主办单位"),
    offered_units,
)
FIRST = Column("starts_on", "日期", Day(), True, "", "2026-03-05", ("开始日期", "报送日期"))
LAST = Column("ends_on", "到哪一天", Day(), False, "只有一天的留空；只知道年份的填到年底", "")
LARGEST = 9_999
HEDGE = Choice.of(Qualifier)


def hedge(key: str, name: str) -> Column:
    return Column(key, name, HEDGE, False, "材料写“2800余”的，数字填2800，这里选“余”", "确数")


class RegisterSheet(SheetImport):
    """Rows known by `key`; `fields` are what a later file may change."""

    model: type[models.Model]
    key: tuple[str, ...]
    fields: tuple[str, ...]
    # Whole numbers that a column of the database holds only up to LARGEST.
    small: tuple[str, ...] = ()

    def take(self, rows: list[Row], check: Check) -> None:
        self.find(rows, check)
        for row in sound(rows):
            self.judge(row, check)
        label = "、".join(c.name for c in self.columns if c.key in self.key)
        for row, first in twice(sound(rows), *self.key):
            sentence = f"与第 {first.number} 行的{label}相同，请只留一行"
            check.wrong(self, row, self.key[-1], sentence)
        self._save(sound(rows), check)

    def find(self, rows: list[Row], check: Check) -> None:
        """Put the rows that a line names in the place of their names."""
        units = names_of_units()
        for row in rows:
            row.values["unit"] = resolve(self, row, "unit", units, check)

    def judge(self, row: Row, check: Check) -> None:
        if row.get("ends_on") and row["ends_on"] < row["starts_on"]:
            check.wrong(self, row, "ends_on", "结束日期不能早于开始日期，请核对两个日期")
        for name in self.small:
            if row.get(name, 0) > LARGEST:
                check.wrong(self, row, name, f"{row[name]} 过大，请核对")

    def _save(self, rows: list[Row], check: Check) -> None:
        known: dict[tuple, Any] = {self._key_of(obj): obj for obj in self.stored(rows)}
        fresh: list[Any] = []
        changed: list[Any] = []
        taken: list[tuple[Row, Any]] = []
        for row in rows:
            obj: Any = known.get(tuple(row[name] for name in self.key))
            if obj is None:
                obj = self.model(**{n: row[n] for n in self._columns() if n in row.values})
                fresh.append(obj)
            elif differing(self, row, obj, self.fields, check):
                obj.version += 1
                obj.updated_at = timezone.now()
                changed.append(obj)
            taken.append((row, obj))
        self.model._default_manager.bulk_create(fresh)
        update_rows(changed, [*self.fields, "version", "updated_at"])
        tally = check.tally(self)
        tally.new, tally.changed = len(fresh), len(changed)
        tally.unchanged = len(rows) - len(fresh) - len(changed)
        self.follow(taken)

    def stored(self, rows: list[Row]) -> Iterable[models.Model]:
        days = [row["starts_on"] for row in rows]
        return self.model._default_manager.filter(starts_on__in=days).select_related("unit")

    def follow(self, taken: list[tuple[Row, Any]]) -> None:
        """What belongs to the rows, once they are there."""

    def _key_of(self, obj: Any) -> tuple:
        return tuple(getattr(obj, name) for name in self.key)

    def _columns(self) -> tuple[str, ...]:
        return (*self.key, *self.fields)
