"""Questions of the desk's verbs."""

from django.utils import timezone

from apps.core.admin import DateField, LongTextField, TextField, VerbForm
from apps.elections import rules
from apps.elections.services import PaperEntry


class AskNothing(VerbForm):
    """The page itself says what is done."""


class ReasonForm(VerbForm):
    note = LongTextField(
        label="原因",
        max_length=500,
        help_text="党组织会看到，并留在办理经过里",
        error_messages={"required": "请写明原因"},
    )


class NotifyForm(VerbForm):
    doc_no = TextField(label="提醒函文号", max_length=60, required=False)


class DecisionForm(VerbForm):
    """批复: its number, its day, and what it is called."""

    title = TextField(label="标题", max_length=120, required=False)
    doc_no = TextField(
        label="批复文号",
        max_length=60,
        help_text="如 市直工委〔2026〕12号",
        error_messages={"required": "请填写批复文号"},
    )
    dated_on = DateField(label="批复日期", initial=timezone.localdate)


class ConfirmForm(DecisionForm):
    in_office_on = DateField(label="任职日期", help_text="职务、角色和可见范围从这一天起变更")
    term_years = TextField(label="新一届任期（年）")
    field_order = ("in_office_on", "term_years", "title", "doc_no", "dated_on")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["in_office_on"].initial = self.record.held_on
        self.fields["term_years"].initial = rules.term_years(self.record.organisation.kind)

    def clean_term_years(self) -> int:
        given = self.cleaned_data["term_years"]
        if not (given.isdecimal() and 1 <= int(given) <= rules.LONGEST_TERM):
            self.add_error("term_years", f"任期写成 1 到 {rules.LONGEST_TERM} 的整数")
            return 0
        return int(given)


class ByElectionForm(VerbForm):
    in_office_on = DateField(label="任职日期", help_text="职务、角色和可见范围从这一天起变更")
    doc_no = TextField(
        label="批复文号", max_length=60, error_messages={"required": "请填写批复文号"}
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["in_office_on"].initial = self.record.held_on


class ExtensionForm(VerbForm):
    doc_no = TextField(
        label="批复文号", max_length=60, error_messages={"required": "请填写批复文号"}
    )
    decided_on = DateField(label="批复日期", initial=timezone.localdate)


def paper_of(given: dict, default: str) -> PaperEntry:
    title = given["title"] or default
    return PaperEntry(dated_on=given["dated_on"], title=title, doc_no=given["doc_no"])
