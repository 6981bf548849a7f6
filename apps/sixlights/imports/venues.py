from datetime import datetime
from decimal import Decimal, InvalidOperation

from apps.branches.imports.shared import (
    names_of_organisations,
    names_of_units,
    offered_organisations,
    offered_units,
)
from apps.core.imports import Check, Column, Day, Names, Row, Text, register
from apps.core.imports.cells import CellError, as_text
from apps.sixlights.imports.shared import RegisterSheet, refuse_days
from apps.sixlights.models import Venue

LARGEST = Decimal("999999.9")


class Area:
    """Square metres, to a tenth."""

    def __call__(self, value: object, epoch: datetime) -> Decimal:
        try:
            area = Decimal(as_text(value)).quantize(Decimal("0.1"))
        except InvalidOperation:
            raise CellError(f"“{value}”不是面积，请填写数字，如 60 或 60.5") from None
        if not 0 < area <= LARGEST:
            raise CellError("面积应大于 0，请核对")
        return area


@register
class VenueSheet(RegisterSheet):
    """党员活动阵地: by organisation, name and first day."""

    name = "党员活动阵地"
    order = 72
    model = Venue
    key = ("organisation", "name", "valid_from")
    columns = (
        Column(
            "organisation",
            "所属党组织",
            Text(100),
            True,
            "名称或编号",
            "O010",
            ("党组织", "党组织名称"),
            offers=offered_organisations,
        ),
        Column("name", "阵地名称", Text(80), True, "", "党员活动室", ("阵地", "活动室")),
        Column("unit", "单位", Text(100), False, "", "", offers=offered_units),
        Column("address", "地址", Text(120), False, "", "办公楼三楼"),
        Column("area", "面积（平方米）", Area(), False, "", "60", ("面积",)),
        Column("valid_from", "开始日期", Day(), True, "", "2022-07-01", ("启用日期",)),
        Column("valid_to", "结束日期", Day(), False, "在用的留空", "", ("停用日期",)),
    )

    def names(self, rows: list[Row]) -> dict[str, Names]:
        return {"organisation": names_of_organisations(), "unit": names_of_units()}

    def refuse(self, row: Row, check: Check) -> None:
        refuse_days(self, row, check)
