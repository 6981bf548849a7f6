"""The lines of the error summary, each with the place to go to."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django import forms

from apps.meetings.forms.rows import RowSet


class Problem(NamedTuple):
    """`anchor` is the id of the field or section; empty for the form as a whole."""

    text: str
    anchor: str


def problems_of(
    form: forms.BaseForm,
    section_errors: Mapping[str, list[str]],
    sections: Iterable[RowSet],
) -> list[Problem]:
    """Every error in the order of the page."""
    found = [Problem(str(text), "") for text in form.non_field_errors()]
    found += _of_fields(form)
    for name, texts in section_errors.items():
        found += [Problem(text, name) for text in texts]
    for section in sections:
        for number, row in enumerate(section.forms, start=1):
            found += _of_fields(row, f"{section.title}第 {number} 项，" if section.title else "")
    return found


def _of_fields(form: forms.BaseForm, where: str = "") -> list[Problem]:
    return [Problem(f"{where}{b.label}：{text}", _anchor(b)) for b in form for text in b.errors]


def _anchor(bound: forms.BoundField) -> str:
    """Radio buttons have no id of their own; the first of them takes the focus."""
    is_group = isinstance(bound.field.widget, forms.RadioSelect)
    return f"{bound.auto_id}_0" if is_group else bound.auto_id
