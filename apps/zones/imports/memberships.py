from datetime import date

from apps.branches.imports.shared import names_of_units, offered_units, resolve, sound
from apps.core.imports import (
    Check,
    Column,
    Day,
    Names,
    Row,
    SheetImport,
    Text,
    Whole,
    register,
    update_rows,
)
from apps.core.imports.sheets import twice
from apps.zones.models import Zone, ZoneMembership

KEY = ("zone", "unit", "valid_from")


@register
class MembershipSheet(SheetImport):
    """联系片成员: by zone, unit and first day; a unit is in one zone at a time (R-ZONE-06)."""

    name = "联系片成员"
    order = 60
    columns = (
        Column("year", "年度", Whole(), True, "四位数字", "2026", ("年份",)),
        Column("zone", "联系片", Text(50), True, "名称", "第一联系片", ("片名", "所属联系片")),
        Column(
            "unit",
            "单位",
            Text(100),
            True,
            "名称、简称或编号",
            "市财政局",
            ("单位名称", "成员单位"),
            offers=offered_units,
        ),
        Column("valid_from", "开始日期", Day(), True, "", "2026-01-01", ("开始时间",)),
        Column(
            "valid_to",
            "结束日期",
            Day(),
            False,
            "从这一天起不在本片；长期的留空",
            "",
            ("结束时间",),
        ),
    )

    def take(self, rows: list[Row], check: Check) -> None:
        self._resolve(rows, check)
        for row, first in twice(sound(rows), *KEY):
            check.wrong(self, row, "unit", f"与第 {first.number} 行是同一条，请只留一行")
        units = {row["unit"].pk for row in sound(rows)}
        known = list(ZoneMembership.objects.filter(unit__in=units).select_related("zone", "unit"))
        fresh: dict[int, ZoneMembership] = {}
        changed: dict[int, ZoneMembership] = {}
        for row in sound(rows):
            self._take_row(row, known, fresh, changed, check)
        self._refuse_overlaps([*known, *fresh.values()], fresh, changed, rows, check)
        self._save(rows, fresh, changed, check)

    def _resolve(self, rows: list[Row], check: Check) -> None:
        units = names_of_units()
        years = {row.get("year") for row in rows}
        zones = list(Zone.objects.filter(year__in=[year for year in years if year]))
        by_year = {
            year: Names("联系片", ((z.name, z) for z in zones if z.year == year)) for year in years
        }
        for row in rows:
            row.values["unit"] = resolve(self, row, "unit", units, check)
            row.values["zone"] = resolve(self, row, "zone", by_year[row.get("year")], check)
            start, end = row.get("valid_from"), row.get("valid_to")
            if start and end and end <= start:
                check.wrong(self, row, "valid_to", "结束日期必须晚于开始日期")

    def _take_row(self, row: Row, known, fresh, changed, check: Check) -> None:
        stored = next((m for m in known if _key(m) == tuple(row[k] for k in KEY)), None)
        if stored is None:
            values = {name: row[name] for name in KEY}
            fresh[row.number] = ZoneMembership(**values, valid_to=row.get("valid_to"))
        elif "valid_to" in row.values and stored.valid_to != row["valid_to"]:
            check.changed_cell(self, row, str(stored), "valid_to", stored.valid_to, row["valid_to"])
            stored.valid_to = row["valid_to"]
            stored.version += 1
            changed[row.number] = stored

    def _refuse_overlaps(self, everything, fresh, changed, rows, check: Check) -> None:
        """Asked when all rows are taken: one row may make room for another."""
        by_number = {row.number: row for row in rows}
        for number, member in {**fresh, **changed}.items():
            other = next((o for o in everything if o is not member and _overlap(o, member)), None)
            if other is None or not by_number[number].is_sound:
                continue
            sentence = (
                f"“{member.unit}”自{other.valid_from}起已在“{other.zone}”，"
                f"一个单位同一时间只在一个片。请先填写那一条的结束日期，或核对开始日期"
            )
            check.wrong(self, by_number[number], "unit", sentence)

    def _save(self, rows, fresh, changed, check: Check) -> None:
        # Old spans end before new ones begin: the database allows one zone a day.
        if check.is_sound(self.name):
            update_rows(list(changed.values()), ["valid_to", "version"])
            ZoneMembership.objects.bulk_create(fresh.values())
        tally = check.tally(self)
        tally.new, tally.changed = len(fresh), len(changed)
        tally.unchanged = max(0, len(sound(rows)) - len(fresh) - len(changed))


def _key(member: ZoneMembership) -> tuple:
    return (member.zone, member.unit, member.valid_from)


def _overlap(one: ZoneMembership, other: ZoneMembership) -> bool:
    return (
        one.unit_id == other.unit_id
        and one.valid_from < (other.valid_to or date.max)
        and other.valid_from < (one.valid_to or date.max)
    )
