from apps.branches.imports.shared import names_of_units, offered_units, resolve, sound
from apps.core.imports import (
    Check,
    Choice,
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
from apps.core.quantities import Qualifier
from apps.zones.choices import ActivityStatus
from apps.zones.models import AttendingUnit, ZoneActivity

MOST_PERSONS = 9999
HEADS = ("persons", "persons_hedge")


@register
class AttendanceSheet(SheetImport):
    """联系片活动参加单位: by activity and unit; the activity by its name and first day."""

    name = "联系片活动参加单位"
    order = 61
    columns = (
        Column(
            "activity", "活动名称", Text(120), True, "与系统里的一致", "学习交流活动", ("活动",)
        ),
        Column("starts_on", "开始日期", Day(), True, "活动第一天", "2026-09-15", ("活动日期",)),
        Column("zone", "联系片", Text(50), False, "同一天有同名活动时填写", "第一联系片"),
        Column(
            "unit",
            "参加单位",
            Text(100),
            True,
            "名称、简称或编号",
            "市财政局",
            ("单位", "单位名称"),
            offers=offered_units,
        ),
        Column("persons", "参加人数", Whole(), False, "不知道的留空", "3", ("人数",)),
        Column(
            "persons_hedge",
            "确切程度",
            Choice.of(Qualifier),
            False,
            "写“10余人”的，人数填10，这里选“余”",
            "确数",
        ),
    )

    def take(self, rows: list[Row], check: Check) -> None:
        units = names_of_units()
        activities = _activities(rows)
        for row in rows:
            row.values["unit"] = resolve(self, row, "unit", units, check)
            self._find_activity(row, activities, check)
            if row.get("persons", 0) > MOST_PERSONS:
                check.wrong(self, row, "persons", f"一家单位不会来{row['persons']}人，请核对")
        for row, first in twice(sound(rows), "activity", "unit"):
            sentence = f"与第 {first.number} 行是同一个单位，人数请合在一行"
            check.wrong(self, row, "unit", sentence)
        keys = [row["activity"].pk for row in sound(rows)]
        known = {
            (one.activity_id, one.unit_id): one
            for one in AttendingUnit.objects.filter(activity__in=keys).select_related("unit")
        }
        fresh: list[AttendingUnit] = []
        changed: list[AttendingUnit] = []
        for row in sound(rows):
            self._take_row(row, known, fresh, changed, check)
        AttendingUnit.objects.bulk_create(fresh)
        update_rows(changed, list(HEADS))
        tally = check.tally(self)
        tally.new, tally.changed = len(fresh), len(changed)
        tally.unchanged = len(sound(rows)) - len(fresh) - len(changed)

    def _find_activity(self, row: Row, activities: dict, check: Check) -> None:
        name, day, zone = (row.get(key) for key in ("activity", "starts_on", "zone"))
        found = [
            one
            for one in activities.get((name, day), [])
            if zone is None or (one.zone and one.zone.name == zone)
        ]
        row.values["activity"] = found[0] if len(found) == 1 else None
        if not name or not day or len(found) == 1:
            return
        if found:
            check.wrong(self, row, "zone", "这一天有几个同名的活动，请填写联系片")
        else:
            place = f"“{zone}”" if zone else ""
            sentence = f"{day}{place}没有“{name}”这次活动，请核对名称和开始日期，或先登记活动"
            check.wrong(self, row, "activity", sentence)

    def _take_row(self, row: Row, known, fresh, changed, check: Check) -> None:
        stored = known.get((row["activity"].pk, row["unit"].pk))
        if stored is None:
            values = {name: row[name] for name in HEADS if name in row.values}
            fresh.append(AttendingUnit(activity=row["activity"], unit=row["unit"], **values))
            return
        differing = [
            name for name in HEADS if name in row.values and row[name] != getattr(stored, name)
        ]
        for name in differing:
            old = getattr(stored, name)
            check.changed_cell(self, row, str(stored), name, _label(old), _label(row[name]))
            setattr(stored, name, row[name])
        if differing:
            changed.append(stored)


def _label(value):
    return Qualifier(value).label if value in Qualifier else value


def _activities(rows: list[Row]) -> dict[tuple, list[ZoneActivity]]:
    """Those of the days in the file; what was called off has no units."""
    days = {row.get("starts_on") for row in rows} - {None}
    found: dict[tuple, list[ZoneActivity]] = {}
    stored = ZoneActivity.objects.filter(starts_on__in=days).select_related("zone")
    for activity in stored.exclude(status=ActivityStatus.CALLED_OFF):
        found.setdefault((activity.title, activity.starts_on), []).append(activity)
    return found
