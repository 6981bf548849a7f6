import json
import sys
import time
from collections import Counter

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, Max

from apps.assessments import services
from apps.assessments.choices import RunStatus
from apps.assessments.models import Run, Scheme
from apps.core import jobs
from apps.core.models import Document, Job, JobItem
from apps.core.tasks import run_item

LISTEN_SECONDS = 1
ASK_AGAIN_SECONDS = 15


class Command(BaseCommand):
    help = (
        "计算一个年度的考核并生成考核表。任务登记后由后台处理；加 --wait 时等到做完，"
        "后台没有运行时由本命令自己处理"
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--scheme", default="", help="方案名称；默认用最新启用的方案")
        parser.add_argument("--wait", action="store_true", help="等到全部做完")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出摘要")
        parser.add_argument("--no-pdf", action="store_true", help="只计算，不生成考核表")

    def handle(self, *args, **options) -> None:
        began = time.perf_counter()
        newest = Document.objects.aggregate(pk=Max("pk"))["pk"] or 0
        try:
            run = self._start(options)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        if options["wait"]:
            self._wait(job_of(run))
            run.refresh_from_db()
        summary = summary_of(run, after=newest, seconds=time.perf_counter() - began)
        if options["json"]:
            self.stdout.write(json.dumps(summary, ensure_ascii=False))
        else:
            for key, value in summary.items():
                self.stdout.write(f"{key}: {value}")
        if summary["failed"]:
            raise CommandError(f"{summary['failed']} 项没有完成，请在工作台查看原因后重试")

    def _start(self, options) -> Run:
        year, with_sheets = options["year"], not options["no_pdf"]
        scheme = _scheme(options["scheme"])
        standing = Run.objects.standing().filter(year=year, scheme=scheme).first()
        if standing is None:
            run = services.create_run(year=year, scheme=scheme)
        elif standing.status == RunStatus.DRAFT:
            run = standing
        else:
            return services.repeat_run(
                run=standing, by=None, note="由命令重新计算", with_sheets=with_sheets
            )
        return services.start_run(run=run, by=None, with_sheets=with_sheets)

    def _wait(self, job: Job) -> None:
        """Watch the ledger; do its items here while no worker answers. A lease keeps us apart."""
        asked = float("-inf")
        is_served = False
        while not (progress := jobs.progress(job)).is_finished:
            if time.monotonic() - asked >= ASK_AGAIN_SECONDS:
                is_served, asked = worker_answers(), time.monotonic()
            self._tell(progress)
            if is_served or not _work_one(job):
                time.sleep(0.5)

    def _tell(self, progress: jobs.Progress) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{progress.done}/{progress.total}，失败 {progress.failed} ")


def _scheme(name: str) -> Scheme:
    usable = Scheme.objects.usable().order_by("-pk")
    scheme = (usable.filter(name=name) if name else usable).first()
    if scheme is None:
        raise CommandError("没有启用的考核方案，请先在工作台启用，或运行 manage.py load_facts")
    return scheme


def worker_answers() -> bool:
    try:
        return bool(run_item.app.control.ping(timeout=LISTEN_SECONDS, limit=1))
    except Exception:  # the broker's errors have no common class; then nobody is there
        return False


def _work_one(job: Job) -> bool:
    waiting = job.items.filter(status=JobItem.Status.QUEUED).values_list("pk", flat=True)
    pk = waiting.first()
    if pk is not None:
        jobs.work(pk)
    return pk is not None


def job_of(run: Run) -> Job:
    """A run that was started always has one."""
    if run.job is None:
        raise CommandError(f"{run}没有登记任务")
    return run.job


def summary_of(run: Run, *, after: int, seconds: float) -> dict:
    """`documents` are all sheets of the run, `printed` those that did not exist before."""
    results = run.results.all()
    progress = jobs.progress(job_of(run))
    sheets = results.exclude(document=None)
    return {
        "year": run.year,
        "status": run.get_status_display(),
        "organisations": results.count(),
        "grades": dict(Counter(results.values_list("grade", flat=True))),
        "lines": run.results.aggregate(lines=Count("lines"))["lines"],
        "documents": sheets.count(),
        "printed": sheets.filter(document__pk__gt=after).count(),
        "waiting": progress.queued + progress.running,
        "failed": progress.failed,
        "seconds": round(seconds, 2),
    }
