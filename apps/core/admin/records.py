"""The portal's own records: security events, jobs, documents and the working calendar."""

import re
from datetime import date

from django import forms
from django.contrib.admin import SimpleListFilter, register
from unfold.decorators import action, display

from apps.core import jobs
from apps.core.admin.forms import EditForm, VerbForm
from apps.core.admin.tables import SystemAdmin, ViewInline
from apps.core.admin.theme import DateField, TextField
from apps.core.admin.verbs import verb_page
from apps.core.models import AuditEvent, CalendarDay, Document, Job, JobItem
from apps.core.workdays import enter_festival


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


class FestivalForm(EditForm):
    """One line of the State Council's schedule: a festival, its days and what is worked for it."""

    first = DateField(label="放假第一天")
    last = DateField(label="放假最后一天")
    working = TextField(
        label="调休上班的日期",
        required=False,
        help_text="写成 2027-02-06，多天用顿号隔开；没有就留空",
    )

    class Meta:
        model = CalendarDay
        fields = ("name",)

    def clean_working(self) -> tuple[date, ...]:
        """Whatever stands between the days."""
        words = re.findall(r"[^、,，;；\s]+", self.cleaned_data["working"])
        try:
            return tuple(date.fromisoformat(word) for word in words)
        except ValueError:
            raise forms.ValidationError("日期写成 2027-02-06，多天用顿号隔开") from None


@register(CalendarDay)
class CalendarDayAdmin(SystemAdmin):
    list_display = ("day", "name", "is_working")
    list_filter = ("is_working", "name")
    date_hierarchy = "day"
    fields = ("day", "name", "is_working")
    add_fieldsets = ((None, {"fields": ("name", ("first", "last"), "working")}),)

    def has_add_permission(self, request) -> bool:
        return request.user.has_perm("core.add_calendarday")

    def has_change_permission(self, request, obj=None) -> bool:
        return request.user.has_perm("core.change_calendarday")

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def get_readonly_fields(self, request, obj=None):
        return ("day",) if obj else ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = FestivalForm
        return super().get_form(request, obj, change, **kwargs)

    def perform(self, request, obj, form, change) -> None:
        if change:
            super().perform(request, obj, form, change)
            return
        answers = {name: form.cleaned_data[name] for name in ("name", "first", "last", "working")}
        obj.__dict__.update(enter_festival(**answers)[0].__dict__)
