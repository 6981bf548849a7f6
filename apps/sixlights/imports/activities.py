"""主题行动活动: what was logged is never rewritten by a workbook."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

from apps.branches.imports.shared import (
    names_of_organisations,
    offered_organisations,
    resolve,
    sound,
)
from apps.branches.models import Membership
from apps.core.imports import Check, Column, Day, Names, Row, SheetImport, Text, Whole, register
from apps.core.imports.cells import CellError
from apps.core.imports.sheets import twice
from apps.sixlights.choices import ActivityStatus
from apps.sixlights.entries import Count, Entry, LecturerEntry
from apps.sixlights.entries import check as check_entry
from apps.sixlights.models import Activity, CampaignItem, Metric
from apps.sixlights.services import log_activity

BETWEEN = re.compile(r"[;；、\n]+")
PAIR = re.compile(r"[:：]")
NAMED = re.compile(r"^([^(（]+)[(（]([^()（）]+)[)）]$")
LONG = Text(2000, is_long=True)
MAX_NAME, MAX_OFFICE, MAX_MINUTES = 50, 60, 32767
KNOWN = ("organisation", "title", "starts_on")
# The fields that `entries.check` speaks of, and the columns where their cure is.
COLUMN_OF = {"starts_on": "starts_on", "ends_on": "ends_on", "lecturers": "lecturers"}


def parts(text: str) -> list[str]:
    return [part.strip() for part in BETWEEN.split(text) if part.strip()]


@dataclass(frozen=True)
class Several:
    """微党课；微服务 – several names in one cell."""

    def __call__(self, value: object, epoch: datetime) -> tuple[str, ...]:
        return tuple(parts(LONG(value, epoch)))


@dataclass(frozen=True)
class Numbers:
    """参加人次:437；解答问题:146 – a countable and its number each."""

    def __call__(self, value: object, epoch: datetime) -> tuple[tuple[str, Decimal], ...]:
        return tuple(self._pair(part) for part in parts(LONG(value, epoch)))

    def _pair(self, part: str) -> tuple[str, Decimal]:
        name, *number = PAIR.split(part, maxsplit=1)
        try:
            return name.strip(), Decimal(number[0].strip())
        except (IndexError, InvalidOperation):
            raise CellError(f"“{part}”看不懂，请写成 参加人次:437；解答问题:146") from None


@dataclass(frozen=True)
class Lecturers:
    """张三；李四（组织科） – with the office where it is known."""

    def __call__(self, value: object, epoch: datetime) -> tuple[tuple[str, str], ...]:
        return tuple(self._named(part) for part in parts(LONG(value, epoch)))

    def _named(self, part: str) -> tuple[str, str]:
        found = NAMED.match(part)
        name, office = (found[1].strip(), found[2].strip()) if found else (part, "")
        if len(name) > MAX_NAME or len(office) > MAX_OFFICE:
            raise CellError(f"“{part[:12]}…”太长，请写成 张三；李四（组织科）")
        return name, office


def offered_items() -> list[str]:
    return [f"{i.campaign}·{i}" for i in CampaignItem.objects.select_related("campaign")]


@register
class ActivitySheet(SheetImport):
    name = "主题行动活动"
    order = 76
    columns = (
        Column(
            "organisation",
            "党组织",
            Text(100),
            True,
            "名称或编号",
            "O010",
            ("党支部", "支部"),
            offers=offered_organisations,
        ),
        Column("items", "项目", Several(), True, "几个项目用分号隔开", "六微·微党课", ("计入",)),
        Column("title", "活动名称", Text(120), True, "", "讲身边事", ("活动", "名称")),
        Column("starts_on", "日期", Day(), True, "", "2026-03-05", ("开始日期", "活动日期")),
        Column("ends_on", "结束日期", Day(), False, "当天结束的不用填", ""),
        Column("place", "地点", Text(100), False, "", "三楼会议室"),
        Column("form", "形式", Text(20), False, "如 讲授、研讨", "讲授"),
        Column("minutes", "每人讲授分钟", Whole(), False, "", "20", ("分钟",)),
        Column("lecturers", "主讲人", Lecturers(), False, "写成 张三；李四（组织科）", "张三"),
        Column("counts", "数量", Numbers(), False, "写成 参加人次:30；解答问题:5", "参加人次:30"),
        Column("text", "活动情况", LONG, False, "", ""),
    )

    def take(self, rows: list[Row], check: Check) -> None:
        organisations, items, metrics = names_of_organisations(), _items(), _metrics()
        for row in rows:
            row.values["organisation"] = resolve(self, row, "organisation", organisations, check)
        for row, first in twice(sound(rows), *KNOWN):
            check.wrong(self, row, "title", f"与第 {first.number} 行是同一项活动，请只留一行")
        people = _people(sound(rows))
        stated = [(row, self._entry(row, items, metrics, people, check)) for row in sound(rows)]
        self._save([(row, entry) for row, entry in stated if row.is_sound and entry], check)

    def _entry(self, row: Row, items, metrics, people, check: Check) -> Entry | None:
        chosen = self._found(row, "items", row["items"], items, check)
        pairs = row.get("counts", ())
        counted = self._found(row, "counts", [name for name, _ in pairs], metrics, check)
        if not 1 <= row.get("minutes", 1) <= MAX_MINUTES:
            check.wrong(self, row, "minutes", "分钟数填 1 到 32767")
        if not row.is_sound:
            return None
        on_roll = people[row["organisation"].pk]
        columns = ("title", "starts_on", "ends_on", "place", "form", "minutes", "text")
        entry = Entry(
            **{key: row[key] for key in columns if key in row.values},
            items=tuple(chosen),
            counts=tuple(
                Count(metric, value) for metric, (_, value) in zip(counted, pairs, strict=True)
            ),
            lecturers=tuple(
                LecturerEntry(name, office, on_roll.get(name))
                for name, office in row.get("lecturers", ())
            ),
        )
        self._verify(row, entry, check)
        return entry

    def _found(self, row: Row, key: str, words, names: Names, check: Check) -> list:
        for word in words:
            if names.get(word) is None:
                check.wrong(self, row, key, names.unknown(word))
        return [names.get(word) for word in words]

    def _verify(self, row: Row, entry: Entry, check: Check) -> None:
        """The rules of the form, told at the cells of the sheet."""
        try:
            check_entry(entry, row["organisation"])
        except ValidationError as refusal:
            for name, sentences in refusal.message_dict.items():
                column = COLUMN_OF.get(name, "counts" if name.startswith("count_") else "items")
                for sentence in sentences:
                    check.wrong(self, row, column, sentence)

    def _save(self, stated: list[tuple[Row, Entry]], check: Check) -> None:
        known = _known({row["organisation"].pk for row, _ in stated})
        fresh = [
            (row, entry)
            for row, entry in stated
            if (row["organisation"].pk, entry.title, entry.starts_on) not in known
        ]
        if check.is_sound(self.name):
            for row, entry in fresh:
                log_activity(organisation=row["organisation"], entry=entry, by=None)
        tally = check.tally(self)
        tally.new, tally.unchanged = len(fresh), len(stated) - len(fresh)


def _items() -> Names:
    """By campaign and item; by the item alone where one campaign only has it."""
    found = list(CampaignItem.objects.select_related("campaign").order_by("-campaign__starts_on"))
    pairs = [(f"{i.campaign}·{i}", i) for i in found]
    return Names("项目", [*pairs, *((i.name, i) for i in found)])


def _metrics() -> Names:
    return Names("计数项", [(m.name, m) for m in Metric.objects.all()])


def _known(organisations: set[int]) -> set[tuple[int, str, date]]:
    rows = Activity.objects.filter(organisation__in=organisations)
    rows = rows.exclude(status=ActivityStatus.VOID)
    return set(rows.values_list("organisation", "title", "starts_on"))


def _people(rows: list[Row]) -> dict[int, dict]:
    """Members by name; two of one name in one body are left as names."""
    found: dict[int, dict] = defaultdict(dict)
    members = Membership.objects.filter(organisation__in={r["organisation"].pk for r in rows})
    for membership in members.select_related("person"):
        names, person = found[membership.organisation_id], membership.person
        other = names.get(person.name, person)
        names[person.name] = person if other == person else None
    return found
