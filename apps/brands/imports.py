"""The sheet of brands: what the register knew before the portal, with the days of each layer."""

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone

from apps.branches.imports.shared import (
    differing,
    names_of_organisations,
    offered_organisations,
    resolve,
    sound,
)
from apps.brands.choices import HONOURED, BatchKind, BrandLayer
from apps.brands.models import Batch, Brand, LayerSpan
from apps.brands.rules import RECHECK_MONTHS
from apps.brands.services.brands import TEXTS
from apps.core import policy
from apps.core.imports import (
    Check,
    Column,
    Day,
    Row,
    SheetImport,
    Text,
    Whole,
    register,
    update_rows,
)
from apps.core.imports.sheets import twice
from apps.core.lifecycle import begin
from apps.core.periods import months_after

KEY = ("organisation", "name")
# The columns with the day of each layer, in the order in which a brand goes through them.
DAYS = {
    "since": BrandLayer.NURTURING,
    "submitted": BrandLayer.SUBMITTED,
    "shortlisted": BrandLayer.SHORTLISTED,
    "certified": BrandLayer.CERTIFIED,
    "demonstrated": BrandLayer.DEMONSTRATION,
    "withdrawn": BrandLayer.WITHDRAWN,
}
# The columns with the number of a batch: which kind, and the layer that it gives.
BATCHES = {
    "certified": ("certified_batch", BatchKind.CERTIFICATION),
    "demonstrated": ("demonstrated_batch", BatchKind.DEMONSTRATION),
}


class Station(NamedTuple):
    layer: BrandLayer
    day: date
    batch: Batch | None = None
    reason: str = ""


def _text(key: str, name: str, note: str = "", example: str = "") -> Column:
    return Column(key, name, Text(20_000, is_long=True), False, note, example)


@register
class BrandSheet(SheetImport):
    """党建品牌: by organisation and name. A file never moves a brand that is there already."""

    name = "党建品牌"
    order = 90
    columns = (
        Column(
            "organisation",
            "党组织",
            Text(100),
            True,
            "名称或编号",
            "O010",
            ("党组织名称", "所属党组织"),
            offered_organisations,
        ),
        Column("name", "品牌名称", Text(60), True, "", "红色先锋"),
        Column("since", "创建日期", Day(), True, "自主创建从哪一天起", "2019-03-01"),
        _text("meaning", "释义"),
        _text("business_link", "与业务的结合"),
        _text("measures", "主要措施"),
        _text("effects", "成效"),
        Column("copied_from", "借鉴自", Text(200), False, "借鉴市外做法的填写"),
        Column("submitted", "申报日期", Day(), False, "没有申报的留空", "2019-06-30"),
        Column("shortlisted", "入围日期", Day(), False, "初评入围；没有的留空"),
        Column("certified", "认定日期", Day(), False, "留空的按认定批次的决定日期", "2019-12-20"),
        Column("certified_batch", "认定批次", Whole(), False, "第几批，填数字", "1"),
        Column("demonstrated", "示范日期", Day(), False, "留空的按示范批次的决定日期"),
        Column("demonstrated_batch", "示范批次", Whole(), False, "第几批，填数字"),
        Column("plan", "所属规划", Text(100), False, "几个规划都有这一批的，写规划名称"),
        Column("withdrawn", "摘牌日期", Day(), False, "没有摘牌的留空"),
        Column("reason", "摘牌原因", Text(500), False, "填写了摘牌日期的必填"),
    )

    def take(self, rows: list[Row], check: Check) -> None:
        organisations, batches = names_of_organisations(), _batches()
        for row in rows:
            row.values["organisation"] = resolve(self, row, "organisation", organisations, check)
        for row in sound(rows):
            self._find_batches(row, batches, check)
        for row in sound(rows):
            self._judge(row, check)
        for row, first in twice(sound(rows), *KEY):
            check.wrong(self, row, "name", f"与第 {first.number} 行是同一个品牌，请只留一行")
        self._save(sound(rows), check)

    def _find_batches(self, row: Row, batches: dict[tuple, list[Batch]], check: Check) -> None:
        """The batch of each honour; its day is that of the honour where none is written."""
        for day, (key, kind) in BATCHES.items():
            if key not in row.values:
                if day in row.values:
                    check.wrong(
                        self, row, key, f"填写了{kind.label}日期，请一并填写{kind.label}批次"
                    )
                continue
            found = [b for b in batches[kind, row[key]] if row.get("plan") in (None, str(b.plan))]
            if len(found) != 1:
                check.wrong(self, row, key, _unclear(kind, row[key], found))
            elif found[0].decided_on is None and day not in row.values:
                check.wrong(self, row, day, f"“{found[0]}”还没有决定日期，请先在系统里填写")
            else:
                row.values[key] = found[0]
                row.values.setdefault(day, found[0].decided_on)

    def _judge(self, row: Row, check: Check) -> None:
        named = {c.key: c.name for c in self.columns}
        stated = [key for key in DAYS if key in row.values]
        for before, after in zip(stated, stated[1:], strict=False):
            if row[after] < row[before]:
                sentence = f"{named[after]}不能早于{named[before]}，请核对两个日期"
                check.wrong(self, row, after, sentence)
        if row[stated[-1]] > timezone.localdate():
            check.wrong(self, row, stated[-1], "日期还没有到，请核对")
        if row["since"] < row["organisation"].founded_on:
            founded = row["organisation"].founded_on
            check.wrong(self, row, "since", f"党组织成立于{founded}，创建日期不能更早")
        if "certified" not in row.values:
            for key in ("demonstrated", "withdrawn"):
                if key in row.values:
                    sentence = f"填写了{named[key]}，请一并填写认定批次：没有认定的不会示范或摘牌"
                    check.wrong(self, row, "certified_batch", sentence)
        if ("withdrawn" in row.values) != ("reason" in row.values):
            check.wrong(self, row, "reason", "摘牌日期和摘牌原因请一并填写")

    def _save(self, rows: list[Row], check: Check) -> None:
        known = _stored(rows)
        fresh: list[tuple[Brand, list[Station]]] = []
        changed: list[Any] = []
        months = policy.count(RECHECK_MONTHS)
        for row in rows:
            stations = _stations(row)
            brand = known.get((row["organisation"].pk, row["name"]))
            if brand is None:
                fresh.append((_described(row, stations, months), stations))
            elif self._stays(row, brand, stations, check) and differing(
                self, row, brand, TEXTS, check
            ):
                brand.version += 1
                brand.updated_at = timezone.now()
                changed.append(brand)
        _create(fresh)
        update_rows(changed, [*TEXTS, "version", "updated_at"])
        tally = check.tally(self)
        tally.new, tally.changed = len(fresh), len(changed)
        tally.unchanged = len(rows) - len(fresh) - len(changed)

    def _stays(self, row: Row, brand: Brand, stations: list[Station], check: Check) -> bool:
        """Whether the days are the stored ones: layers change by the steps of the portal alone."""
        stored = {(span.layer, span.starts_on) for span in brand.layer_spans.all()}
        if all((station.layer, station.day) in stored for station in stations):
            return True
        sentence = (
            f"“{brand}”已在系统里，现在是“{brand.get_status_display()}”，导入不改它的层级和日期。"
            "要办申报、认定、摘牌的，请在“党建品牌”里办"
        )
        check.wrong(self, row, "name", sentence)
        return False


def _batches() -> dict[tuple, list[Batch]]:
    found: dict[tuple, list[Batch]] = defaultdict(list)
    for batch in Batch.objects.select_related("plan"):
        found[batch.kind, batch.number].append(batch)
    return found


def _unclear(kind: BatchKind, number: int, found: list[Batch]) -> str:
    if found:
        return f"有 {len(found)} 个规划都有第 {number} 批{kind.label}，请在“所属规划”里写明"
    return f"没有第 {number} 批{kind.label}，请先在“品牌批次”里登记"


def _stored(rows: list[Row]) -> dict[tuple[int, str], Brand]:
    found = Brand.objects.filter(name__in=[row["name"] for row in rows])
    return {(b.organisation_id, b.name): b for b in found.prefetch_related("layer_spans")}


def _stations(row: Row) -> list[Station]:
    return [
        Station(
            layer,
            row[key],
            row.get(BATCHES[key][0]) if key in BATCHES else None,
            row["reason"] if layer == BrandLayer.WITHDRAWN else "",
        )
        for key, layer in DAYS.items()
        if key in row.values
    ]


def _described(row: Row, stations: list[Station], months: int) -> Brand:
    brand = Brand(
        organisation=row["organisation"],
        certified_on=row.get("certified"),
        certified_in=row.get("certified_batch"),
        demonstrated_in=row.get("demonstrated_batch"),
        **{name: row[name] for name in TEXTS if name in row.values},
    )
    if stations[-1].layer in HONOURED and brand.certified_on:
        brand.next_recheck_on = months_after(brand.certified_on, months)
    return brand


def _create(fresh: list[tuple[Brand, list[Station]]]) -> None:
    by_layer: dict[BrandLayer, list[Brand]] = defaultdict(list)
    for brand, stations in fresh:
        by_layer[stations[-1].layer].append(brand)
    for layer, brands in by_layer.items():
        if layer == BrandLayer.NURTURING:
            Brand.objects.bulk_create(brands)
        else:
            begin(brands, f"record_{layer}", by=None, note="由工作簿导入")
    LayerSpan.objects.bulk_create(span for pair in fresh for span in _spans(*pair))


def _spans(brand: Brand, stations: list[Station]) -> list[LayerSpan]:
    ends = [station.day for station in stations[1:]] + [None]
    return [
        LayerSpan(
            brand=brand,
            layer=station.layer,
            starts_on=station.day,
            ends_on=end,
            batch=station.batch,
            reason=station.reason,
        )
        for station, end in zip(stations, ends, strict=True)
    ]
