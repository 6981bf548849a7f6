"""What a look at a file found, as it is kept with the batch and shown on its page."""

from dataclasses import asdict, dataclass, field
from typing import Any

from apps.core.imports.check import Changed, Numbers, Problem, Tally
from apps.core.imports.engine import Outcome


@dataclass(frozen=True)
class Waiting:
    """A row that is not wrong itself but cannot come in yet."""

    sheet: str
    row: int
    reason: str


@dataclass(frozen=True)
class Findings:
    rows: dict[str, int] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)
    left_out: Numbers = field(default_factory=dict)

    @classmethod
    def of(cls, outcome: Outcome) -> "Findings":
        found = outcome.check
        waiting = [
            Waiting(sheet, number, reason)
            for sheet, reasons in found.waiting.items()
            for number, reason in sorted(reasons.items())
        ]
        return cls(
            rows=dict(found.rows),
            tallies=outcome.good.tallies if outcome.good else {},
            problems=found.problems,
            waiting=waiting,
            changes=outcome.good.changes if outcome.good else [],
            left_out=outcome.left_out,
        )

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Findings":
        if not kept:
            return cls()
        return cls(
            rows=kept["rows"],
            tallies={sheet: Tally(**values) for sheet, values in kept["tallies"].items()},
            problems=[Problem(**values) for values in kept["problems"]],
            waiting=[Waiting(**values) for values in kept["waiting"]],
            changes=[Changed(**values) for values in kept["changes"]],
            left_out={sheet: set(numbers) for sheet, numbers in kept["left_out"].items()},
        )

    def to_json(self) -> dict[str, Any]:
        left_out = {sheet: sorted(numbers) for sheet, numbers in self.left_out.items()}
        return asdict(self) | {"left_out": left_out}

    @property
    def total(self) -> int:
        return sum(self.rows.values())

    @property
    def good(self) -> int:
        return sum(tally.total for tally in self.tallies.values())

    @property
    def new(self) -> int:
        return sum(tally.new for tally in self.tallies.values())

    @property
    def changed(self) -> int:
        return sum(tally.changed for tally in self.tallies.values())

    @property
    def unchanged(self) -> int:
        return sum(tally.unchanged for tally in self.tallies.values())

    @property
    def wrong(self) -> int:
        """Rows, not mistakes: a row with two is counted once."""
        return len({(p.sheet, p.row) for p in self.problems if p.row})

    @property
    def kept_out(self) -> int:
        return self.total - self.good

    @property
    def is_right(self) -> bool:
        return not self.problems and not self.waiting

    @property
    def brings_something(self) -> bool:
        return bool(self.new or self.changed)

    @property
    def has_wrong_cells(self) -> bool:
        """Whether there are rows to be marked; a mistake of a header has no row."""
        return bool(self.wrong or self.waiting) and all(p.row for p in self.problems)

    @property
    def sentence(self) -> str:
        """共 50 行：47 行可导入（新增 45，更新 2），3 行有误。"""
        if self.is_right and not self.brings_something:
            return f"{self.total} 行无变化，没有需要导入的内容。"
        counts = (("新增", self.new), ("更新", self.changed), ("无变化", self.unchanged))
        told = "，".join(f"{word} {count}" for word, count in counts if count)
        parts = [f"{self.good} 行可导入" + (f"（{told}）" if told else "")]
        if self.wrong:
            parts.append(f"{self.wrong} 行有误")
        if self.waiting:
            parts.append(f"{len(self.waiting)} 行要等有误的行改好")
        return f"共 {self.total} 行：{'，'.join(parts)}。"
