from django.utils import timezone

from apps.branches.imports.shared import (
    names_of_organisations,
    names_of_units,
    offered_organisations,
    offered_units,
)
from apps.branches.models import Person
from apps.core.imports import Check, Choice, Code, Column, Day, Names, Row, Text, register
from apps.core.lifecycle import begin
from apps.sixlights.imports.shared import RegisterSheet, refuse_future
from apps.sixlights.models import Honour, HonourLevel


@register
class HonourSheet(RegisterSheet):
    """荣誉: by organisation, holder, name and day."""

    name = "荣誉"
    order = 74
    model = Honour
    key = ("organisation", "person", "unit", "name", "granted_on")
    columns = (
        Column(
            "organisation",
            "党组织",
            Text(100),
            True,
            "荣誉计在哪个党组织，名称或编号",
            "O010",
            ("党组织名称", "所属党组织"),
            offers=offered_organisations,
        ),
        Column("unit", "获奖单位", Text(100), False, "授予整个单位的填写", offers=offered_units),
        Column("person", "获奖人员编号", Code(20), False, "授予个人的填写；集体的留空", "P0001"),
        Column("name", "荣誉名称", Text(100), True, "", "先进基层党组织", ("荣誉",)),
        Column(
            "level", "级别", Choice.of(HonourLevel), True, "从下拉选项中选", "市级", ("荣誉级别",)
        ),
        Column("granted_by", "授予机关", Text(80), True, "", "市直机关工委", ("表彰机关",)),
        Column("granted_on", "授予日期", Day(), True, "", "2026-06-30", ("表彰日期",)),
        Column("document_number", "文号", Text(60), False),
    )

    def names(self, rows: list[Row]) -> dict[str, Names]:
        codes = [r["person"] for r in rows if "person" in r.values]
        people = Person.objects.filter(code__in=codes)
        return {
            "organisation": names_of_organisations(),
            "unit": names_of_units(),
            "person": Names("人员编号", [(p.code, p) for p in people]),
        }

    def refuse(self, row: Row, check: Check) -> None:
        refuse_future(self, row, "granted_on", timezone.localdate(), check)
        if row.get("unit") and row.get("person"):
            check.wrong(self, row, "person", "获奖单位和获奖个人只能填一个")

    def store(self, fresh: list[Honour]) -> None:
        begin(fresh, "enter", by=None)
