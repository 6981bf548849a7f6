from django.utils import timezone

from apps.branches.imports.shared import names_of_organisations, offered_organisations
from apps.branches.models import Person
from apps.core.imports import Check, Code, Column, Day, Names, Row, Text, Whole, register
from apps.core.lifecycle import begin
from apps.projects.lifecycle import APPLICATION
from apps.projects.models import ProjectKind, SecretaryProject
from apps.sixlights.imports.shared import RegisterSheet, refuse_future

LONG = Text(5000, True)


def offered_kinds() -> list[str]:
    return list(ProjectKind.objects.values_list("name", flat=True))


def people_named(rows: list[Row], *columns: str) -> Names:
    codes = {row[column] for row in rows for column in columns if column in row.values}
    return Names("人员编号", [(p.code, p) for p in Person.objects.filter(code__in=codes)])


@register
class ProjectSheet(RegisterSheet):
    """书记项目: by owner, year and title. With its day an application comes in as submitted,
    without one as a draft of the unit."""

    name = "书记项目"
    order = 80
    model = SecretaryProject
    key = ("organisation", "year", "title")
    columns = (
        Column(
            "organisation",
            "承担党组织",
            Text(100),
            True,
            "单位的党组；没有党组的填机关党委等，名称或编号",
            "市财政局党组",
            ("党组织", "申报单位"),
            offers=offered_organisations,
        ),
        Column("year", "年度", Whole(), True, "四位数字", "2026", ("年份",)),
        Column("title", "项目名称", Text(120), True, "", "把支部建在项目上", ("名称", "题目")),
        Column("kind", "类别", Text(30), False, "“项目类别”里的名称", offers=offered_kinds),
        Column("secretary", "领题书记编号", Code(20), False, "申报时书记的人员编号", "P0001"),
        Column("contact", "联系人编号", Code(20), False, "人员编号", "P0002"),
        Column("background", "项目背景", LONG, False),
        Column("problem", "要解决的问题", LONG, False),
        Column("measures", "主要措施", LONG, False),
        Column("schedule", "进度安排", LONG, False),
        Column("expected_effect", "预期成效", LONG, False),
        Column("starts_on", "开始日期", Day(), False, "", "2026-03-01"),
        Column("ends_on", "完成日期", Day(), False, "", "2026-11-30"),
        Column(
            "reported_on",
            "申报日期",
            Day(),
            False,
            "填了的按“已申报”导入，前面各列都要填（联系人除外）；留空的是选题",
            "2026-03-10",
        ),
    )

    def names(self, rows: list[Row]) -> dict[str, Names]:
        people = people_named(rows, "secretary", "contact")
        return {
            "organisation": names_of_organisations(),
            "kind": Names("项目类别", [(k.name, k) for k in ProjectKind.objects.all()]),
            "secretary": people,
            "contact": people,
        }

    def refuse(self, row: Row, check: Check) -> None:
        start, end = row.get("starts_on"), row.get("ends_on")
        if start and end and end < start:
            check.wrong(self, row, "ends_on", "完成日期不能早于开始日期，请核对两个日期")
        if not row.get("reported_on"):
            return
        refuse_future(self, row, "reported_on", timezone.localdate(), check)
        labels = {column.key: column.name for column in self.columns}
        missing = "、".join(labels[key] for key in APPLICATION if row.get(key) is None)
        if missing:
            check.wrong(
                self, row, "reported_on", f"已申报的项目要写全，还缺{missing}；没有申报的不填日期"
            )

    def store(self, fresh: list[SecretaryProject]) -> None:
        begin([p for p in fresh if p.reported_on], "submit", by=None)
        super().store([p for p in fresh if not p.reported_on])
