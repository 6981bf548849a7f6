"""Forms of the steps: each with the paper that it rests on."""

from typing import cast

from django import forms
from django.utils import timezone

from apps.core.uploads import ACCEPTED, AcceptedFile, accept
from apps.elections.choices import ElectionBody, PaperKind
from apps.elections.models import Election, Renewal
from apps.elections.rules import term_years
from apps.elections.services import PaperEntry
from apps.meetings.forms.rows import DayInput, styled
from apps.zones.forms.sections import SectionedForm


class PaperFileField(forms.FileField):
    """A file that is known by its content."""

    def clean(self, data, initial=None) -> AcceptedFile | None:
        return accept(data) if data else None


def day(label: str, wanted: str = "", **kwargs) -> forms.DateField:
    told = {"required": wanted or f"请填写{label}"}
    return forms.DateField(label=label, widget=DayInput, error_messages=told, **kwargs)


def whole(label: str, **kwargs) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=99_999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": f"请填写{label}", "invalid": f"{label}写成数字"},
        **kwargs,
    )


class WithPaperForm(SectionedForm):
    """`default_title` is what the paper is called where nobody says otherwise."""

    default_title = ""
    title = forms.CharField(label="材料标题", max_length=120, required=False)
    doc_no = forms.CharField(
        label="文号",
        max_length=60,
        required=False,
        help_text="如 财机党〔2026〕12号；没有文号的留空",
    )
    dated_on = day("成文日期")
    file = PaperFileField(
        label="文件",
        required=False,
        help_text="可不传",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ACCEPTED)}),
    )

    def __init__(self, *args, subject: Renewal | Election, **kwargs) -> None:
        named = self.default_title.format(body=subject.organisation) if self.default_title else ""
        known = {"dated_on": timezone.localdate(), "title": named}
        super().__init__(*args, initial={**known, **kwargs.pop("initial", {})}, **kwargs)
        self.subject = subject
        styled(self)

    def paper(self) -> PaperEntry:
        given = self.cleaned_data
        return PaperEntry(
            dated_on=given["dated_on"],
            title=given["title"] or self.default_title.format(body=self.subject.organisation),
            doc_no=given["doc_no"],
            file=given["file"],
        )


class NotifyForm(SectionedForm):
    doc_no = forms.CharField(
        label="提醒函文号", max_length=60, required=False, help_text="电话提醒、没有文号的留空"
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        styled(self)


class RequestForm(WithPaperForm):
    default_title = "关于{body}换届选举的请示"
    planned_on = day("拟召开日期")
    body = forms.ChoiceField(label="大会形式", choices=ElectionBody.choices)
    seats = whole("拟设委员名额", help_text="不设委员会的，填书记和副书记的名额")
    field_order = ("planned_on", "body", "seats", "title", "doc_no", "dated_on", "file")


class ApproveForm(WithPaperForm):
    default_title = "关于同意{body}换届选举的批复"

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["doc_no"].required = True
        self.fields["doc_no"].error_messages["required"] = "请填写批复文号"
        self.fields["doc_no"].help_text = "如 市直工委〔2026〕12号"


class ConfirmForm(ApproveForm):
    default_title = "关于{body}选举结果的批复"
    in_office_on = day("任职日期", help_text="职务、角色和可见范围从这一天起变更")
    term_years = whole("新一届任期（年）")
    field_order = ("in_office_on", "term_years", "title", "doc_no", "dated_on", "file")

    def __init__(self, *args, subject: Renewal, **kwargs) -> None:
        years = term_years(subject.organisation.kind)
        known = {"in_office_on": subject.held_on, "term_years": years}
        super().__init__(*args, subject=subject, initial=known, **kwargs)


class PaperForm(WithPaperForm):
    kind = forms.ChoiceField(label="种类", error_messages={"required": "请选择种类"})
    field_order = ("kind", "title", "doc_no", "dated_on", "file")

    def __init__(self, *args, kinds: list[PaperKind], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choice = cast(forms.ChoiceField, self.fields["kind"])
        is_within_term = isinstance(self.subject, Election)
        choice.choices = [(kind.value, kind.told(is_within_term=is_within_term)) for kind in kinds]

    def clean(self) -> dict:
        given = super().clean() or {}
        if not (given.get("title") or given.get("doc_no") or given.get("file")):
            self.add_error("title", "请填写标题或文号，或上传文件")
        return given


class ExtensionForm(SectionedForm):
    asked_until = day("申请延至")
    reason = forms.CharField(
        label="延期原因",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明延期的原因"},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        styled(self)


class DecisionForm(SectionedForm):
    """A decision is known by its number."""

    doc_no = forms.CharField(
        label="批复文号",
        max_length=60,
        error_messages={"required": "请填写批复文号"},
        help_text="如 市直工委〔2026〕12号",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        styled(self)


class ByElectionForm(DecisionForm):
    in_office_on = day("任职日期", help_text="职务、角色和可见范围从这一天起变更")


class ExtensionApprovalForm(DecisionForm):
    decided_on = day("批复日期")
