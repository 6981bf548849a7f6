"""What the list of projects is asked for, and the rows that answer it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from apps.projects.choices import ProjectStatus
from apps.projects.querysets import SecretaryProjectQuerySet
from apps.projects.stages import BY_KEY

YEARS_SHOWN = 10
LONGEST = 60


@dataclass(frozen=True)
class Asked:
    """Everything as the address says it; "" where nothing is asked. What cannot be is left out."""

    year: str = ""
    stage: str = ""
    status: str = ""
    kind: str = ""
    unit: str = ""
    late: str = ""
    q: str = ""

    def rows(self, visible: SecretaryProjectQuerySet, today: date) -> SecretaryProjectQuerySet:
        rows = visible.of_year(int(self.year)) if self.year else visible
        if self.stage:
            rows = rows.filter(status__in=BY_KEY[self.stage].statuses)
        if self.status:
            rows = rows.filter(status=self.status)
        if self.kind:
            rows = rows.filter(kind__uuid=self.kind)
        if self.unit:
            rows = rows.filter(organisation__unit__uuid=self.unit)
        if self.q:
            rows = rows.filter(title__icontains=self.q)
        return rows.late(today) if self.late else rows

    def address(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.address())


def asked_of(given: Mapping[str, str]) -> Asked:
    return Asked(
        year=_year(given.get("year", "")),
        stage=_known(given.get("stage", ""), BY_KEY),
        status=_known(given.get("status", ""), ProjectStatus.values),
        kind=_key(given.get("kind", "")),
        unit=_key(given.get("unit", "")),
        late="1" if given.get("late") else "",
        q=given.get("q", "").strip()[:LONGEST],
    )


def years_of(visible: SecretaryProjectQuerySet) -> list[int]:
    """The latest years of which there are projects."""
    years = visible.order_by("-year").values_list("year", flat=True).distinct()
    return list(years[:YEARS_SHOWN])


def year_asked(text: str, years: list[int], today: date) -> int:
    """The asked year; otherwise this one, or the latest of which there are projects."""
    if _year(text):
        return int(text)
    return today.year if today.year in years or not years else years[0]


def _year(text: str) -> str:
    return text if text.isascii() and text.isdecimal() and len(text) == len("2026") else ""


def _known(text: str, known) -> str:
    return text if text in known else ""


def _key(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
