"""Writes the practices that are missing; rows are never replaced."""

from collections.abc import Sequence
from typing import Any

from django.db import models, transaction

from apps.branches.models import Organisation, Placement
from apps.branches.services.organisations import describe
from apps.branches.services.tree import lock_tree, next_keys
from apps.portal.city.facts import load_facts
from apps.portal.practices.registry import PRACTICES, Practice
from apps.portal.practices.rows import Related, Row, UnknownRow, rows_of, runs

BATCH = 500


@transaction.atomic
def load_practices() -> list[Practice]:
    """Load what is missing and answer it: all or nothing, and nothing twice."""
    lock_tree()
    load_facts()
    missing = [practice for practice in PRACTICES if not practice.is_loaded]
    for practice in missing:
        for model, rows in runs(rows_of(practice.fixture)):
            _write(practice, model, rows)
    return missing


def _write(practice: Practice, model: type[models.Model], rows: Sequence[Row]) -> None:
    try:
        related = {name: _related(model, name, rows) for name in _relations(model)}
        if model in ITS_OWN_WAY:
            ITS_OWN_WAY[model](rows, related)
            return
        made = [model(**_plain(row, related)) for row in rows]
        model._base_manager.bulk_create(made, BATCH)
        _connect(made, rows, related)
    except UnknownRow as error:
        where = f"fixtures/{practice.fixture} 第 {rows[0].line}–{rows[-1].line} 行"
        raise UnknownRow(f"{where}：{error}") from None


def _relations(model: type[models.Model]) -> list[str]:
    return [f.name for f in (*model._meta.concrete_fields, *_many(model)) if f.is_relation]


def _many(model: type[models.Model]) -> Sequence[models.ManyToManyField]:
    return model._meta.many_to_many


def _related(model: type[models.Model], name: str, rows: Sequence[Row]) -> Related:
    named: list[dict] = []
    for row in rows:
        value = row.fields.get(name)
        named += value if isinstance(value, list) else [value] if value else []
    target: Any = model._meta.get_field(name).related_model
    return Related(target, named)


def _plain(row: Row, related: dict[str, Related]) -> dict[str, Any]:
    """The values of the row's own columns."""
    return {
        name: related[name].get(value) if name in related and value else value
        for name, value in row.fields.items()
        if not isinstance(value, list) or name not in related
    }


def _connect(
    made: Sequence[models.Model], rows: Sequence[Row], related: dict[str, Related]
) -> None:
    for field in _many(type(made[0])) if made else ():
        through: Any = field.remote_field.through
        near, far = field.m2m_field_name(), field.m2m_reverse_field_name()
        through._base_manager.bulk_create(
            through(**{near: one, far: related[field.name].get(other)})
            for one, row in zip(made, rows, strict=True)
            for other in row.fields.get(field.name, ())
        )


def _found(rows: Sequence[Row], related: dict[str, Related]) -> None:
    """Organisations need their keys before they are written, because paths are made of keys."""
    by_code: dict[str, Organisation] = {}
    for key, row in zip(next_keys(Organisation, len(rows)), rows, strict=True):
        above = row.fields.get("parent")
        parent = by_code[above["code"]] if above else None
        others = Row(row.line, row.model, {**row.fields, "parent": None})
        organisation = Organisation(pk=key, **{**_plain(others, related), "parent": parent})
        organisation.path = f"{parent.path if parent else ''}{key}/"
        by_code[organisation.code] = organisation
    Organisation.objects.bulk_create(by_code.values(), BATCH)
    Placement.objects.bulk_create(
        describe(
            Placement(organisation=o, valid_from=o.founded_on, valid_to=o.dissolved_on),
            o,
            reason="公开报道所述情况",
        )
        for o in by_code.values()
    )


def _adjusted(rows: Sequence[Row], related: dict[str, Related]) -> None:
    """What held before a change ends on the day of the change; how it changed was not published,
    so that only the day and the reason differ."""
    organisations = related["organisation"]
    changed = {organisations.get(row.fields["organisation"]).pk: row.fields for row in rows}
    before = Placement.objects.filter(organisation__in=changed).select_related("organisation")
    ended, begun = list(before), []
    for placement in ended:
        told = changed[placement.organisation_id]
        after = Placement(
            organisation=placement.organisation,
            valid_from=told["valid_from"],
            valid_to=placement.valid_to,
        )
        begun.append(describe(after, placement.organisation, reason=told["reason"]))
        placement.valid_to = told["valid_from"]
    Placement.objects.bulk_update(ended, ["valid_to"])
    Placement.objects.bulk_create(begun, BATCH)


ITS_OWN_WAY = {Organisation: _found, Placement: _adjusted}
