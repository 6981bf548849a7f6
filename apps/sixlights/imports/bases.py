from apps.branches.imports.shared import (
    names_of_organisations,
    names_of_units,
    offered_organisations,
    offered_units,
)
from apps.core.imports import Check, Column, Day, Names, Row, Text, Whole, register
from apps.sixlights.imports.shared import RegisterSheet, refuse_days
from apps.sixlights.imports.weekdays import Weekdays
from apps.sixlights.models import BaseCategory, ThemeDayBase


def offered_categories() -> list[str]:
    return list(BaseCategory.objects.values_list("name", flat=True))


@register
class BaseSheet(RegisterSheet):
    """主题党日活动基地: by name and first day."""

    name = "主题党日活动基地"
    order = 70
    model = ThemeDayBase
    key = ("name", "valid_from")
    columns = (
        Column("name", "基地名称", Text(100), True, "", "藕塘烈士纪念馆", ("基地", "名称")),
        Column(
            "category",
            "类别",
            Text(40),
            True,
            "从下拉选项中选；新的类别先在工作台登记",
            "革命传统教育",
            ("基地类别",),
            offers=offered_categories,
        ),
        Column("batch", "授牌批次", Whole(), False, "第几批", "1", ("批次",)),
        Column("plaque_on", "授牌日期", Day(), False, "", "2022-06-30"),
        Column("address", "地址", Text(120), True, "", "定远县藕塘镇"),
        Column(
            "unit",
            "管理单位",
            Text(100),
            False,
            "市直单位管理的填写",
            "",
            offers=offered_units,
        ),
        Column(
            "keeper",
            "受理预约的党组织",
            Text(100),
            True,
            "名称或编号",
            "市直机关工委",
            ("受理党组织",),
            offers=offered_organisations,
        ),
        Column("contact_person", "联系人", Text(50), False),
        Column("contact_phone", "联系电话", Text(20), False, "基地的办公电话", "0550-1234567"),
        Column(
            "capacity",
            "每半天接待人数",
            Whole(),
            False,
            "不填的不能在网上预约",
            "40",
            ("接待人数", "容量"),
        ),
        Column("opening_hours", "开放时间", Text(60), False, "", "9:00—17:00"),
        Column("closed_weekdays", "每周闭馆", Weekdays(), False, "多天用顿号隔开", "星期一"),
        Column("valid_from", "开始日期", Day(), True, "", "2022-07-01"),
        Column("valid_to", "结束日期", Day(), False, "长期有效的留空"),
    )

    def names(self, rows: list[Row]) -> dict[str, Names]:
        categories = Names("类别", [(c.name, c) for c in BaseCategory.objects.all()])
        return {
            "category": categories,
            "unit": names_of_units(),
            "keeper": names_of_organisations(),
        }

    def refuse(self, row: Row, check: Check) -> None:
        refuse_days(self, row, check)
        if not 1 <= row.get("capacity", 1) <= 32767:
            check.wrong(self, row, "capacity", "每半天接待人数填 1 到 32767")
        if row.get("batch", 0) > 32767:
            check.wrong(self, row, "batch", "授牌批次过大，请核对")
