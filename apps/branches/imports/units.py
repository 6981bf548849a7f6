from django.utils import timezone

from apps.branches.choices import UnitKind
from apps.branches.imports.shared import differing, refuse_repeats, resolve, sound
from apps.branches.models import Sector, Unit
from apps.core.imports import (
    Check,
    Choice,
    Code,
    Column,
    Day,
    Names,
    Row,
    SheetImport,
    Text,
    register,
    update_rows,
)

FIELDS = ("name", "short_name", "kind", "sector", "founded_on")


def offered_sectors() -> list[str]:
    return list(Sector.objects.values_list("name", flat=True))


@register
class UnitSheet(SheetImport):
    """单位: by code."""

    name = "单位"
    order = 10
    columns = (
        Column(
            "code",
            "单位编号",
            Code(20),
            True,
            "不重复的编号，导入时按它认单位",
            "U001",
            ("单位代码",),
        ),
        Column("name", "单位名称", Text(100), True, "全称", "市财政局", ("单位", "单位全称")),
        Column("short_name", "简称", Text(30), False, "列表里显示的名称", "财政局", ("单位简称",)),
        Column(
            "kind", "单位性质", Choice.of(UnitKind), True, "从下拉选项中选", "机关", ("单位类别",)
        ),
        Column("founded_on", "成立日期", Day(), True, "如 2015-01-01", "2015-01-01", ("成立时间",)),
        Column(
            "sector",
            "业务系统",
            Text(30),
            False,
            "划分联系片时用，从下拉选项中选",
            "经济财政",
            ("所属系统", "系统"),
            offers=offered_sectors,
        ),
    )

    def take(self, rows: list[Row], check: Check) -> None:
        refuse_repeats(self, rows, check, "code")
        refuse_repeats(self, rows, check, "name")
        known = {u.code: u for u in Unit.objects.select_related("sector")}
        self._refuse_taken_names(sound(rows), known, check)
        sectors = Names("业务系统", ((s.name, s) for s in Sector.objects.all()))
        for row in rows:
            if "sector" in row.values:
                row.values["sector"] = resolve(self, row, "sector", sectors, check)
        fresh, changed = [], []
        for row in sound(rows):
            unit = known.get(row["code"])
            if unit is None:
                fresh.append(Unit(**row.values))
            elif differing(self, row, unit, FIELDS, check):
                unit.version += 1
                unit.updated_at = timezone.now()
                changed.append(unit)
        Unit.objects.bulk_create(fresh)
        update_rows(changed, [*FIELDS, "version", "updated_at"])
        tally = check.tally(self)
        tally.new, tally.changed = len(fresh), len(changed)
        tally.unchanged = len(sound(rows)) - len(fresh) - len(changed)

    def _refuse_taken_names(self, rows: list[Row], known: dict[str, Unit], check: Check) -> None:
        """A name belongs to one unit, unless the file renames its holder."""
        renamed = {row["code"] for row in rows}
        holders = {u.name: u for u in known.values() if u.code not in renamed}
        for row in rows:
            holder = holders.get(row["name"])
            if holder:
                check.wrong(
                    self, row, "name", f"已有同名的单位（编号 {holder.code}），请核对单位编号"
                )
