from apps.branches.imports.shared import (
    names_of_organisations,
    names_of_units,
    offered_organisations,
    offered_units,
)
from apps.branches.models import Person
from apps.core.imports import Check, Code, Column, Day, Names, Row, Text, register
from apps.sixlights.imports.shared import RegisterSheet, refuse_days
from apps.sixlights.models import Lecturer


@register
class LecturerSheet(RegisterSheet):
    """宣讲团: by organisation, name and first day."""

    name = "宣讲团成员"
    order = 75
    model = Lecturer
    key = ("organisation", "name", "valid_from")
    columns = (
        Column(
            "organisation",
            "选聘的党组织",
            Text(100),
            True,
            "名称或编号",
            "市直机关工委",
            ("党组织",),
            offers=offered_organisations,
        ),
        Column("name", "姓名", Text(50), True, "", "张三"),
        Column("person", "人员编号", Code(20), False, "在名册里的填写", "P0001"),
        Column("unit", "所在单位", Text(100), False, "", offers=offered_units),
        Column("post", "职务", Text(80), False),
        Column("topics", "宣讲专题", Text(200), False, "几个专题用顿号隔开", "三微、党纪一小时"),
        Column("booking", "可预约", Text(200), False, "哪些单位、怎样联系"),
        Column("valid_from", "开始日期", Day(), True, "", "2026-01-01"),
        Column("valid_to", "结束日期", Day(), False, "长期有效的留空"),
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
        refuse_days(self, row, check)
