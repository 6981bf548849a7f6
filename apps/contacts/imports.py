"""The sheet of leaders' contact points."""

from collections import defaultdict

from django.utils import timezone

from apps.branches.imports.shared import (
    names_of_organisations,
    offered_branches,
    resolve,
    sound,
)
from apps.branches.models import Membership, Person
from apps.contacts.models import ContactPoint
from apps.contacts.services.points import problem_of
from apps.core.imports import (
    Check,
    Code,
    Column,
    Day,
    Names,
    Row,
    SheetImport,
    Text,
    register,
    update_rows,
)
from apps.core.imports.sheets import twice

KEY = ("person", "organisation", "valid_from")


@register
class ContactPointSheet(SheetImport):
    """联系点: by leader, branch and first day; the own branch of the leader is refused (R-CP-02)."""

    name = "领导联系点"
    order = 60
    columns = (
        Column("person", "人员编号", Code(20), True, "“人员”表里的编号", "P0001"),
        Column("name", "姓名", Text(50), False, "只用来核对", "张三"),
        Column(
            "organisation",
            "联系党支部",
            Text(100),
            True,
            "名称或编号；不能是本人组织关系所在的支部",
            "O011",
            ("联系支部", "联系点"),
            offers=offered_branches,
        ),
        Column("valid_from", "建立日期", Day(), True, "", "2026-01-01", ("开始日期",)),
        Column("valid_to", "结束日期", Day(), False, "还在联系的留空", ""),
    )

    def take(self, rows: list[Row], check: Check) -> None:
        codes = [r.get("person") for r in rows]
        people = Names("人员编号", [(p.code, p) for p in Person.objects.filter(code__in=codes)])
        organisations = names_of_organisations("党支部")
        for row in rows:
            self._resolve(row, people, organisations, check)
        for row, first in twice(sound(rows), *KEY):
            check.wrong(self, row, "person", f"与第 {first.number} 行是同一个联系点，请只留一行")
        self._take_sound(sound(rows), check)

    def _resolve(self, row: Row, people: Names, organisations: Names, check: Check) -> None:
        person = resolve(self, row, "person", people, check)
        organisation = resolve(self, row, "organisation", organisations, check)
        if person and row.get("name") not in (None, person.name):
            sentence = f"人员编号 {person.code} 是“{person.name}”，与姓名不符，请核对"
            check.wrong(self, row, "name", sentence)
        row.values |= {"person": person, "organisation": organisation}
        start, end = row.get("valid_from"), row.get("valid_to")
        if start and end and end <= start:
            check.wrong(self, row, "valid_to", "结束日期必须晚于建立日期")

    def _take_sound(self, rows: list[Row], check: Check) -> None:
        people = {row["person"].pk for row in rows}
        memberships = _by_person(Membership.objects.filter(person__in=people))
        held = _by_person(ContactPoint.objects.filter(person__in=people))
        fresh: list[ContactPoint] = []
        changed: list[ContactPoint] = []
        for row in rows:
            person = row["person"].pk
            stored = next((p for p in held[person] if _is_same(p, row)), None)
            point = self._described(stored, row, check)
            others = [p for p in held[person] if p is not stored]
            problem = problem_of(point, memberships[person], others)
            if problem:
                check.wrong(self, row, "organisation", problem)
            elif stored is None:
                fresh.append(point)
                held[person].append(point)
            elif point is not stored:
                changed.append(point)
        self._save(fresh, changed, check)
        tally = check.tally(self)
        tally.new, tally.changed = len(fresh), len(changed)
        tally.unchanged = len(sound(rows)) - len(fresh) - len(changed)

    def _described(self, stored: ContactPoint | None, row: Row, check: Check) -> ContactPoint:
        """What the row wants; the stored one itself where nothing changes."""
        given = {key: row[key] for key in KEY} | {"valid_to": row.get("valid_to")}
        if stored is None:
            return ContactPoint(**given)
        if "valid_to" not in row.values or stored.valid_to == row["valid_to"]:
            return stored
        check.changed_cell(self, row, str(stored), "valid_to", stored.valid_to, row["valid_to"])
        moved = ContactPoint(pk=stored.pk, uuid=stored.uuid, version=stored.version + 1, **given)
        moved.updated_at = timezone.now()
        return moved

    def _save(self, fresh, changed, check: Check) -> None:
        update_rows(changed, ["valid_to", "version", "updated_at"])
        if check.is_sound(self.name):
            ContactPoint.objects.bulk_create(fresh)


def _by_person(rows) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows.select_related("person", "organisation"):
        found[row.person_id].append(row)
    return found


def _is_same(point: ContactPoint, row: Row) -> bool:
    return (point.organisation_id, point.valid_from) == (row["organisation"].pk, row["valid_from"])
