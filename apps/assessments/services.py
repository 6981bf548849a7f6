"""Verbs of the annual assessment; the long ones are items of a job (see work.py)."""

from datetime import date
from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from apps.assessments.choices import RunStatus
from apps.assessments.models import ManualEntry, OfficeMark, Run, Scheme
from apps.assessments.objections import answer_objection, raise_objection
from apps.assessments.versions import new_version
from apps.assessments.work import COMPUTE, KIND, print_items
from apps.branches.years import refuse_year
from apps.core import jobs
from apps.core.lifecycle import StepRefused, advance
from apps.core.models import Job

# What counts once a second person has approved it.
G = TypeVar("G", ManualEntry, OfficeMark)

__all__ = [
    "announce_run",
    "answer_objection",
    "approve_entry",
    "cancel_run",
    "create_run",
    "grades_of",
    "issue_run",
    "new_version",
    "print_sheets",
    "raise_objection",
    "repeat_run",
    "start_run",
    "stop_job",
]


@transaction.atomic
def create_run(*, year: int, scheme: Scheme, dated_on: date | None = None) -> Run:
    """Prepare the assessment of a year; it begins with `start_run`."""
    refuse_year(year)
    run = Run(year=year, scheme=scheme, dated_on=dated_on or timezone.localdate())
    run.full_clean()
    run.save()
    return run


@transaction.atomic
def start_run(*, run: Run, by, with_sheets: bool = True) -> Run:
    """Register the work in the ledger; `by` None is the shell."""
    run = advance(run, "start", by=by)
    item = jobs.NewItem(COMPUTE, "计算得分", {"run": run.pk, "with_sheets": with_sheets})
    run.job = jobs.enqueue(kind=KIND, title=str(run), items=[item], by=by)
    run.save(update_fields=["job", "updated_at"])
    return run


@transaction.atomic
def repeat_run(*, run: Run, by, note: str, with_sheets: bool = True) -> Run:
    """Compute a year again: a new run in the place of one that was not issued.

    Results are written once and never over; sheets of unchanged results are not printed again.
    """
    cancel_run(run=run, by=by, note=note)
    again = create_run(year=run.year, scheme=run.scheme, dated_on=run.dated_on)
    return start_run(run=again, by=by, with_sheets=with_sheets)


@transaction.atomic
def cancel_run(*, run: Run, by, note: str) -> Run:
    run = advance(run, "cancel", by=by, note=note)
    if run.job:
        jobs.cancel(run.job)
    return run


@transaction.atomic
def print_sheets(*, run: Run, by) -> Job:
    """Go on with what failed or was stopped, and print the sheets that a run still lacks."""
    if run.job is None or run.status not in (RunStatus.COMPUTING, RunStatus.COMPUTED):
        raise StepRefused(f"“{run}”现在是“{run.get_status_display()}”，不能生成考核表")
    if by is not None and not by.has_perm("assessments.start_run", run):
        raise PermissionDenied("您没有“生成考核表”的权限")
    jobs.retry_failed(run.job)
    known = set(run.job.items.values_list("key", flat=True))
    lacking = run.results.filter(document=None).select_related("organisation", "unit")
    jobs.extend(run.job, [item for item in print_items(lacking) if item.key not in known])
    return run.job


def stop_job(*, run: Run, by) -> Job:
    """Let nothing more of the run's job begin; `print_sheets` goes on with it."""
    if not by.has_perm("assessments.start_run", run):
        raise PermissionDenied("您没有“停止任务”的权限")
    if run.job is None:
        raise StepRefused("还没有启动，没有任务可以停止")
    return jobs.cancel(run.job)


def grades_of(run: Run) -> list[tuple[str, int]]:
    """How many results have each grade, from the highest down."""
    counted = run.results.order_by().values_list("grade").annotate(number=Count("pk"))
    order = list(run.scheme.thresholds.order_by("-minimum").values_list("grade", flat=True))
    return sorted(counted, key=lambda pair: order.index(pair[0]))


def announce_run(*, run: Run, by) -> Run:
    """Show the results to those whom they concern, who may object until they are issued."""
    return advance(run, "announce", by=by)


def issue_run(*, run: Run, by) -> Run:
    """All or nothing: the status, its entry in the log and the freezing of the scheme (R-ASM-01)
    are one transaction."""
    return advance(run, "issue", by=by)


@transaction.atomic
def approve_entry(*, entry: G, by) -> G:
    """R-ASM-06: the second pair of eyes is another person's."""
    kept = type(entry)
    stored = kept.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if not by.has_perm(f"assessments.approve_{kept._meta.model_name}", stored):
        raise PermissionDenied(f"您没有批准{kept._meta.verbose_name}的权限")
    if stored.is_approved:
        raise ValidationError("这一条已经批准，没有重复办理")
    if stored.author_id == by.pk:
        raise ValidationError("录入人不能批准自己录入的计分，请另一位同志批准")
    stored.approved_by, stored.approved_at = by, timezone.now()
    stored.version += 1
    stored.save(update_fields=["approved_by", "approved_at", "version", "updated_at"])
    return stored
