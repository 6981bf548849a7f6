"""What the sheets of the registers have in common: rows are known by a key, names by their rows."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from apps.branches.imports.shared import differing, resolve, sound
from apps.core.imports import Check, Names, Row, SheetImport, update_rows
from apps.core.imports.sheets import twice


class RegisterSheet(SheetImport):
    """`key` tells rows of the register apart; of the others the given cells are taken over, those
    in `compared` excepted, which `refuse` compares and takes out of the row."""

    model: type[models.Model]
    key: tuple[str, ...]
    compared: tuple[str, ...] = ()

    def names(self, rows: list[Row]) -> dict[str, Names]:
        """What the cells of which columns stand for."""
        raise NotImplementedError

    def refuse(self, row: Row, check: Check) -> None:
        """Whatever else is wrong with a row whose names were found."""

    def take(self, rows: list[Row], check: Check) -> None:
        names = self.names(rows)
        for row in rows:
            for column in names.keys() & row.values.keys():
                row.values[column] = resolve(self, row, column, names[column], check)
        for row in sound(rows):
            self.refuse(row, check)
        for row, first in twice(sound(rows), *self.key):
            check.wrong(self, row, self.key[0], f"与第 {first.number} 行是同一条，请只留一行")
        self._save(sound(rows), check)

    def _save(self, rows: list[Row], check: Check) -> None:
        known = self._known(rows)
        passed_over = (*self.key, *self.compared)
        columns = [c.key for c in self.columns if c.key not in passed_over]
        fresh, changed = [], []
        for row in rows:
            stored: Any = known.get(self._key_of_row(row))
            if stored is None:
                fresh.append(self.model(**row.values))
            elif differing(self, row, stored, columns, check):
                stored.version += 1
                stored.updated_at = timezone.now()
                changed.append(stored)
        if check.is_sound(self.name):
            # What ends in this file makes room for what begins in it.
            self._update(changed, columns)
            self.store(fresh)
        tally = check.tally(self)
        tally.new, tally.changed = len(fresh), len(changed)
        tally.unchanged = len(rows) - len(fresh) - len(changed)

    def store(self, fresh: list[Any]) -> None:
        """The verb that makes new rows; a model with a lifecycle begins in a state of it."""
        self.model._base_manager.bulk_create(fresh)

    def _update(self, changed: list[Any], columns: list[str]) -> None:
        """Lists go by the slower way, which knows their type."""
        fields = {name: self.model._meta.get_field(name) for name in columns}
        lists = [name for name, f in fields.items() if isinstance(f, ArrayField)]
        plain = [name for name in columns if name not in lists]
        update_rows(changed, [*plain, "version", "updated_at"])
        if lists:
            self.model._base_manager.bulk_update(changed, lists)

    def _known(self, rows: list[Row]) -> dict[tuple, models.Model]:
        """The stored rows that the first column of the key names."""
        first = self.key[0]
        related = [f.name for f in self.model._meta.fields if f.is_relation]
        stored = self.model._base_manager.filter(
            **{f"{first}__in": [_plain(row[first]) for row in rows]}
        ).select_related(*related)
        return {tuple(_plain(getattr(o, k)) for k in self.key): o for o in stored}

    def _key_of_row(self, row: Row) -> tuple:
        return tuple(_plain(row.get(k)) for k in self.key)


def _plain(value):
    return getattr(value, "pk", value)


def refuse_days(sheet: SheetImport, row: Row, check: Check) -> None:
    start, end = row.get("valid_from"), row.get("valid_to")
    if start and end and end <= start:
        check.wrong(sheet, row, "valid_to", "结束日期必须晚于开始日期")


def refuse_future(sheet: SheetImport, row: Row, key: str, today: date, check: Check) -> None:
    if row.get(key) and row[key] > today:
        check.wrong(sheet, row, key, "日期不能晚于今天，请核对")
