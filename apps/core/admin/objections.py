"""The desk of objections: looked up, answered in words."""

from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from unfold.decorators import action, display

from apps.core.admin.forms import VerbForm
from apps.core.admin.tables import ReadOnlyAdmin
from apps.core.admin.theme import LongTextField, TextField
from apps.core.admin.verbs import verb_page
from apps.core.models import ObjectionStatus

TONES = {
    ObjectionStatus.RAISED: "warning",
    ObjectionStatus.UPHELD: "danger",
    ObjectionStatus.DISMISSED: "success",
    ObjectionStatus.WITHDRAWN: "info",
}


class AnswerForm(VerbForm):
    answer = LongTextField(
        label="答复",
        max_length=2000,
        help_text="提出人会看到",
        error_messages={"required": "请填写答复"},
    )


class SpokenForm(VerbForm):
    """What was said by telephone or in a letter."""

    speaker = TextField(
        label="提出人", max_length=80, error_messages={"required": "请填写谁提出的，如单位和姓名"}
    )
    text = LongTextField(
        label="异议内容", max_length=2000, error_messages={"required": "请填写异议内容"}
    )


class ObjectionAdmin(ReadOnlyAdmin):
    """`answer_it` calls the service of the app; `upheld_done` says what has to follow."""

    upheld_form: type[AnswerForm] = AnswerForm

    date_hierarchy = "created_at"
    actions_detail = ("dismiss", "uphold")
    upheld_done: str

    def answer_it(self, objection, *, answer: str, is_upheld: bool, by, **more):
        raise NotImplementedError

    def has_answer_permission(self, request, object_id=None) -> bool:
        meta = self.opts
        return request.user.has_perm(f"{meta.app_label}.answer_{meta.model_name}")

    def what_is_said(self, objection) -> str:
        """To be read above the answer."""
        return format_html("<p>{}</p>", linebreaksbr(objection.text, autoescape=True))

    @display(description="异议内容")
    def short(self, objection) -> str:
        return objection.text[:40]

    @display(description="提出人")
    def spoken_by(self, objection) -> str:
        return objection.spoken_by

    @display(description="状态", ordering="status", label=TONES)
    def state(self, objection) -> tuple[str, str]:
        return objection.status, objection.get_status_display()

    @action(description="答复：不成立", url_path="dismiss", icon="check", permissions=["answer"])
    def dismiss(self, request, object_id):
        return self._answer(request, object_id, "答复：异议不成立", AnswerForm, is_upheld=False)

    @action(description="答复：成立", url_path="uphold", icon="gavel", permissions=["answer"])
    def uphold(self, request, object_id):
        return self._answer(request, object_id, "答复：异议成立", self.upheld_form, is_upheld=True)

    def _answer(
        self, request, object_id, title: str, form_class: type[AnswerForm], *, is_upheld: bool
    ):
        return verb_page(
            self,
            request,
            object_id,
            title=title,
            form_class=form_class,
            permission="answer",
            reading=self.what_is_said,
            run=lambda objection, given: self.answer_it(
                objection, is_upheld=is_upheld, by=request.user, **given
            ),
            done=self.upheld_done if is_upheld else "已答复，提出人会看到",
        )
