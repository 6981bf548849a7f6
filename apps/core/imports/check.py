"""What an import would do and everything that stands against it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

# Rows of each sheet by their number in Excel.
Numbers = Mapping[str, Set[int]]
AFTER_A_MISTAKE = "这一行用到的内容另有错误，改好后会一并导入"
SHOWN_CHARACTERS = 60


@dataclass(frozen=True)
class Problem:
    """`row` 0 speaks of the sheet as a whole; `place` is the column letter with its name."""

    sheet: str
    row: int
    place: str
    sentence: str
    key: str = ""
    value: str = ""

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


def _silent(phase: str, share: float) -> None:
    """Nobody wants to hear of the progress."""


@dataclass
class Check:
    problems: list[Problem] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)
    letters: dict[str, dict[str, int]] = field(default_factory=dict)
    # Filled rows of each sheet, the wrong ones and those that are left out included.
    rows: Counter = field(default_factory=Counter)
    # Rows that are not wrong themselves but hang on something that is; with the reason.
    waiting: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    # Rows that are to be passed over, as an earlier look found them wrong or waiting.
    left_out: Numbers = field(default_factory=dict)
    # Names that stand in a wrong row: a reference to one is not a second mistake.
    wrong_names: set[str] = field(default_factory=set)
    # Told about each phase with its share of the whole, from 0 to 1.
    report: Callable[[str, float], None] = _silent
    _unsound: Counter = field(default_factory=Counter)

    @property
    def is_right(self) -> bool:
        return not self.problems and not any(self.waiting.values())

    def wrong(self, sheet, row, key: str, sentence: str) -> None:
        """Report a cell; its row is left out from now on."""
        row.is_sound = False
        self._unsound[sheet.name] += 1
        names = {c.key: c.name for c in sheet.columns}
        position = self.letters.get(sheet.name, {}).get(key)
        letter = f"{get_column_letter(position + 1)} 列" if position is not None else ""
        value = ""
        if position is not None and position < len(row.cells):
            value = _shown_cell(row.cells[position])
        self.problems.append(
            Problem(sheet.name, row.number, f"{letter}“{names[key]}”", sentence, key, value)
        )
        self.doubt(row)

    def wait(self, sheet, row, reason: str = AFTER_A_MISTAKE) -> None:
        """Leave a row out that is not wrong itself; its cure stands elsewhere."""
        row.is_sound = False
        self._unsound[sheet.name] += 1
        self.waiting[sheet.name].setdefault(row.number, reason)
        self.doubt(row)

    def follow(self, other: "Check") -> None:
        """Take over what another look found wrong, as rows that wait."""
        for problem in other.problems:
            reason = f"前面的错误改好后再核对：{problem.sentence}"
            self.waiting[problem.sheet].setdefault(problem.row, reason)
        for sheet, reasons in other.waiting.items():
            self.waiting[sheet] = reasons | self.waiting[sheet]

    def doubt(self, row) -> None:
        """Remember the names of a wrong row."""
        self.wrong_names |= {v for k, v in row.values.items() if k in ("code", "name")}

    def wrong_sheet(self, sheet: str, sentence: str) -> None:
        self._unsound[sheet] += 1
        self.problems.append(Problem(sheet, 0, "", sentence))

    def is_sound(self, sheet: str) -> bool:
        """Whether every row that was taken can come in."""
        return not self._unsound[sheet]

    def is_complete(self, sheet: str) -> bool:
        return self.is_sound(sheet) and not self.left_out.get(sheet)

    def is_left_out(self, sheet: str, number: int) -> bool:
        return number in self.left_out.get(sheet, ())

    def unsound_rows(self) -> dict[str, set[int]]:
        """The rows that cannot come in, by sheet."""
        found: dict[str, set[int]] = defaultdict(set)
        for problem in self.problems:
            if problem.row:
                found[problem.sheet].add(problem.row)
        for sheet, reasons in self.waiting.items():
            found[sheet] |= reasons.keys()
        return {sheet: numbers for sheet, numbers in found.items() if numbers}

    def tally(self, sheet) -> Tally:
        return self.tallies.setdefault(sheet.name, Tally())

    def changed_cell(self, sheet, row, label: str, key: str, before, after) -> None:
        names = {c.key: c.name for c in sheet.columns}
        self.changes.append(
            Changed(sheet.name, row.number, label, names[key], _shown(before), _shown(after))
        )


def _shown(value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "（空）" if value in (None, "") else str(value)


def _shown_cell(value) -> str:
    """A cell as its writer sees it, cut if it is long."""
    text = "" if value is None else str(value).removesuffix(" 00:00:00")
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"
