"""What the ledger is asked for, and the rows that answer it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from apps.core.periods import Period
from apps.inspections.choices import IssueLevel, IssueSource
from apps.inspections.querysets import IssueQuerySet

LONGEST = 60
STATES = {
    "open": "未销号",
    "waiting": "待签收",
    "unacknowledged": "逾期未签收",
    "hand": "整改中",
    "recheck": "待复核",
    "overdue": "逾期",
    "closed": "已销号",
}


@dataclass(frozen=True)
class Asked:
    """Everything as the address says it; "" where nothing is asked. What cannot be is left out."""

    state: str = ""
    level: str = ""
    source: str = ""
    year: str = ""
    q: str = ""

    def rows(self, visible: IssueQuerySet, today: date) -> IssueQuerySet:
        rows = _in_state(visible.standing().open_first(), self.state, today)
        if self.level:
            rows = rows.filter(level=self.level)
        if self.source:
            rows = rows.filter(source=self.source)
        if self.year:
            rows = rows.found_in(Period.year(int(self.year)))
        return rows.filter(text__icontains=self.q) if self.q else rows

    def address(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.address())


def _in_state(rows: IssueQuerySet, state: str, today: date) -> IssueQuerySet:
    match state:
        case "open":
            return rows.unsettled()
        case "waiting":
            return rows.awaiting_acknowledgement()
        case "unacknowledged":
            return rows.unacknowledged(today)
        case "hand":
            return rows.in_hand()
        case "recheck":
            return rows.awaiting_recheck()
        case "overdue":
            return rows.overdue(today)
        case "closed":
            return rows.settled()
    return rows


def asked_of(given: Mapping[str, str]) -> Asked:
    year = given.get("year", "")
    return Asked(
        state=_known(given.get("state", ""), STATES),
        level=_known(given.get("level", ""), IssueLevel.values),
        source=_known(given.get("source", ""), IssueSource.values),
        year=year if year.isascii() and year.isdecimal() and 2000 <= int(year) <= 2100 else "",
        q=given.get("q", "").strip()[:LONGEST],
    )


def _known(text: str, known) -> str:
    return text if text in known else ""
