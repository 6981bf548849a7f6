"""What belongs to a project: rows that name it by owner, year and title."""

from django.utils import timezone

from apps.branches.imports.shared import (
    names_of_organisations,
    offered_organisations,
    resolve,
    sound,
)
from apps.core.imports import Check, Choice, Code, Column, Day, Names, Row, Text, Whole, register
from apps.core.imports.sheets import twice
from apps.core.quantities import Qualifier
from apps.projects.imports.amounts import Amount
from apps.projects.imports.projects import LONG, people_named
from apps.projects.models import Milestone, Outcome, OutcomeKind, SecretaryProject
from apps.projects.services.milestones import keep_first_day
from apps.sixlights.imports.shared import RegisterSheet, refuse_future

OF_PROJECT = ("organisation", "year", "title")
COLUMNS = (
    Column(
        "organisation",
        "承担党组织",
        Text(100),
        True,
        "与“书记项目”表一致",
        "市财政局党组",
        ("党组织", "申报单位"),
        offers=offered_organisations,
    ),
    Column("year", "年度", Whole(), True, "四位数字", "2026", ("年份",)),
    Column("title", "项目名称", Text(120), True, "", "把支部建在项目上", ("题目",)),
)


class PartSheet(RegisterSheet):
    """The project that a row names takes the place of the three cells that name it."""

    def take(self, rows: list[Row], check: Check) -> None:
        organisations = names_of_organisations()
        for row in rows:
            row.values["organisation"] = resolve(self, row, "organisation", organisations, check)
        self._find_projects(sound(rows), check)
        names = self.names(rows)
        for row in sound(rows):
            for column in names.keys() & row.values.keys():
                row.values[column] = resolve(self, row, column, names[column], check)
        for row in sound(rows):
            self.refuse(row, check)
        for row, first in twice(sound(rows), *self.key):
            check.wrong(self, row, self.key[1], f"与第 {first.number} 行是同一条，请只留一行")
        self._save(sound(rows), check)

    def _find_projects(self, rows: list[Row], check: Check) -> None:
        owners = [row["organisation"] for row in rows]
        stored = SecretaryProject.objects.filter(organisation__in=owners)
        found = {(p.organisation_id, p.year, p.title): p for p in stored}
        for row in rows:
            owner, year, title = (row.values.pop(key) for key in OF_PROJECT)
            row.values["project"] = found.get((owner.pk, year, title))
            if row.values["project"] is None:
                sentence = f"“{owner}”{year}年没有“{title}”这个书记项目，请先导入项目或核对名称"
                check.wrong(self, row, "title", sentence)

    def _update(self, changed, columns: list[str]) -> None:
        super()._update(changed, [name for name in columns if name not in OF_PROJECT])


@register
class MilestoneSheet(PartSheet):
    """项目节点: by project and name; a day that is moved keeps the first one."""

    name = "项目节点"
    order = 81
    model = Milestone
    key = ("project", "name")
    columns = (
        *COLUMNS,
        Column("name", "节点任务", Text(120), True, "", "完成调研", ("节点",)),
        Column("owner", "责任人编号", Code(20), False, "人员编号", "P0001"),
        Column("due_on", "完成期限", Day(), True, "", "2026-06-30"),
        Column("done_on", "实际完成日期", Day(), False, "没有完成的留空", ""),
        Column("result", "完成情况", LONG, False),
    )

    def names(self, rows: list[Row]) -> dict[str, Names]:
        return {"owner": people_named(rows, "owner")}

    def refuse(self, row: Row, check: Check) -> None:
        refuse_future(self, row, "done_on", timezone.localdate(), check)

    def store(self, fresh: list[Milestone]) -> None:
        order: dict[int, int] = {}
        for milestone in fresh:
            order[milestone.project_id] = order.get(milestone.project_id, 0) + 1
            milestone.order = order[milestone.project_id]
        super().store(fresh)

    def _update(self, changed: list[Milestone], columns: list[str]) -> None:
        rows = Milestone.objects.filter(pk__in=[one.pk for one in changed])
        before = dict(rows.values_list("pk", "due_on"))
        for milestone in changed:
            if milestone.due_on != before[milestone.pk]:
                keep_first_day(milestone, before[milestone.pk])
        super()._update(changed, [*columns, "first_due_on"])


@register
class OutcomeSheet(PartSheet):
    """项目成果: by project, kind and the day up to which it counts."""

    name = "项目成果"
    order = 82
    model = Outcome
    key = ("project", "kind", "ends_on")
    columns = (
        *COLUMNS,
        Column(
            "kind",
            "成果类别",
            Text(60),
            True,
            "“成果类别”里的名称，单位随类别",
            "开展活动",
            offers=lambda: list(OutcomeKind.objects.values_list("name", flat=True)),
        ),
        Column("value", "数值", Amount(), True, "只填数字", "3800"),
        Column(
            "value_hedge",
            "确切程度",
            Choice.of(Qualifier),
            False,
            "3800多场：数值3800，选“多”；留空是确数",
            "多",
        ),
        Column("starts_on", "从哪一天起", Day(), False, "材料没有写明的留空", ""),
        Column("ends_on", "到哪一天止", Day(), True, "“目前”填材料的日期", "2026-09-30"),
        Column("text", "说明", LONG, False),
    )

    def names(self, rows: list[Row]) -> dict[str, Names]:
        return {"kind": Names("成果类别", [(k.name, k) for k in OutcomeKind.objects.all()])}

    def refuse(self, row: Row, check: Check) -> None:
        start = row.get("starts_on")
        if start and row["ends_on"] < start:
            check.wrong(self, row, "ends_on", "截止日期不能早于起始日期，请核对两个日期")
