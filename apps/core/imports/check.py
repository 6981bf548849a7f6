"""What an import would do and everything that stands against it."""

from collections import Counter
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter


@dataclass(frozen=True)
class Problem:
    """`row` 0 speaks of the sheet as a whole; `place` is the column letter with its name."""

    sheet: str
    row: int
    place: str
    sentence: str

    def __str__(self) -> str:
        where = f"“{self.sheet}”"
        if self.row:
            where += f"第 {self.row} 行"
        if self.place:
            where += f" {self.place}"
        return f"{where}：{self.sentence}"


@dataclass(frozen=True)
class Changed:
    """A cell that differs from what is stored."""

    sheet: str
    row: int
    label: str
    column: str
    before: str
    after: str


@dataclass
class Tally:
    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def total(self) -> int:
        return self.new + self.changed + self.unchanged


@dataclass
class Check:
    problems: list[Problem] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)
    letters: dict[str, dict[str, int]] = field(default_factory=dict)
    # Names that stand in a wrong row: a reference to one is not a second mistake.
    wrong_names: set[str] = field(default_factory=set)
    _unsound: Counter = field(default_factory=Counter)

    def wrong(self, sheet, row, key: str, sentence: str) -> None:
        """Report a cell; its row is left out from now on."""
        row.is_sound = False
        self._unsound[sheet.name] += 1
        names = {c.key: c.name for c in sheet.columns}
        position = self.letters.get(sheet.name, {}).get(key)
        letter = f"{get_column_letter(position + 1)} 列" if position is not None else ""
        self.problems.append(Problem(sheet.name, row.number, f"{letter}“{names[key]}”", sentence))
        self.doubt(row)

    def doubt(self, row) -> None:
        """Remember the names of a wrong row."""
        self.wrong_names |= {v for k, v in row.values.items() if k in ("code", "name")}

    def wrong_sheet(self, sheet: str, sentence: str) -> None:
        self._unsound[sheet] += 1
        self.problems.append(Problem(sheet, 0, "", sentence))

    def is_sound(self, sheet: str) -> bool:
        return not self._unsound[sheet]

    def tally(self, sheet) -> Tally:
        return self.tallies.setdefault(sheet.name, Tally())

    def changed_cell(self, sheet, row, label: str, key: str, before, after) -> None:
        names = {c.key: c.name for c in sheet.columns}
        self.changes.append(
            Changed(sheet.name, row.number, label, names[key], _shown(before), _shown(after))
        )


def _shown(value) -> str:
    return "（空）" if value in (None, "") else str(value)
