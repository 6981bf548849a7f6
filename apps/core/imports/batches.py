"""A file from its upload to its result: kept, checked, brought in. Each step may be run again."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from pghistory import context

from apps.core import audit, files, jobs
from apps.core.imports.engine import NOBODY, Source, Watch, keep, look
from apps.core.imports.findings import Findings
from apps.core.imports.size import rows_about
from apps.core.imports.workbook import WorkbookRefused
from apps.core.models import AuditEvent, ImportBatch

JOB = "core.import"
CHECK, SAVE = "check", "save"
STALE = "预览之后系统里的内容有变化，没有导入。下面是新的预览，请核对后再导入"


@files.register_of_paths
def paths_of_batches():
    return ImportBatch.objects.values_list("path", flat=True)


def submit(
    *, content: bytes, name: str, by, kind: str = "", source: str = ImportBatch.Source.FILE
) -> ImportBatch:
    """Keep a file that is to be checked; nothing is read yet."""
    stored = files.store(content, suffix=".import")
    return ImportBatch.objects.create(
        name=name[:150],
        kind=kind,
        source=source,
        path=stored.path,
        sha256=stored.sha256,
        requested_by=by,
    )


def is_long(batch: ImportBatch) -> bool:
    """Whether the workers should do it, while its owner goes on with other things."""
    return rows_about(files.read(batch.path)) > settings.IMPORT_JOB_ROWS


def source_of(batch: ImportBatch) -> Source:
    is_bare = batch.source == ImportBatch.Source.PASTE
    return Source(files.read(batch.path), batch.name, batch.kind, is_bare)


@transaction.atomic
def hand_over(batch: ImportBatch, step: str, *, by) -> None:
    """Let the workers take a step; a batch that is being worked on is not handed over twice."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if is_at_work(batch):
        return
    title = f"{'核对' if step == CHECK else '导入'} {batch.name}"
    item = jobs.NewItem(step, title, {"batch": batch.pk, "by": by.pk})
    batch.job = jobs.enqueue(kind=JOB, title=title, items=[item], by=by)
    batch.save(update_fields=["job"])


def is_at_work(batch: ImportBatch) -> bool:
    return batch.job is not None and not jobs.progress(batch.job).is_finished


def examine(batch: ImportBatch, *, request=None, watch: Watch = NOBODY) -> None:
    """Check the file and keep what was found; Busy if others keep the watch waiting too long."""
    try:
        findings = Findings.of(look(source_of(batch), watch=watch))
    except WorkbookRefused as refusal:
        batch.refusal = str(refusal)
        audit.record(
            AuditEvent.Kind.IMPORTED,
            request=request,
            user=batch.requested_by,
            subject=batch.name,
            succeeded=False,
        )
    else:
        batch.findings = findings.to_json()
        batch.new_count, batch.changed_count = findings.new, findings.changed
        batch.wrong_count = findings.wrong
    batch.checked_at = timezone.now()
    batch.save(
        update_fields=[
            "refusal",
            "checked_at",
            "findings",
            "new_count",
            "changed_count",
            "wrong_count",
        ]
    )


def bring_in_good_rows(batch: ImportBatch, *, by, request=None, watch: Watch = NOBODY) -> bool:
    """Save exactly the rows that the preview promised, once; False if that is no longer possible.

    Whatever has changed since the preview saves nothing: the file is then checked anew.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if batch.saved_at:
            return True
        findings = Findings.from_json(batch.findings)
        if not findings.brings_something:
            return False
        with context(import_batch=str(batch.uuid)) as history:
            outcome = keep(
                source_of(batch),
                left_out=findings.left_out,
                expected=findings.tallies,
                by=by,
                request=request,
                watch=watch,
            )
        if outcome.is_saved:
            batch.saved_at, batch.history = timezone.now(), history.id
            batch.save(update_fields=["saved_at", "history"])
            return True
    examine(batch, request=request, watch=watch)
    return False
