from django.core.exceptions import ValidationError

from apps.branches.imports.shared import (
    names_of_organisations,
    names_of_units,
    offered_organisations,
    offered_units,
    sound,
)
from apps.branches.models import Person
from apps.core.imports import Check, Choice, Code, Column, Day, Names, Row, Text, register
from apps.sixlights.choices import TeamLevel
from apps.sixlights.imports.shared import RegisterSheet, refuse_days
from apps.sixlights.models import VolunteerTeam
from apps.sixlights.models.teams import refuse_wrong_place


@register
class TeamSheet(RegisterSheet):
    """志愿服务队伍: by name and first day; the team above is stored or stands in an earlier row."""

    name = "志愿服务队伍"
    order = 76
    model = VolunteerTeam
    key = ("name", "valid_from")
    columns = (
        Column("name", "队伍名称", Text(80), True, "", "市财政局党员志愿服务支队", ("队伍",)),
        Column("level", "层级", Choice.of(TeamLevel), True, "从下拉选项中选", "支队"),
        Column("parent", "上级队伍", Text(80), False, "总队留空", "市直机关党员志愿服务总队"),
        Column(
            "organisation",
            "所属党组织",
            Text(100),
            True,
            "名称或编号",
            "O010",
            ("党组织",),
            offers=offered_organisations,
        ),
        Column("unit", "单位", Text(100), False, offers=offered_units),
        Column("leader", "队长人员编号", Code(20), False, "", "P0001"),
        Column("valid_from", "成立日期", Day(), True, "", "2019-03-05", ("开始日期",)),
        Column("valid_to", "撤销日期", Day(), False, "现有的留空", "", ("结束日期",)),
    )

    def take(self, rows: list[Row], check: Check) -> None:
        """Level by level, so that each finds the one above among the stored ones."""
        tally = check.tally(self)
        total = new = changed = 0
        for level in TeamLevel:
            chosen = [r for r in rows if r.get("level") == level]
            super().take(chosen, check)
            new, changed = new + tally.new, changed + tally.changed
            total += len(sound(chosen))
        tally.new, tally.changed, tally.unchanged = new, changed, total - new - changed

    def names(self, rows: list[Row]) -> dict[str, Names]:
        codes = [r["leader"] for r in rows if "leader" in r.values]
        people = Person.objects.filter(code__in=codes)
        teams = VolunteerTeam.objects.filter(valid_to=None)
        return {
            "parent": Names("队伍", [(t.name, t) for t in teams]),
            "organisation": names_of_organisations(),
            "unit": names_of_units(),
            "leader": Names("人员编号", [(p.code, p) for p in people]),
        }

    def refuse(self, row: Row, check: Check) -> None:
        refuse_days(self, row, check)
        above = row.get("parent")
        try:
            refuse_wrong_place(row["level"], above.level if above else None)
        except ValidationError as refusal:
            check.wrong(self, row, "parent", refusal.messages[0])
