"""The sheets of centre groups and of observers."""

from collections.abc import Iterator

from django.utils import timezone

from apps.branches.choices import OrganisationKind
from apps.branches.imports.shared import (
    names_of_organisations,
    names_of_units,
    offered_organisations,
    offered_units,
    sound,
)
from apps.branches.models import DatedModel, Person
from apps.core.imports import Check, Choice, Code, Column, Day, Names, Row, Text, register
from apps.observations.models import CycleObserver, ObservationCycle, StudyGroup
from apps.sixlights.imports.shared import RegisterSheet

# Where there is no Party group, the committee of the organ leads the study.
LEADING = (OrganisationKind.PARTY_GROUP, OrganisationKind.ORGAN_COMMITTEE)
YES_OR_NO = Choice({"是": "yes", "否": "no"}, {"√": "yes"})


def offered_cycles() -> list[str]:
    return list(ObservationCycle.objects.values_list("name", flat=True))


def people_coded(rows: list[Row], column: str) -> Names:
    codes = {row[column] for row in rows if column in row.values}
    return Names("人员编号", [(p.code, p) for p in Person.objects.filter(code__in=codes)])


@register
class StudyGroupSheet(RegisterSheet):
    """理论学习中心组: by unit, leading organisation and first day."""

    name = "理论学习中心组"
    order = 95
    model = StudyGroup
    key = ("unit", "organisation", "valid_from")
    columns = (
        Column(
            "unit", "单位", Text(100), True, "全称、简称或编号", "市财政局", offers=offered_units
        ),
        Column(
            "organisation",
            "党组（党委）",
            Text(100),
            True,
            "单位的党组；没有党组的填机关党委，名称或编号",
            "市财政局党组",
            ("党组", "党组织"),
            offers=offered_organisations,
        ),
        Column("valid_from", "成立日期", Day(), True, "", "2024-01-01", ("开始日期",)),
        Column("valid_to", "结束日期", Day(), False, "现有的留空", ""),
        Column("contact", "学习秘书编号", Code(20), False, "学习秘书的人员编号", "P0002"),
    )

    def names(self, rows: list[Row]) -> dict[str, Names]:
        return {
            "unit": names_of_units(),
            "organisation": names_of_organisations("党组（党委）"),
            "contact": people_coded(rows, "contact"),
        }

    def refuse(self, row: Row, check: Check) -> None:
        body, unit = row["organisation"], row["unit"]
        start, end = row["valid_from"], row.get("valid_to")
        if body.kind not in LEADING:
            sentence = (
                f"“{body}”是{body.get_kind_display()}，中心组由党组（党委）或机关党委负责，请改填"
            )
            check.wrong(self, row, "organisation", sentence)
        elif body.unit_id != unit.pk:
            check.wrong(self, row, "organisation", f"“{body}”不是“{unit}”的党组织，请核对")
        if end and end <= start:
            check.wrong(self, row, "valid_to", "结束日期必须晚于成立日期")

    def _save(self, rows: list[Row], check: Check) -> None:
        for row, other in _overlapping(rows):
            sentence = (
                f"“{row['unit']}”从 {other.valid_from} 起已有{other.organisation}领导的中心组"
            )
            cure = "，一个单位同时只有一个，请给前一个填结束日期"
            check.wrong(self, row, "valid_from", sentence + cure)
        super()._save(sound(rows), check)


def _overlapping(rows: list[Row]) -> Iterator[tuple[Row, StudyGroup]]:
    """Rows whose unit has another group on one of their days, be it stored or of the file."""
    spans: dict[tuple, StudyGroup] = {}
    units = {row["unit"].pk for row in rows}
    stored = StudyGroup.objects.filter(unit__in=units).select_related("unit", "organisation")
    for group in stored:
        spans[group.unit_id, group.organisation_id, group.valid_from] = group
    wanted = {}
    for row in rows:
        key = (row["unit"].pk, row["organisation"].pk, row["valid_from"])
        before = spans.get(key)
        end = row.get("valid_to", before.valid_to if before else None)
        given = {name: row[name] for name in StudyGroupSheet.key}
        wanted[key] = spans[key] = StudyGroup(**given, valid_to=end)
    for row, (key, group) in zip(rows, wanted.items(), strict=True):
        others = (s for k, s in spans.items() if k[0] == key[0] and k != key)
        if other := next((s for s in others if _meet(s, group)), None):
            yield row, other


def _meet(one: DatedModel, other: DatedModel) -> bool:
    """Whether both hold on some day."""
    return (one.valid_to is None or other.valid_from < one.valid_to) and (
        other.valid_to is None or one.valid_from < other.valid_to
    )


@register
class ObserverSheet(RegisterSheet):
    """旁听人员: by cycle and person; the own unit is kept away from without being told."""

    name = "旁听人员"
    order = 96
    model = CycleObserver
    key = ("cycle", "person")
    compared = ("name",)
    columns = (
        Column(
            "cycle",
            "旁听周期",
            Text(80),
            True,
            "已建周期的名称",
            "2026年度中心组学习列席旁听",
            ("周期",),
            offers=offered_cycles,
        ),
        Column("person", "人员编号", Code(20), True, "“人员”表里的编号", "P0001"),
        Column("name", "姓名", Text(50), False, "只用来核对", "张三"),
        Column(
            "unit",
            "推荐单位",
            Text(100),
            False,
            "不旁听这个单位；本人所在单位自动回避，不用填",
            "市财政局",
            ("单位",),
            offers=offered_units,
        ),
        Column("may_lead", "可任组长", YES_OR_NO, False, "是或否；留空为否", "是", ("组长",)),
        Column("left_on", "退出日期", Day(), False, "还在参加的留空", ""),
    )

    def names(self, rows: list[Row]) -> dict[str, Names]:
        cycles = [(cycle.name, cycle) for cycle in ObservationCycle.objects.all()]
        return {
            "cycle": Names("旁听周期", cycles),
            "person": people_coded(rows, "person"),
            "unit": names_of_units(),
        }

    def refuse(self, row: Row, check: Check) -> None:
        cycle, person = row["cycle"], row["person"]
        name = row.values.pop("name", None)
        if name not in (None, person.name):
            sentence = f"人员编号 {person.code} 是“{person.name}”，与姓名不符，请核对"
            check.wrong(self, row, "name", sentence)
        if "may_lead" in row.values:
            row.values["may_lead"] = row["may_lead"] == "yes"
        if cycle.ends_on < timezone.localdate():
            sentence = f"“{cycle}”已于 {cycle.ends_on} 结束，请填现在的周期"
            check.wrong(self, row, "cycle", sentence)
