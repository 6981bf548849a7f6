"""Makes the city: the parts in their order, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from apps.duties.outcomes import upkeep as outcomes
from apps.indicators.cells import upkeep as cells
from apps.meetings.models import Attendance, Meeting
from apps.portal.city import (
    conduct,
    contacts,
    grades,
    load,
    publicity,
    registers,
    registry,
    renewals,
    shared_views,
    sizes,
    study,
    talks,
    zoning,
)
from apps.portal.city.accounts import Office
from apps.portal.city.appraisals import Appraisals
from apps.portal.city.bodies import Body, Tree
from apps.portal.city.brands import Brands
from apps.portal.city.conduct import Conduct
from apps.portal.city.diaries import diary_of
from apps.portal.city.hearings import Hearings
from apps.portal.city.inspections import Inspections
from apps.portal.city.minutes import Recorder
from apps.portal.city.panels import Panels
from apps.portal.city.people import Register
from apps.portal.city.plan import Plan
from apps.portal.city.posts import Elections
from apps.portal.city.projects import Projects
from apps.portal.city.sittings import Diary
from apps.portal.city.tables import Tables
from apps.portal.city.tree import plant
from apps.portal.city.turnovers import Turnovers
from apps.portal.city.works import Works

Report = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """How many rows each table got."""

    rows: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.rows.values())

    @property
    def meetings(self) -> int:
        return self.rows[Meeting._meta.db_table]

    @property
    def attendances(self) -> int:
        return self.rows[Attendance._meta.db_table]


def make_city(plan: Plan, *, report: Report = lambda _: None) -> Made:
    """Write the city of the plan; all of it or nothing."""
    with transaction.atomic():
        with load.quiet():
            tables = Tables(plan.stream("uuids"), plan.until)
            _write(plan, tables, report)
            tables.flush()
            load.write_texts()
            report("建立索引与约束")
        load.set_sequences([table.model for table in tables])
        made = Made({table.name: table.rows for table in tables})
        cells.mark_everything()
        outcomes.mark_everything()
    load.analyse()
    report("月度汇总")
    cells.bring_up_to_date()
    outcomes.bring_up_to_date()
    return made


def _write(plan: Plan, tables: Tables, report: Report) -> None:
    report("组织与人员")
    tree = plant(plan, tables)
    sizes.set_sizes(plan, tree)
    sizes.divide(plan, tree, tables)
    registry.write(plan, tree, tables)
    register = Register(plan, tree, tables)
    register.fill()
    elections = Elections(plan, tree, tables)
    elections.hold()
    renewals.write(plan, elections.open_terms, tables)
    Turnovers(plan, tables).write(elections.turnovers, elections.replaced, elections.extended)
    office = Office(plan, tree, register, tables)
    office.open()
    shared_views.write(office.staff, tables)
    register.write_people()
    zoning.write(plan, tree, office, tables)
    study.write(plan, tables)
    publicity.write(plan, tree, office.staff, tables)
    conducts = _conducts(plan, tree)
    report("会议与出席")
    _meetings(plan, tree, conducts, Recorder(plan, tables, register, office.staff), tables)
    report("项目、品牌、考核")
    Works(plan, tree, tables, register.names).write(conducts)
    Inspections(plan, tree, office, tables).write()
    panels = Panels(plan, tree, office, tables)
    Projects(plan, tree, office, tables, panels).write()
    Brands(plan, tree, office, tables, panels).write()
    registers.write(plan, tree, tables)
    contacts.Contacts(plan, tree, office, tables).write()
    Hearings(plan, tree, tables).write()
    Appraisals(plan, tree, tables, office).write(conducts)
    grades.write(plan, tree, tables, conducts)


def _conducts(plan: Plan, tree: Tree) -> dict[int, Conduct]:
    rng = plan.stream("conducts")
    return {body.pk: conduct.draw(rng) for body in [*tree.party_groups, *tree.grassroots]}


def _meetings(
    plan: Plan, tree: Tree, conducts: dict[int, Conduct], recorder: Recorder, tables: Tables
) -> None:
    for body in [*tree.party_groups, *tree.grassroots]:
        for holder in [body, *body.subgroups]:
            _one_diary(plan, holder, conducts[body.pk], recorder)
        if body.has_members:
            talks.write(plan, body, conducts[body.pk], tables)


def _one_diary(plan: Plan, body: Body, how: Conduct, recorder: Recorder) -> None:
    diary = Diary(plan, body, how, plan.stream("diary", body.pk))
    for sitting in diary_of(diary):
        recorder.write(sitting, how)
