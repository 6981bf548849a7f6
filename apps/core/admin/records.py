"""The portal's own records: security events, jobs and documents."""

from django.contrib.admin import SimpleListFilter, register
from unfold.decorators import action, display

from apps.core import jobs
from apps.core.admin.forms import VerbForm
from apps.core.admin.tables import SystemAdmin, ViewInline
from apps.core.admin.verbs import verb_page
from apps.core.models import AuditEvent, Document, Job, JobItem


@register(AuditEvent)
class AuditEventAdmin(SystemAdmin):
    list_display = ("at", "kind", "account", "address", "subject", "succeeded")
    list_filter = ("kind", "succeeded", "at")
    search_fields = ("account", "subject")
    fields = ("at", "kind", "user", "account", "address", "subject", "succeeded")
    date_hierarchy = "at"


class JobStateFilter(SimpleListFilter):
    title = "状态"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("failed", "有失败"), ("running", "进行中"), ("cancelled", "已取消")]

    def queryset(self, request, queryset):
        if self.value() == "failed":
            return queryset.with_failures()
        if self.value() == "running":
            return queryset.unfinished()
        if self.value() == "cancelled":
            return queryset.exclude(cancelled_at=None)
        return queryset


class JobItemInline(ViewInline):
    """The items that did not get done; a job of hundreds is not listed whole."""

    model = JobItem
    fields = ("label", "status", "attempts", "error")
    verbose_name_plural = "没有完成的事项"
    show_change_link = False

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(status=JobItem.Status.DONE)


@register(Job)
class JobAdmin(SystemAdmin):
    list_display = ("title", "progress", "failures", "requested_by", "created_at")
    list_filter = (JobStateFilter, "created_at")
    list_select_related = ("requested_by",)
    fields = ("title", "requested_by", "created_at", "cancelled_at")
    inlines = (JobItemInline,)
    actions_detail = ("retry",)

    def get_queryset(self, request):
        return super().get_queryset(request).with_tallies()

    @display(description="进度")
    def progress(self, job) -> str:
        return f"{job.items_done}/{job.items_total}"

    @display(description="失败")
    def failures(self, job) -> int | str:
        return job.items_failed or "—"

    @action(description="重试", url_path="retry", icon="refresh", permissions=["act"])
    def retry(self, request, object_id):
        """Only what failed or was stopped runs again."""
        return verb_page(
            self,
            request,
            object_id,
            title="重试失败和停止的事项",
            form_class=VerbForm,
            run=lambda job, answers: jobs.retry_failed(job),
            done="已登记，稍后执行。可以离开此页",
        )


@register(Document)
class DocumentAdmin(SystemAdmin):
    list_display = ("title", "code", "size", "created_at")
    list_filter = ("created_at",)
    search_fields = ("title", "code")
    fields = ("title", "template_version", "code", "sha256", "size", "created_at")
