"""Objections, answered; what was changed for one stands with it."""

from django.urls import reverse
from django.utils.html import format_html

from apps.assessments import services
from apps.assessments.models import ManualEntry, Objection
from apps.core import admin
from apps.core.admin import AnswerForm, ChoiceOfRow, LongTextField, register


class UpholdForm(AnswerForm):
    change = LongTextField(
        label="作了什么改动",
        max_length=500,
        help_text="例如更正了哪条记录，或录入了哪一项人工计分；分数在重新计算后改变",
        error_messages={"required": "请写明作了什么改动"},
    )
    entry = ChoiceOfRow(
        label="据此录入的人工计分",
        queryset=ManualEntry.objects.none(),
        required=False,
        empty_label="没有录入人工计分",
    )

    def __init__(self, *args, record: Objection, **kwargs) -> None:
        super().__init__(*args, record=record, **kwargs)
        result = record.result
        entries = ManualEntry.objects.of_year(result.run.year)
        self.fields["entry"].queryset = entries.filter(  # type: ignore[attr-defined]
            organisation=result.organisation_id
        )


@register(Objection)
class ObjectionAdmin(admin.ObjectionAdmin):
    list_display = ("short", "result", "spoken_by", "created_at", "state", "answered_at")
    list_filter = ("status", "result__run__year")
    list_select_related = (
        *("result__run", "result__organisation", "result__unit"),
        *("line", "raised_by"),
    )
    search_fields = ("text", "answer", "speaker", "result__organisation__name")
    fields = (
        *("result", "line", "spoken_by", "text", "status"),
        *("answer", "change", "entry", "answered_at", "next_step"),
    )
    readonly_fields = fields
    upheld_form = UpholdForm
    upheld_done = "已答复。请重新计算，改动才会计入结果"

    @admin.display(description="下一步")
    def next_step(self, objection) -> str:
        """What was changed for it comes into the result by computing the year again."""
        run = objection.result.run
        if not objection.awaits_computing:
            return "—"
        address = reverse("admin:assessments_run_repeat", args=[run.pk])
        return format_html('<a class="text-primary-600" href="{}">重新计算{}</a>', address, run)

    def what_is_said(self, objection) -> str:
        about = objection.line or "总分或等次"
        return format_html("<p>对“{}”：</p>{}", about, super().what_is_said(objection))

    def answer_it(self, objection, **given):
        return services.answer_objection(objection=objection, **given)
