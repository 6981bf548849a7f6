"""A practice's fixture: one row a line, each related row named by what tells it apart.

`{"model": "zones.zonemembership", "fields": {"zone": {"year": 2022, "number": 1}, …}}` has no keys
of its own, so it fits beside any city. A row with `known_by` is written only where there is none.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from apps.branches.models import Organisation

Named = dict[str, Any]


class UnknownRow(LookupError):
    """A fixture names a row that is not there."""


@dataclass(frozen=True)
class Row:
    """`line` is where it stands in the fixture, for whoever has to mend it."""

    line: int
    model: type[models.Model]
    fields: Named
    known_by: tuple[str, ...] = ()

    @property
    def names_its_kind(self) -> bool:
        """Organisations know one another before they are written (see `load`)."""
        own = (f.name for f in self.model._meta.concrete_fields if f.related_model is self.model)
        return self.model is not Organisation and any(self.fields.get(name) for name in own)

    def is_there(self) -> bool:
        told = {name: self.fields[name] for name in self.known_by}
        return bool(told) and self.model._base_manager.filter(**lookups(told)).exists()


def rows_of(fixture: str) -> list[Row]:
    folder = Path(settings.FIXTURE_DIRS[0])
    written = json.loads((folder / fixture).read_text(encoding="utf-8"))
    return [
        Row(
            number + 1,
            apps.get_model(row["model"]),
            row["fields"],
            tuple(row.get("known_by", ())),
        )
        for number, row in enumerate(written, start=1)
    ]


def runs(rows: Iterable[Row]) -> Iterator[tuple[type[models.Model], list[Row]]]:
    """Rows of one model that stand together are written together; those that name one of their
    own kind come after it."""
    for (model, _), same in groupby(rows, key=lambda row: (row.model, row.names_its_kind)):
        yield model, [row for row in same if not row.is_there()]


def lookups(named: Named, prefix: str = "") -> Named:
    """`{"campaign": {"code": "x"}, "order": 1}` as `campaign__code="x", order=1`."""
    found: Named = {}
    for name, value in named.items():
        if isinstance(value, dict):
            found |= lookups(value, f"{prefix}{name}__")
        else:
            found[f"{prefix}{name}"] = value
    return found


class Related:
    """The rows that one relation of a run leads to, found in as few queries as they allow."""

    def __init__(self, model: type[models.Model], named: Iterable[Named]) -> None:
        self.model = model
        self._found: dict[str, models.Model] = {}
        asked = {_mark(n): lookups(n) for n in named}
        for names, same in groupby(sorted(asked, key=_shape), key=_shape):
            self._look_up(names, [asked[mark] for mark in same])

    def _look_up(self, names: tuple[str, ...], asked: list[Named]) -> None:
        """One query for rows that are told apart by a column of theirs, one each for the others."""
        manager = self.model._base_manager
        name, *others = names
        if not others and "__" not in name:
            for row in manager.filter(**{f"{name}__in": [a[name] for a in asked]}):
                self._found[_mark({name: getattr(row, name)})] = row
            return
        for told in asked:
            self._found |= {_mark(told): row for row in manager.filter(**told)}

    def get(self, named: Named) -> models.Model:
        try:
            return self._found[_mark(named)]
        except KeyError:
            label = self.model._meta.verbose_name
            raise UnknownRow(f"找不到{label} {_mark(named)}") from None


def _mark(named: Named) -> str:
    return json.dumps(lookups(named), ensure_ascii=False, sort_keys=True, default=str)


def _shape(mark: str) -> tuple[str, ...]:
    return tuple(json.loads(mark))
