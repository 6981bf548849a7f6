from collections import defaultdict
from itertools import pairwise

from django.utils import timezone

from apps.branches.choices import Post
from apps.branches.imports.shared import (
    names_of_organisations,
    offered_organisations,
    resolve,
    sound,
)
from apps.branches.models import Appointment, Person
from apps.core.imports import (
    Check,
    Choice,
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

POST_ALIASES = {"支部书记": Post.SECRETARY, "支部副书记": Post.DEPUTY_SECRETARY}
KEY = ("person", "organisation", "post", "valid_from")


@register
class AppointmentSheet(SheetImport):
    """任职: by person, organisation, post and first day; a new secretary ends his predecessor."""

    name = "任职"
    order = 40
    columns = (
        Column("person", "人员编号", Code(20), True, "“人员”表里的编号", "P0001"),
        Column("name", "姓名", Text(50), False, "只用来核对", "张三"),
        Column(
            "organisation",
            "党组织",
            Text(100),
            True,
            "名称或编号",
            "O010",
            ("党组织名称", "所在党组织", "党支部"),
            offers=offered_organisations,
        ),
        Column(
            "post",
            "职务",
            Choice.of(Post, POST_ALIASES),
            True,
            "从下拉选项中选",
            "书记",
            ("党内职务",),
        ),
        Column("valid_from", "任职日期", Day(), True, "", "2024-03-01", ("任职时间",)),
        Column("valid_to", "免职日期", Day(), False, "现任的留空", "", ("免职时间",)),
    )

    def take(self, rows: list[Row], check: Check) -> None:
        codes = [r.get("person") for r in rows]
        people = Names("人员编号", [(p.code, p) for p in Person.objects.filter(code__in=codes)])
        organisations = names_of_organisations()
        for row in rows:
            self._resolve(row, people, organisations, check)
        for row, first in twice(sound(rows), *KEY):
            check.wrong(self, row, "person", f"与第 {first.number} 行是同一任职，请只留一行")
        held = _held({r["organisation"].pk for r in sound(rows)})
        known = {_key(a): a for a in held}
        fresh: dict[int, Appointment] = {}
        changed: list[Appointment] = []
        for row in sound(rows):
            self._take_row(row, known, fresh, changed, check)
        ended = self._end_predecessors(held, fresh, sound(rows), check)
        self._save(fresh, changed, ended, check)
        check.tally(self).unchanged = len(sound(rows)) - len(fresh) - len(changed)

    def _resolve(self, row: Row, people: Names, organisations: Names, check: Check) -> None:
        person = resolve(self, row, "person", people, check)
        organisation = resolve(self, row, "organisation", organisations, check)
        if person and row.get("name") not in (None, person.name):
            sentence = f"人员编号 {person.code} 是“{person.name}”，与姓名不符，请核对"
            check.wrong(self, row, "name", sentence)
        row.values |= {"person": person, "organisation": organisation}
        start, end = row.get("valid_from"), row.get("valid_to")
        if start and end and end <= start:
            check.wrong(self, row, "valid_to", "免职日期必须晚于任职日期")

    def _take_row(self, row: Row, known, fresh, changed, check: Check) -> None:
        values = {k: row[k] for k in KEY} | {"valid_to": row.get("valid_to")}
        stored = known.get(tuple(getattr(values[k], "pk", values[k]) for k in KEY))
        if stored is None:
            fresh[row.number] = Appointment(**values)
        elif "valid_to" in row.values and stored.valid_to != row["valid_to"]:
            check.changed_cell(self, row, str(stored), "valid_to", stored.valid_to, row["valid_to"])
            stored.valid_to = row["valid_to"]
            changed.append(stored)

    def _end_predecessors(self, held, fresh, rows: list[Row], check: Check) -> list[Appointment]:
        """Secretaries of one organisation follow one another; an open one ends with the next."""
        by_organisation: dict[int, list[tuple[Appointment, Row | None]]] = defaultdict(list)
        by_number = {row.number: row for row in rows}
        everybody = [(a, None) for a in held] + [(a, by_number[n]) for n, a in fresh.items()]
        for appointment, row in everybody:
            if appointment.post == Post.SECRETARY:
                by_organisation[appointment.organisation_id].append((appointment, row))
        ended = []
        for line in by_organisation.values():
            line.sort(key=lambda pair: pair[0].valid_from)
            for (earlier, first_row), (later, second_row) in pairwise(line):
                row = second_row or first_row
                if row and self._follow(earlier, later, row, check):
                    ended.append(earlier)
        return ended

    def _follow(self, earlier: Appointment, later: Appointment, row: Row, check: Check) -> bool:
        if earlier.valid_from == later.valid_from or (
            earlier.valid_to and earlier.valid_to > later.valid_from
        ):
            sentence = f"与书记{earlier.person}（自 {earlier.valid_from} 起）的任期重叠，请核对日期"
            check.wrong(self, row, "valid_from", sentence)
            return False
        if earlier.valid_to is None:
            earlier.valid_to = later.valid_from
            return True
        return False

    def _save(self, fresh, changed, ended, check: Check) -> None:
        stored = {a.pk: a for a in (*changed, *ended) if a.pk}
        now = timezone.now()
        for appointment in stored.values():
            appointment.version += 1
            appointment.updated_at = now
        # Old spans end before new ones begin: the database allows one secretary a day.
        update_rows(list(stored.values()), ["valid_to", "version", "updated_at"])
        if check.is_sound(self.name):
            Appointment.objects.bulk_create(fresh.values())
        tally = check.tally(self)
        tally.new, tally.changed = len(fresh), len(changed)


def _held(organisations: set[int]) -> list[Appointment]:
    return list(
        Appointment.objects.filter(organisation__in=organisations).select_related(
            "person", "organisation"
        )
    )


def _key(appointment: Appointment) -> tuple:
    return (
        appointment.person_id,
        appointment.organisation_id,
        appointment.post,
        appointment.valid_from,
    )
