"""One page after the activity: who came by one tap each, what was said, shown and suggested."""

from typing import Any

from django import forms

from apps.branches.models import Unit
from apps.core.quantities import Qualifier
from apps.sixlights.models import Lecturer
from apps.zones.accounts import Account, Attending, Total
from apps.zones.forms.rows import (
    SECTIONS,
    hedge_choice,
    hedge_of,
    open_list,
    row_set,
    styled,
)
from apps.zones.forms.sections import SectionedForm
from apps.zones.models import ZoneActivity


def heads(label: str, *, most: int = 9999) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": f"{label}写成数字"},
    )


class RecordForm(SectionedForm):
    """`units` are all that may be ticked; `hedges` keeps what is stored beside a number."""

    units = heads("参加单位总数", most=100_000)
    units_hedge = hedge_choice()
    persons = heads("参加人数", most=1_000_000)
    persons_hedge = hedge_choice()
    record = forms.CharField(
        label="活动记录",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="可不填",
    )
    practices_open = open_list("做法（品牌）没有列全（等）")

    def __init__(
        self,
        data=None,
        *,
        units: list[Unit],
        stored: dict[int, tuple[int | None, str]] | None = None,
        rows: dict[str, list[dict]] | None = None,
        lecturers: list[Lecturer] | None = None,
        **kwargs,
    ) -> None:
        super().__init__(data, **kwargs)
        self.offered, self.stored = units, stored or {}
        for unit in units:
            self._add_unit(unit)
        styled(self)
        self.fields["practices_open"].widget.attrs["class"] = "form-check-input"
        known = rows or {}
        self.sections = {
            section.prefix: row_set(
                section,
                data=data,
                initial=known.get(section.prefix, []),
                units=units,
                lecturers=lecturers or [],
            )
            for section in SECTIONS
        }

    def _add_unit(self, unit: Unit) -> None:
        came = unit.pk in self.stored
        persons = self.stored[unit.pk][0] if came else None
        self.fields[f"came-{unit.uuid}"] = forms.BooleanField(
            label=str(unit), required=False, initial=came
        )
        self.fields[f"persons-{unit.uuid}"] = heads(f"{unit}的人数", most=999)
        self.fields[f"persons-{unit.uuid}"].initial = persons

    def units_to_tick(self) -> list[dict[str, Any]]:
        return [
            {
                "unit": unit,
                "came": self[f"came-{unit.uuid}"],
                "persons": self[f"persons-{unit.uuid}"],
            }
            for unit in self.offered
        ]

    @property
    def stated(self) -> Account:
        given = self.cleaned_data
        entries = {name: section.entries() for name, section in self.sections.items()}
        return Account(
            attending=self._attending(),
            units=Total(given["units"], _hedge(given["units_hedge"])),
            persons=Total(given["persons"], _hedge(given["persons_hedge"])),
            practices_hedge=hedge_of(given["practices_open"]),
            record=given["record"],
            **entries,
        )

    def _attending(self) -> tuple[Attending, ...]:
        """A number of people says that the unit came, ticked or not."""
        found = []
        for unit in self.offered:
            persons = self.cleaned_data.get(f"persons-{unit.uuid}")
            if persons or self.cleaned_data[f"came-{unit.uuid}"]:
                found.append(Attending(unit, persons, self._hedge_kept(unit, persons)))
        return tuple(found)

    def _hedge_kept(self, unit: Unit, persons: int | None) -> Qualifier:
        """The page asks for no hedge; what came with a workbook stays while its number does."""
        before, hedge = self.stored.get(unit.pk, (None, Qualifier.EXACT))
        return Qualifier(hedge) if persons == before else Qualifier.EXACT


def _hedge(value: str) -> Qualifier:
    return Qualifier(value or Qualifier.EXACT)


def stored_attendance(activity: ZoneActivity) -> dict[int, tuple[int | None, str]]:
    rows = activity.attending.values_list("unit", "persons", "persons_hedge")
    return {unit: (persons, hedge) for unit, persons, hedge in rows}


def initial_of(activity: ZoneActivity) -> tuple[dict, dict[str, list[dict]]]:
    """Fields and rows of what has been written so far. Suggestions go their own way once they
    are collected: the form only adds new ones."""
    names = ("units", "units_hedge", "persons", "persons_hedge", "record", "version")
    fields = {name: getattr(activity, name) for name in names}
    fields["practices_open"] = activity.practices_hedge == Qualifier.OPEN
    rows = {
        "lectures": [
            {"lecturer": str(lecture.lecturer.uuid), "topic": lecture.topic}
            for lecture in activity.lectures.select_related("lecturer")
        ],
        "speeches": _rows(activity.speeches.select_related("unit"), "topic", "speaker"),
        "demands": _rows(activity.demands.all(), "gist", "kind", "speaker"),
        "practices": _rows(activity.practices.select_related("unit"), "name", "gist"),
        "publications": _rows(
            activity.publications.all(), "title", "medium", "published_on", "address"
        ),
    }
    return fields, rows


def _rows(parts, *names: str) -> list[dict]:
    return [
        {name: getattr(part, name) for name in names}
        | {"unit": str(part.unit.uuid) if getattr(part, "unit", None) else ""}
        for part in parts
    ]
