"""Check a workbook, or bring it in: the same run inside one transaction, kept only if all is right."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.apps import apps
from django.db import IntegrityError, connection, transaction

from apps.core import audit
from apps.core.imports.check import Check, Numbers, Tally
from apps.core.imports.reading import read_file
from apps.core.imports.recognise import kinds_in
from apps.core.imports.sheets import SheetImport
from apps.core.imports.workbook import RawSheet
from apps.core.models import AuditEvent

# Leaving rows out may leave others without what they refer to; a tower of more is not followed.
MAX_ROUNDS = 4
# Two runs at once would wait for one another's unsaved rows in different orders.
ONE_AT_A_TIME = 0x1A907
PAUSE_SECONDS = 0.5
Known = list[tuple[SheetImport, RawSheet]]


class Busy(Exception):
    """Another file is being brought in, and the caller did not want to wait any longer."""


@dataclass(frozen=True)
class Source:
    """A file with what its user said of it: `kind` names the sheet of a file with one table,
    `is_bare` rows may come without a header."""

    content: bytes
    name: str
    kind: str = ""
    is_bare: bool = False

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def tables(self) -> Known:
        """Each kind of sheet with its rows as they stand; may raise WorkbookRefused."""
        raws = read_file(self.content, name=self.name)
        return kinds_in(raws, kind=self.kind, is_bare=self.is_bare)


@dataclass(frozen=True)
class Watch:
    """Who looks on: told each phase with its share from 0 to 1; waits so many seconds for others."""

    report: Callable[[str, float], None] = lambda phase, share: None
    patience: float = float("inf")


NOBODY = Watch()


@dataclass(frozen=True)
class Outcome:
    """`sha256` of the file that was looked at; `is_saved` only after a bring_in without fault.

    `good` is the run over the rows that `left_out` spares; None if nothing can come in so.
    """

    check: Check
    sha256: str
    is_saved: bool = False
    good: Check | None = None
    left_out: Numbers = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        return self.check.is_right


def check(content: bytes, *, name: str) -> Outcome:
    """What bringing the file in would do; nothing is kept. May raise WorkbookRefused."""
    return look(Source(content, name))


def bring_in(content: bytes, *, name: str, by=None, request=None) -> Outcome:
    """Save the whole file, or nothing if anything in it is wrong."""
    return keep(Source(content, name), by=by, request=request)


def look(source: Source, *, watch: Watch = NOBODY) -> Outcome:
    """All mistakes of the file, and what would come in without them; nothing is kept."""
    watch.report("读取文件", 0)
    known = source.tables()
    found = _run(known, source.name, Check(), watch)
    if found.is_right:
        return Outcome(found, source.sha256, good=found)
    good, left_out = _spared(known, source.name, found, watch)
    return Outcome(found, source.sha256, good=good, left_out=left_out)


@transaction.atomic
def keep(
    source: Source,
    *,
    left_out: Numbers | None = None,
    expected: dict[str, Tally] | None = None,
    by=None,
    request=None,
    watch: Watch = NOBODY,
) -> Outcome:
    """Save all rows but those `left_out`, or nothing if anything in them is wrong.

    With `expected` tallies nothing is saved either unless it is exactly what they promise.
    """
    watch.report("读取文件", 0)
    found = Check(left_out=left_out or {})
    _run(source.tables(), source.name, found, watch, is_kept=True, expected=expected)
    outcome = Outcome(found, source.sha256, found.is_right, found, left_out or {})
    audit.record(
        AuditEvent.Kind.IMPORTED,
        request=request,
        user=by,
        subject=f"{source.name} {outcome.sha256[:12]}",
        succeeded=outcome.is_saved,
    )
    return outcome


def _spared(known: Known, name: str, found: Check, watch: Watch) -> tuple[Check | None, Numbers]:
    """The run over what remains without the wrong rows, and the rows that it had to leave out.

    What shows only then hangs on a wrong row: it waits, and is told as such.
    """
    good, left_out = found, found.unsound_rows()
    for _ in range(MAX_ROUNDS):
        if any(not problem.row for problem in good.problems):
            break
        good = _run(known, name, Check(left_out=left_out), watch)
        if good.is_right:
            return good if any(t.total for t in good.tallies.values()) else None, left_out
        found.follow(good)
        more = good.unsound_rows()
        left_out = {s: left_out.get(s, set()) | more.get(s, set()) for s in {*left_out, *more}}
    return None, left_out


def _run(
    known: Known,
    name: str,
    found: Check,
    watch: Watch,
    *,
    is_kept: bool = False,
    expected: dict[str, Tally] | None = None,
) -> Check:
    found.report = watch.report
    try:
        with transaction.atomic():
            _wait_for_others(watch)
            _take_all(known, found)
            if expected is not None and found.tallies != expected:
                found.wrong_sheet(name, "预览之后系统里的内容有变化，没有导入。请重新预览后再导入")
            if not is_kept or not found.is_right:
                transaction.set_rollback(True)
    except IntegrityError as error:
        # A rule that only the database knows, or somebody else's row of this very moment.
        found.wrong_sheet(name, f"与系统里已有的内容冲突，没有导入：{_rule(error)}")
    return found


def _wait_for_others(watch: Watch) -> None:
    until = time.monotonic() + watch.patience
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
            if cursor.fetchone()[0]:
                return
            if time.monotonic() > until:
                raise Busy
            watch.report("等待另一份文件导入完成", 0)
            time.sleep(PAUSE_SECONDS)


def _take_all(known: Known, found: Check) -> None:
    total = sum(len(raw.rows) for _, raw in known) or 1
    done = 0
    for sheet, raw in known:
        found.report(f"核对“{sheet.name}”", done / total)
        sheet.take(sheet.read(raw, found), found)
        done += len(raw.rows)
    places = {sheet.name: place for place, (sheet, _) in enumerate(known)}
    found.problems.sort(key=lambda p: (places[p.sheet], p.row))
    found.report("保存", 1)


def _rule(error: IntegrityError) -> str:
    """What the rule that was broken says in words."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                message = str(constraint.violation_error_message)
                told = message if message != constraint.default_violation_error_message else ""
                return f"{model._meta.verbose_name}{told or '有重复或日期重叠的'}，请核对"
    return "有重复的编号，请刷新后重新预览"
