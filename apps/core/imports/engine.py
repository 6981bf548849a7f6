"""Check a workbook, or bring it in: the same run inside one transaction, kept only if all is right."""

import hashlib
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from apps.core import audit
from apps.core.imports.check import Check
from apps.core.imports.sheets import sheets
from apps.core.imports.workbook import RawSheet, WorkbookRefused, read_workbook
from apps.core.models import AuditEvent

# Sheets of the template that hold no rows of their own.
SILENT = ("说明", "选项")


@dataclass(frozen=True)
class Outcome:
    """`sha256` of the file that was looked at; `is_saved` only after a faultless bring_in."""

    check: Check
    sha256: str
    is_saved: bool

    @property
    def is_right(self) -> bool:
        return not self.check.problems


def check(content: bytes, *, name: str) -> Outcome:
    """What bringing the workbook in would do; nothing is kept. May raise WorkbookRefused."""
    return _run(content, name=name, keep=False)


@transaction.atomic
def bring_in(content: bytes, *, name: str, by=None, request=None) -> Outcome:
    """Save the whole workbook, or nothing if anything in it is wrong."""
    outcome = _run(content, name=name, keep=True)
    audit.record(
        AuditEvent.Kind.IMPORTED,
        request=request,
        user=by,
        subject=f"{name} {outcome.sha256[:12]}",
        succeeded=outcome.is_saved,
    )
    return outcome


def _run(content: bytes, *, name: str, keep: bool) -> Outcome:
    raws = read_workbook(content, name=name)
    found = Check()
    try:
        with transaction.atomic():
            _take_all(raws, found)
            is_saved = keep and not found.problems
            if not is_saved:
                transaction.set_rollback(True)
    except IntegrityError as error:
        # A rule that only the database knows, or somebody else's row of this very moment.
        is_saved = False
        found.wrong_sheet(name, f"与系统里已有的内容冲突，没有导入：{_rule(error)}")
    return Outcome(found, hashlib.sha256(content).hexdigest(), is_saved)


def _take_all(raws: list[RawSheet], found: Check) -> None:
    by_name = {raw.name: raw for raw in raws if raw.rows and raw.name not in SILENT}
    known = [sheet for sheet in sheets() if sheet.name in by_name]
    if not known:
        names = "、".join(sheet.name for sheet in sheets())
        raise WorkbookRefused(f"没有找到可导入的工作表，工作表名称应为：{names}")
    for sheet in known:
        rows = sheet.read(by_name[sheet.name], found)
        sheet.take(rows, found)


def _rule(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or "请刷新后再试一次"
