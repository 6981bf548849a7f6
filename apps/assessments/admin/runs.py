"""Runs: started, watched, repeated, issued; the work itself is done by the ledger's workers."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from apps.assessments import services
from apps.assessments.admin.schemes import NoteForm
from apps.assessments.bundles import bundle_of
from apps.assessments.differences import differences
from apps.assessments.models import Run
from apps.core import audit, jobs
from apps.core.admin import VerbForm, VisibleAdmin, action, display, register, verb_page
from apps.core.models import AuditEvent, Job, JobItem

REGISTERED = "生成任务已登记，稍后执行。可以离开此页"
SHOWN_FAILURES = 20
SILENT_SECONDS = 60
REFRESH_SECONDS = 3


@register(Run)
class RunAdmin(VisibleAdmin):
    list_display = ("year", "scheme", "status", "progress_in_words", "issued_at")
    list_filter = ("year", "status")
    list_select_related = ("scheme",)
    fields = ("year", "scheme", "dated_on", "status", "computed_at", "announced_at", "issued_at")
    readonly_fields = ("status", "computed_at", "announced_at", "issued_at")
    actions_detail = (
        *("progress", "start", "repeat", "announce", "issue", "cancel"),
        *("compare", "bundle"),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).with_item_counts()

    def has_change_permission(self, request, obj=None) -> bool:
        """A run changes through its verbs."""
        return obj is None and super().has_change_permission(request)

    def get_actions_detail(self, request, object_id):
        """Nothing is offered that there is nothing for yet, or no longer."""
        offered = super().get_actions_detail(request, object_id)
        run = self.get_object(request, str(object_id))
        if run is None:
            return offered
        idle = set() if run.job_id else {"progress", "repeat"}
        # Before the issue one computes again instead; its progress page has the sheets.
        idle |= set() if run.is_issued else {"compare", "bundle"}
        idle |= {"repeat"} if run.is_issued else set()
        return [a for a in offered if a.method.original_function_name not in idle]

    def get_field_queryset(self, db, db_field, request):
        return super().get_field_queryset(db, db_field, request).usable()

    def perform(self, request, obj, form, change) -> None:
        answers = {name: form.cleaned_data[name] for name in ("year", "scheme", "dated_on")}
        obj.__dict__.update(services.create_run(**answers).__dict__)

    def response_add(self, request, obj, post_url_continue=None):
        """On to the run itself: starting it is the next thing to do."""
        return redirect("admin:assessments_run_change", obj.pk)

    @display(description="进度")
    def progress_in_words(self, run) -> str:
        return f"{run.items_done}/{run.items_total}" if run.job_id else "—"

    def _verb(self, request, object_id, title, run, done, form_class=VerbForm):
        """A verb page that leads on to the progress of the run it was about, or of its successor."""
        made = []
        response = verb_page(
            self,
            request,
            object_id,
            title=title,
            form_class=form_class,
            run=lambda record, answers: made.append(run(record, answers)),
            done=done,
        )
        return redirect("admin:assessments_run_progress", made[0].pk) if made else response

    @action(description="启动", url_path="start", icon="play_arrow", permissions=["act"])
    def start(self, request, object_id):
        return self._verb(
            request,
            object_id,
            "启动",
            lambda run, _: services.start_run(run=run, by=request.user),
            REGISTERED,
        )

    @action(description="重新计算", url_path="repeat", icon="refresh", permissions=["act"])
    def repeat(self, request, object_id):
        return self._verb(
            request,
            object_id,
            "重新计算",
            lambda run, answers: services.repeat_run(run=run, by=request.user, **answers),
            REGISTERED,
            NoteForm,
        )

    @action(description="公示", url_path="announce", icon="visibility", permissions=["act"])
    def announce(self, request, object_id):
        return self._verb(
            request,
            object_id,
            "公示",
            lambda run, _: services.announce_run(run=run, by=request.user),
            "结果已公示，有关党组织可以提出异议",
        )

    @action(description="发布", url_path="issue", icon="campaign", permissions=["act"])
    def issue(self, request, object_id):
        return self._verb(
            request,
            object_id,
            "发布",
            lambda run, _: services.issue_run(run=run, by=request.user),
            "结果已发布，方案同时冻结",
        )

    @action(description="作废", url_path="cancel", icon="block", permissions=["act"])
    def cancel(self, request, object_id):
        return self._verb(
            request,
            object_id,
            "作废",
            lambda run, answers: services.cancel_run(run=run, by=request.user, **answers),
            "年度考核已作废",
            NoteForm,
        )

    @action(description="进度", url_path="progress", icon="hourglass_top", permissions=["act"])
    def progress(self, request, object_id):
        run = self.visible_object(request, object_id)
        if request.method == "POST":
            return self._steer(request, run)
        context = {**self._context(request, run), **progress_of(run)}
        response = TemplateResponse(request, "admin/assessments/run_progress.html", context)
        if context["progress"] and not context["progress"].is_finished:
            response["Refresh"] = REFRESH_SECONDS
        return response

    def _context(self, request, run) -> dict:
        context = self.admin_site.each_context(request)
        return {**context, "title": f"{run}", "run": run, "opts": self.opts}

    def _steer(self, request, run):
        """Stop, go on or fill up the job of a run."""
        try:
            if request.POST.get("do") == "stop":
                services.stop_job(run=run, by=request.user)
            else:
                services.print_sheets(run=run, by=request.user)
            messages.success(request, "已登记，稍后执行")
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        return redirect("admin:assessments_run_progress", run.pk)

    @action(description="与现有数据比较", url_path="compare", icon="compare", permissions=["act"])
    def compare(self, request, object_id):
        run = self.visible_object(request, object_id)
        found = differences(run) if run.computed_at else []
        context = {**self._context(request, run), "differences": found}
        return TemplateResponse(request, "admin/assessments/run_compare.html", context)

    @action(description="下载全部考核表", url_path="bundle", icon="download", permissions=["act"])
    def bundle(self, request, object_id):
        run = self.visible_object(request, object_id)
        audit.record(AuditEvent.Kind.EXPORTED, request=request, subject=f"{run}考核表")
        response = StreamingHttpResponse(bundle_of(run), content_type="application/zip")
        name = f"{run.year}年度考核表.zip"
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response


def progress_of(run: Run) -> dict:
    """What the progress page shows; everything is read from the rows of the ledger."""
    if run.job is None:
        return {"progress": None}
    progress = jobs.progress(run.job)
    failed = run.job.items.filter(status=JobItem.Status.FAILED)
    return {
        "progress": progress,
        "failures": failed[:SHOWN_FAILURES],
        "is_waiting": not progress.is_finished and not _moves(run.job, progress),
        "can_print": progress.is_finished and (progress.failed or progress.cancelled),
        "grades": services.grades_of(run),
    }


def _moves(job: Job, progress: jobs.Progress) -> bool:
    since = timezone.now() - timedelta(seconds=SILENT_SECONDS)
    return bool(progress.running) or job.items.filter(finished_at__gt=since).exists()
