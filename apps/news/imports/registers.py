"""One sheet for each register that is owned by units."""

from typing import Any

from apps.core.imports import Check, Column, Day, Row, Text, Whole, register
from apps.news.imports.shared import FIRST, LAST, UNIT, RegisterSheet, hedge
from apps.news.models import (
    Audience,
    Case,
    ClassAudience,
    InfoSubmission,
    StudySession,
    TrainingClass,
)


@register
class SubmissionSheet(RegisterSheet):
    """信息报送: by unit, day and title."""

    name = "信息报送"
    order = 80
    model = InfoSubmission
    key = ("unit", "starts_on", "title")
    fields = ("ends_on", "submitted_to", "text", "items", "items_hedge")
    columns = (
        UNIT,
        Column("title", "标题", Text(200), True, "", "机关党建工作做法"),
        FIRST,
        LAST,
        Column("submitted_to", "报给", Text(100), False, "", "市委办公室"),
        Column("text", "内容", Text(20_000, is_long=True), False, "", ""),
        Column("items", "篇数", Whole(), False, "一篇一行；只有总数的，一行写总数", "1"),
        hedge("items_hedge", "篇数确切程度"),
    )


@register
class CaseSheet(RegisterSheet):
    """案例: by unit, year and title; only what was submitted wins a prize (handbook 15.3)."""

    name = "案例"
    order = 82
    model = Case
    key = ("unit", "year", "title")
    fields = (
        *("starts_on", "ends_on", "submitted_to"),
        *("prize", "awarded_by", "awarded_on", "summary"),
    )
    columns = (
        UNIT,
        Column("year", "年度", Whole(), True, "如 2026", "2026"),
        Column("title", "案例名称", Text(200), True, "", "把支部建在项目上"),
        FIRST,
        LAST,
        Column("submitted_to", "报送给", Text(100), False, "没有上报的留空", "省直机关工委"),
        Column("prize", "获奖等次", Text(60), False, "没有获奖的留空", "一等奖"),
        Column("awarded_by", "颁奖单位", Text(100), False, "", ""),
        Column("awarded_on", "获奖日期", Day(), False, "", ""),
        Column("summary", "案例内容", Text(20_000, is_long=True), False, "", ""),
    )

    def judge(self, row: Row, check: Check) -> None:
        super().judge(row, check)
        if not 1921 <= row["year"] < 2100:
            check.wrong(self, row, "year", f"年度 {row['year']} 不合理，请核对")
        if row.get("prize") and not row.get("submitted_to"):
            check.wrong(self, row, "submitted_to", "获奖的案例请一并填写报送给谁")
        if not row.get("prize") and (row.get("awarded_by") or row.get("awarded_on")):
            check.wrong(self, row, "prize", "填写了颁奖单位或获奖日期，请一并填写获奖等次")

    def stored(self, rows: list[Row]):
        years = {row["year"] for row in rows}
        return Case.objects.filter(year__in=years).select_related("unit")


@register
class StudySessionSheet(RegisterSheet):
    """集体学习: by unit, day and theme."""

    name = "集体学习"
    order = 84
    model = StudySession
    key = ("unit", "starts_on", "theme")
    fields = (
        *("ends_on", "number", "speaker", "audience"),
        *("sessions", "person_times", "person_times_hedge"),
    )
    small = ("number", "sessions")
    columns = (
        UNIT,
        Column("theme", "学习主题", Text(200), True, "", "学习全会精神"),
        FIRST,
        LAST,
        Column("number", "第几期", Whole(), False, "", "1"),
        Column("speaker", "主讲人", Text(100), False, "", ""),
        Column("audience", "参加对象", Text(100), False, "", "处级党员干部"),
        Column("sessions", "期数", Whole(), False, "一期一行；只有总数的，一行写总数", "1"),
        Column("person_times", "参加人次", Whole(), False, "", "300"),
        hedge("person_times_hedge", "人次确切程度"),
    )


@register
class TrainingClassSheet(RegisterSheet):
    """培训班: by unit, day and name, with its audiences."""

    name = "培训班"
    order = 86
    model = TrainingClass
    key = ("unit", "starts_on", "name")
    fields = ("ends_on", "classes", "person_times", "person_times_hedge")
    small = ("classes",)
    columns = (
        UNIT,
        Column("name", "培训班名称", Text(200), True, "", "党务干部培训班"),
        FIRST,
        LAST,
        Column("audiences", "培训对象", Text(200), False, "几类之间用顿号", "党员、党务干部"),
        Column("classes", "班次", Whole(), False, "一次一行；只有总数的，一行写总数", "1"),
        Column("person_times", "参加人次", Whole(), False, "", "120"),
        hedge("person_times_hedge", "人次确切程度"),
    )

    def find(self, rows: list[Row], check: Check) -> None:
        super().find(rows, check)
        known = {audience.name: audience for audience in Audience.objects.all()}
        for row in rows:
            named = [n.strip() for n in row.get("audiences", "").split("、") if n.strip()]
            unknown = [name for name in named if name not in known]
            if unknown:
                sentence = f"没有“{'、'.join(unknown)}”这类对象，只能是{'、'.join(known)}"
                check.wrong(self, row, "audiences", sentence)
            row.values["audience_rows"] = [known[name] for name in named if name in known]

    def follow(self, taken: list[tuple[Row, Any]]) -> None:
        ClassAudience.objects.bulk_create(
            (
                ClassAudience(training_class=held, audience=audience)
                for row, held in taken
                for audience in row["audience_rows"]
            ),
            ignore_conflicts=True,
        )
