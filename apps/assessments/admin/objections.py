"""Objections, answered; what was changed for one stands with it."""

from django.template.defaultfilters import linebreaks
from django.utils.html import format_html

from apps.assessments import services
from apps.assessments.choices import ObjectionStatus
from apps.assessments.models import ManualEntry, Objection
from apps.core.admin import (
    ChoiceOfRow,
    LongTextField,
    ReadOnlyAdmin,
    VerbForm,
    action,
    display,
    register,
    verb_page,
)

TONES = {
    ObjectionStatus.RAISED: "warning",
    ObjectionStatus.UPHELD: "danger",
    ObjectionStatus.DISMISSED: "success",
    ObjectionStatus.WITHDRAWN: "info",
}


def said(objection: Objection) -> str:
    """What is to be answered, above the answer."""
    about = objection.line or "总分或等次"
    return format_html("<p>对“{}”：</p>{}", about, linebreaks(objection.text, autoescape=True))


class AnswerForm(VerbForm):
    answer = LongTextField(
        label="答复",
        max_length=2000,
        help_text="提出人会看到",
        error_messages={"required": "请填写答复"},
    )


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
class ObjectionAdmin(ReadOnlyAdmin):
    list_display = ("short", "result", "spoken_by", "created_at", "state", "answered_at")
    list_filter = ("status", "result__run__year")
    list_select_related = (
        *("result__run", "result__organisation", "result__unit"),
        *("line", "raised_by"),
    )
    search_fields = ("text", "answer", "speaker", "result__organisation__name")
    date_hierarchy = "created_at"
    fields = (
        *("result", "line", "spoken_by", "text", "status"),
        *("answer", "change", "entry", "answered_at"),
    )
    readonly_fields = fields
    actions_detail = ("dismiss", "uphold")

    def has_answer_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("assessments.answer_objection")

    @display(description="异议内容")
    def short(self, objection) -> str:
        return objection.text[:40]

    @display(description="提出人")
    def spoken_by(self, objection) -> str:
        return objection.speaker or str(objection.raised_by)

    @display(description="状态", ordering="status", label=TONES)
    def state(self, objection) -> tuple[str, str]:
        return objection.status, objection.get_status_display()

    @action(description="答复：不成立", url_path="dismiss", icon="check", permissions=["answer"])
    def dismiss(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="答复：异议不成立",
            form_class=AnswerForm,
            permission="answer",
            reading=said,
            run=lambda objection, given: services.dismiss_objection(
                objection=objection, by=request.user, **given
            ),
            done="已答复，提出人会看到",
        )

    @action(description="答复：成立", url_path="uphold", icon="gavel", permissions=["answer"])
    def uphold(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="答复：异议成立",
            form_class=UpholdForm,
            permission="answer",
            reading=said,
            run=lambda objection, given: services.uphold_objection(
                objection=objection, by=request.user, **given
            ),
            done="已答复。请重新计算，改动才会计入结果",
        )
