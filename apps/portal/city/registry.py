"""Writes the organisations with their history of names and parents."""

from datetime import date, timedelta
from typing import Any

from apps.branches.choices import GRASSROOTS_KINDS
from apps.branches.choices import OrganisationKind as Kind
from apps.branches.models import Organisation, Placement
from apps.portal.city.bodies import Body, Tree
from apps.portal.city.plan import Plan, day_in
from apps.portal.city.tables import Tables

RENAMED_SHARE, MOVED_SHARE = 0.05, 0.03
PREFIXES = {Kind.WORK_COMMITTEE: "GW", Kind.PARTY_GROUP: "DZ", Kind.SUBGROUP: "XZ"}


def write(plan: Plan, tree: Tree, tables: Tables) -> None:
    rng = plan.stream("placements")
    subgroups = [group for branch in tree.branches for group in branch.subgroups]
    for body in [tree.root, *tree.party_groups, *tree.grassroots, *subgroups]:
        _organisation(body, tables)
        _history(plan, body, tree, tables, rng)
    _former_subgroups(plan, tree, tables)


def code_of(body: Body) -> str:
    return f"{PREFIXES.get(body.kind, 'ZZ')}{body.pk:05}"


def _organisation(body: Body, tables: Tables) -> None:
    tables[Organisation].add_keyed(
        body.pk,
        code=code_of(body),
        kind=body.kind.value,
        name=body.name,
        parent_id=body.parent and body.parent.pk,
        path=body.path,
        unit_id=body.unit and body.unit.pk,
        founded_on=body.founded_on,
    )


def _history(plan: Plan, body: Body, tree: Tree, tables: Tables, rng) -> None:
    """Founded; for some a former name or a former place before the day of the change."""
    chance = rng.random()
    is_old = body.founded_on < plan.start and body.kind in GRASSROOTS_KINDS
    if not is_old or chance > RENAMED_SHARE + MOVED_SHARE:
        _placement(tables, body, body.founded_on, reason="成立")
        return
    changed = day_in(rng, plan.start, plan.until)
    former: dict[str, Any]
    if chance < RENAMED_SHARE:
        former, reason = {"name": f"原{body.name}"}, "机构改革，组织更名"
    else:
        former, reason = {"parent_id": tree.root.pk}, "隶属关系调整"
    _placement(tables, body, body.founded_on, until=changed, reason="成立", **former)
    _placement(tables, body, changed, reason=reason)


def _placement(
    tables: Tables, body: Body, since: date, *, until: date | None = None, **values
) -> None:
    place = {
        "name": body.name,
        "kind": body.kind.value,
        "parent_id": body.parent and body.parent.pk,
        "unit_id": body.unit and body.unit.pk,
    }
    tables[Placement].add(
        organisation_id=body.pk, valid_from=since, valid_to=until, **{**place, **values}
    )


def _former_subgroups(plan: Plan, tree: Tree, tables: Tables) -> None:
    """A few groups that were dissolved and remain as history."""
    for branch in [b for b in tree.branches if b.subgroups and b.founded_on < plan.start][::40]:
        key = tables[Organisation].reserve()
        group = Body(
            key, f"{branch.name}青年党小组", Kind.SUBGROUP, branch.unit, branch, branch.founded_on
        )
        ended = plan.start + timedelta(days=90)
        tables[Organisation].add_keyed(
            key,
            code=code_of(group),
            kind=Kind.SUBGROUP.value,
            name=group.name,
            parent_id=branch.pk,
            path=group.path,
            unit_id=branch.own_unit.pk,
            founded_on=branch.founded_on,
            dissolved_on=ended,
        )
        _placement(tables, group, branch.founded_on, until=ended, reason="成立")
