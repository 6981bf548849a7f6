"""The sheet of grades: what bodies were found to be in the years before the portal."""

from collections import defaultdict
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils import timezone

from apps.branches.choices import GradeKind
from apps.branches.imports.shared import (
    names_of_organisations,
    offered_organisations,
    resolve,
    sound,
)
from apps.branches.models import Grade, Organisation
from apps.core.imports import Check, Choice, Column, Day, Row, SheetImport, Text, Whole, register
from apps.core.imports.cells import CellError, as_text
from apps.core.imports.sheets import twice
from apps.grades.models import GradeLevel

KEY = ("organisation", "kind", "year")
FIRST_YEAR = 1990
# By (kind, name of the level): the heights that measures give it, with the measures.
Levels = dict[tuple[str, str], dict[int, list[str]]]


class Points:
    def __call__(self, value: object, epoch) -> Decimal:
        try:
            points = Decimal(as_text(value))
        except InvalidOperation as error:
            raise CellError(f"“{value}”不是分数，请填写数字，如 86.5") from error
        if not 0 <= points < 10_000 or points != round(points, 2):
            raise CellError("分数填 0 以上的数，最多两位小数")
        return points


@register
class GradeSheet(SheetImport):
    """定级结果: by organisation, kind and year. A file never changes a grade that is there."""

    name = "定级结果"
    order = 95
    columns = (
        Column(
            "organisation",
            "党组织",
            Text(100),
            True,
            "名称或编号",
            "O010",
            ("党组织名称", "党支部", "支部名称"),
            offered_organisations,
        ),
        Column("kind", "类别", Choice.of(GradeKind), True, "从下拉选项中选", "星级党支部"),
        Column("year", "年度", Whole(), True, "评的是哪一年", "2024"),
        Column("level", "等级", Text(20), True, "和评定办法里的名称一致", "四星", ("星级",)),
        Column("decided_on", "定级日期", Day(), True, "决定或发文的日期", "2025-03-20"),
        Column("points", "得分", Points(), False, "没有打分的留空", "86.5"),
        Column(
            "scheme", "依据的办法", Text(100), False, "几个办法的等级高低不同的必填", "五星创评办法"
        ),
    )

    def take(self, rows: list[Row], check: Check) -> None:
        organisations, levels = names_of_organisations(), _levels()
        for row in rows:
            row.values["organisation"] = resolve(self, row, "organisation", organisations, check)
        for row in sound(rows):
            self._find_height(row, levels, check)
            self._judge_days(row, check)
        for row, first in twice(sound(rows), *KEY):
            sentence = f"与第 {first.number} 行是同一个党组织、同一年度、同一类别，请只留一行"
            check.wrong(self, row, "year", sentence)
        self._save(sound(rows), check)

    def _find_height(self, row: Row, levels: Levels, check: Check) -> None:
        """How high the level is: the measures say so."""
        given = levels.get((row["kind"], row["level"]), {})
        asked = row.get("scheme", "")
        heights = [h for h, schemes in given.items() if any(s.startswith(asked) for s in schemes)]
        label = GradeKind(row["kind"]).label
        if len(heights) == 1:
            row.values["order"] = heights[0]
        elif not given:
            known = "、".join(name for kind, name in levels if kind == row["kind"])
            cure = f"现有的等级是{known}" if known else "还没有这一类的办法"
            sentence = f"{label}没有“{row['level']}”这个等级，{cure}；缺的请先在“评定办法”里建立"
            check.wrong(self, row, "level", sentence)
        elif heights:
            sentence = f"几个办法的“{row['level']}”高低不同，请填写依据的是哪个办法"
            check.wrong(self, row, "scheme", sentence)
        else:
            named = "、".join(sorted({s for schemes in given.values() for s in schemes}))
            sentence = f"“{asked}”里没有“{row['level']}”，有这个等级的办法是{named}"
            check.wrong(self, row, "scheme", sentence)

    def _judge_days(self, row: Row, check: Check) -> None:
        today, day, year = timezone.localdate(), row["decided_on"], row["year"]
        if not FIRST_YEAR <= year <= today.year:
            check.wrong(self, row, "year", f"年度填 {FIRST_YEAR} 到 {today.year} 之间的年份")
        elif day > today:
            check.wrong(self, row, "decided_on", "定级日期还没有到，请核对")
        elif day < date(year, 1, 1):
            check.wrong(self, row, "decided_on", f"定级日期早于 {year} 年，请核对年度和日期")
        elif row["organisation"].founded_on > date(year, 12, 31):
            founded = row["organisation"].founded_on
            check.wrong(self, row, "year", f"党组织成立于{founded}，{year}年还没有，请核对年度")

    def _save(self, rows: list[Row], check: Check) -> None:
        known = _stored(rows)
        fresh = []
        for row in rows:
            stored = known.get((row["organisation"].pk, row["kind"], row["year"]))
            if stored is None:
                fresh.append(Grade(**row.values))
            elif (stored.level, stored.order) != (row["level"], row["order"]):
                sentence = (
                    f"系统里{stored.year}年已定为“{stored.level}”，导入不改定级结果。"
                    "要更正的，请先在“定级结果”里撤销原来的"
                )
                check.wrong(self, row, "level", sentence)
        if check.is_sound(self.name):
            Grade.objects.bulk_create(fresh)
        tally = check.tally(self)
        tally.new, tally.unchanged = len(fresh), len(rows) - len(fresh)


def _levels() -> Levels:
    found: Levels = defaultdict(lambda: defaultdict(list))
    for level in GradeLevel.objects.select_related("scheme").order_by("scheme__kind", "-order"):
        found[level.scheme.kind, level.name][level.order].append(str(level.scheme))
    return found


def _stored(rows: list[Row]) -> dict[tuple[int, str, int], Grade]:
    bodies: list[Organisation] = [row["organisation"] for row in rows]
    found = Grade.objects.in_force().filter(organisation__in=bodies)
    return {(g.organisation_id, g.kind, g.year): g for g in found}
