from django.utils import timezone

from apps.branches.imports.shared import (
    differing,
    names_of_organisations,
    names_of_units,
    offered_branches,
    offered_units,
    resolve,
    sound,
)
from apps.branches.models import Office
from apps.core.imports import Check, Column, Day, Row, SheetImport, Text, register, update_rows
from apps.core.imports.sheets import twice

FIELDS = ("organisation", "valid_to")


@register
class OfficeSheet(SheetImport):
    """科室: by unit, name and first day; another branch from a day on is another row."""

    name = "科室"
    order = 60
    columns = (
        Column(
            "unit",
            "单位",
            Text(100),
            True,
            "单位名称或编号",
            "市财政局",
            ("单位名称", "所在单位"),
            offers=offered_units,
        ),
        Column("name", "科室名称", Text(60), True, "", "办公室", ("科室", "科室（中心）", "处室")),
        Column(
            "organisation",
            "所属党支部",
            Text(100),
            False,
            "名称或编号；还没有编入的留空",
            "O010",
            ("党支部", "党组织"),
            offers=offered_branches,
        ),
        Column("valid_from", "开始日期", Day(), True, "", "2020-01-01", ("设立日期",)),
        Column("valid_to", "结束日期", Day(), False, "现有的留空", "", ("撤销日期",)),
    )

    def take(self, rows: list[Row], check: Check) -> None:
        units, branches = names_of_units(), names_of_organisations()
        for row in rows:
            row.values["unit"] = resolve(self, row, "unit", units, check)
            if "organisation" in row.values:
                row.values["organisation"] = resolve(self, row, "organisation", branches, check)
            self._check_days(row, check)
        for row, first in twice(sound(rows), "unit", "name", "valid_from"):
            check.wrong(self, row, "name", f"与第 {first.number} 行是同一科室，请只留一行")
        self._save(sound(rows), check)

    def _check_days(self, row: Row, check: Check) -> None:
        start, end = row.get("valid_from"), row.get("valid_to")
        if start and end and end <= start:
            check.wrong(self, row, "valid_to", "结束日期必须晚于开始日期")

    def _save(self, rows: list[Row], check: Check) -> None:
        known = self._known(rows)
        fresh, changed = [], []
        for row in rows:
            stored = known.get((row["unit"].pk, row["name"], row["valid_from"]))
            if stored is None:
                fresh.append((row, Office(**row.values)))
            elif differing(self, row, stored, FIELDS, check):
                stored.version += 1
                stored.updated_at = timezone.now()
                changed.append(stored)
        self._refuse_overlaps(fresh, known, check)
        if check.is_sound(self.name):
            Office.objects.bulk_create(office for _, office in fresh)
            update_rows(changed, [*FIELDS, "version", "updated_at"])
        tally = check.tally(self)
        tally.new, tally.changed = len(fresh), len(changed)
        tally.unchanged = len(rows) - len(fresh) - len(changed)

    def _known(self, rows: list[Row]) -> dict[tuple, Office]:
        stored = Office.objects.filter(unit__in=[row["unit"].pk for row in rows])
        stored = stored.select_related("organisation")
        return {(o.unit_id, o.name, o.valid_from): o for o in stored}

    def _refuse_overlaps(self, fresh: list[tuple[Row, Office]], known, check: Check) -> None:
        """One office of a name at a time: the earlier row ends before the next begins."""
        others = list(known.values())
        for row, office in fresh:
            for other in others:
                is_same = (other.unit_id, other.name) == (office.unit_id, office.name)
                if is_same and _overlap(other, office):
                    sentence = f"这个科室自 {other.valid_from} 起已有登记，请先给那一行填结束日期"
                    check.wrong(self, row, "valid_from", sentence)
                    break
            others.append(office)


def _overlap(one: Office, other: Office) -> bool:
    return (one.valid_to is None or other.valid_from < one.valid_to) and (
        other.valid_to is None or one.valid_from < other.valid_to
    )
