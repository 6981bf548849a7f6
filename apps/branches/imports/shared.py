"""What the sheets of this app have in common."""

from collections.abc import Iterable

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation, Unit
from apps.core.imports import Check, Names, Row, SheetImport
from apps.core.imports.sheets import twice


def sound(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.is_sound]


def refuse_repeats(sheet: SheetImport, rows: list[Row], check: Check, key: str) -> None:
    """A key stands once in a file; blank ones were reported before. If the rows differ, nobody
    can tell which one is meant, and the first one waits too."""
    label = next(c.name for c in sheet.columns if c.key == key)
    for row, first in twice((r for r in rows if key in r.values), key):
        if row.values != first.values:
            check.wait(sheet, first, f"第 {row.number} 行也是这个{label}，内容不同，请只留一行")
        check.wrong(sheet, row, key, f"{label}“{row[key]}”与第 {first.number} 行重复，请只留一行")


def offered_units() -> list[str]:
    """The drop-down of the template, as `offers` of a column."""
    return list(Unit.objects.filter(dissolved_on=None).values_list("name", flat=True))


def offered_organisations() -> list[str]:
    rows = Organisation.objects.filter(dissolved_on=None)
    return list(rows.exclude(kind=OrganisationKind.SUBGROUP).values_list("name", flat=True))


def offered_branches() -> list[str]:
    rows = Organisation.objects.branches().filter(dissolved_on=None)
    return list(rows.values_list("name", flat=True))


def names_of_units() -> Names:
    units = list(Unit.objects.all())
    pairs = [(u.code, u) for u in units] + [(u.name, u) for u in units]
    return Names("单位", [*pairs, *((u.short_name, u) for u in units)])


def names_of_organisations(noun: str = "党组织") -> Names:
    """By code, and by name those that still exist; subgroups of different branches share names."""
    rows = list(Organisation.objects.select_related("parent"))
    named = [o for o in rows if o.dissolved_on is None and o.kind != OrganisationKind.SUBGROUP]
    return Names(noun, [*((o.name, o) for o in named), *((o.code, o) for o in rows)])


def resolve(sheet: SheetImport, row: Row, key: str, names: Names, check: Check):
    """The row behind a name; an unknown one is reported unless its own row is the mistake."""
    name = row.get(key)
    if name is None:
        return None
    found = names.get(name)
    if found is None:
        if name in check.wrong_names:
            check.wait(sheet, row)
        else:
            check.wrong(sheet, row, key, names.unknown(name))
    return found


def differing(sheet: SheetImport, row: Row, obj, keys: Iterable[str], check: Check) -> list[str]:
    """Set the given cells on `obj`, report them as changes and return their names."""
    changed = []
    for key in keys:
        if key not in row.values or row[key] == getattr(obj, key):
            continue
        check.changed_cell(sheet, row, str(obj), key, _label(obj, key), _choice(obj, key, row[key]))
        setattr(obj, key, row[key])
        changed.append(key)
    return changed


def _label(obj, key: str):
    return _choice(obj, key, getattr(obj, key))


def _choice(obj, key: str, value):
    field = obj._meta.get_field(key)
    return dict(field.flatchoices).get(value, value) if field.choices else value
