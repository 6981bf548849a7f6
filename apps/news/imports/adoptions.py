"""Where submissions were adopted; the submission may stand in the same file."""

from apps.branches.imports.shared import names_of_units, resolve
from apps.core.imports import Check, Choice, Column, Day, Row, Text, register
from apps.news.choices import AdoptionLevel
from apps.news.imports.shared import LAST, UNIT, RegisterSheet
from apps.news.models import InfoAdoption, InfoSubmission


@register
class AdoptionSheet(RegisterSheet):
    """信息采用: by submission, medium and day."""

    name = "信息采用"
    order = 81
    model = InfoAdoption
    key = ("submission", "medium", "starts_on")
    fields = ("ends_on", "level", "issue")
    columns = (
        UNIT,
        Column("title", "信息标题", Text(200), True, "“信息报送”里的标题", "机关党建工作做法"),
        Column("level", "采用级别", Choice.of(AdoptionLevel), True, "从下拉选项中选", "省级"),
        Column("medium", "采用单位或媒体", Text(80), True, "", "旗帜网"),
        Column("starts_on", "采用日期", Day(), True, "", "2026-03-20", ("日期", "发表日期")),
        LAST,
        Column("issue", "期号", Text(40), False, "", "2026年第3期"),
    )

    def find(self, rows: list[Row], check: Check) -> None:
        units = names_of_units()
        for row in rows:
            row.values["unit"] = resolve(self, row, "unit", units, check)
        titles = [row.get("title") for row in rows]
        known = {(s.unit_id, s.title): s for s in InfoSubmission.objects.filter(title__in=titles)}
        for row in rows:
            unit, title = row.get("unit"), row.get("title")
            row.values["submission"] = unit and known.get((unit.pk, title))
            if unit and title and row["submission"] is None:
                sentence = f"{unit}没有报送过“{title}”，请核对标题，或先填“信息报送”表"
                check.wrong(self, row, "title", sentence)

    def stored(self, rows: list[Row]):
        submissions = [row["submission"] for row in rows]
        return InfoAdoption.objects.filter(submission__in=submissions).select_related("submission")
