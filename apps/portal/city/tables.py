"""Rows on their way into PostgreSQL: COPY text, with the defaults of the models filled in."""

import random
from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

from apps.core.pinyin import PinyinField
from apps.portal.city.plan import ZONE

# Enough to make the round trip not matter, little enough to stay out of the way in memory.
FLUSH_CHARACTERS = 4_000_000


def encode(value: object) -> str:
    """One value in COPY's text format."""
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, str):
        return _escape(value)
    if isinstance(value, (list, tuple)):
        return "{" + ",".join(map(encode, value)) + "}"
    return str(value)


def _escape(text: str) -> str:
    if "\\" in text or "\t" in text or "\n" in text:
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
    return text


def random_uuid(rng: random.Random) -> str:
    """A version-4 UUID out of the city's own chance, in hexadecimal."""
    digits = f"{rng.getrandbits(128):032x}"
    return f"{digits[:12]}4{digits[13:16]}a{digits[17:]}"


class Table:
    """The rows of one model; keys are given here, in the order of the calls."""

    def __init__(self, model: type[models.Model], rng: random.Random, stamp: datetime) -> None:
        self.model = model
        self.name = model._meta.db_table
        self.rng = rng
        self.first_key = self.key = _next_key(model)
        fields = model._meta.concrete_fields
        self.columns = [field.column for field in fields]
        self.defaults = {f.attname: _default(f, stamp) for f in fields if not f.primary_key}
        self._has_uuid = "uuid" in self.defaults
        self._pinyin = [f for f in fields if isinstance(f, PinyinField)]
        self._lines: list[str] = []
        self._characters = 0

    @property
    def rows(self) -> int:
        return self.key - self.first_key

    def add(self, **values: object) -> int:
        """Queue one row and return its key; a column that does not exist is an error."""
        return self.add_keyed(self.reserve(), **values)

    def reserve(self) -> int:
        """Take the next key for a row that other rows must know before it is written."""
        self.key += 1
        return self.key - 1

    def add_keyed(self, key: int, /, **values: object) -> int:
        encoded = {name: encode(value) for name, value in values.items()}
        if self._has_uuid:
            encoded["uuid"] = random_uuid(self.rng)
        for field in self._pinyin:
            encoded[field.attname] = field.keys(str(values[field.of]))
        merged = {**self.defaults, **encoded}
        if len(merged) != len(self.defaults):
            raise TypeError(f"{self.name} has no {sorted(set(merged) - set(self.defaults))}")
        self._queue(f"{key}\t" + "\t".join(merged.values()) + "\n")
        return key

    def add_lines(self, suffixes: Iterable[str]) -> None:
        """Queue ready-made lines that lack only their key."""
        lines = [f"{key}{suffix}" for key, suffix in enumerate(suffixes, start=self.key)]
        self.key += len(lines)
        self._queue("".join(lines))

    def _queue(self, text: str) -> None:
        self._lines.append(text)
        self._characters += len(text)
        if self._characters > FLUSH_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        if not self._lines:
            return
        columns = ", ".join(f'"{column}"' for column in self.columns)
        statement = f'COPY "{self.name}" ({columns}) FROM STDIN'
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write("".join(self._lines))
        self._lines.clear()
        self._characters = 0


def _next_key(model: type[models.Model]) -> int:
    return (model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def _default(field: models.Field, stamp: datetime) -> str:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return stamp.isoformat()
    if field.default is NOT_PROVIDED and field.null:
        return r"\N"
    default = field.get_default()
    return "" if default is None else encode(default)


class Tables:
    """One Table per model, opened on first use."""

    def __init__(self, rng: random.Random, until: date) -> None:
        self._rng = rng
        self._stamp = datetime(until.year, until.month, until.day, 18, tzinfo=ZONE)
        self._of_model: dict[type[models.Model], Table] = {}

    def __getitem__(self, model: type[models.Model]) -> Table:
        if model not in self._of_model:
            self._of_model[model] = Table(model, self._rng, self._stamp)
        return self._of_model[model]

    def __iter__(self):
        return iter(self._of_model.values())

    def flush(self) -> None:
        for table in self:
            table.flush()
