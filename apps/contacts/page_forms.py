"""What a leader fills in on his phone: a visit, and how an earlier promise stands."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from apps.contacts.choices import PromiseOwner, VisitForm
from apps.contacts.models import ContactVisit, Promise
from apps.contacts.services import FollowEntry, PromiseEntry, VisitEntry
from apps.core.forms import CleanForm, OnceForm
from apps.meetings.forms.rows import DayInput, RowSet, styled
from apps.meetings.models import Meeting

# The steps that a leader takes on a promise, in the words of the page.
STEPS = [("keep", "已兑现"), ("carry_on", "还在办"), ("drop", "不再办")]
FOLLOWED, WORDS = "followed-", "followed-words-"
PROMISES_READY = 3


class PromiseRow(CleanForm):
    text = forms.CharField(
        label="承诺的事", max_length=300, error_messages={"required": "请填写承诺的事"}
    )
    owner = forms.ChoiceField(label="由谁办", choices=PromiseOwner.choices)
    due_on = forms.DateField(
        label="办结期限", widget=DayInput, error_messages={"required": "请填写办结期限"}
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].initial = PromiseOwner.BRANCH
        styled(self)

    def entry(self) -> PromiseEntry:
        given = self.cleaned_data
        return PromiseEntry(given["text"], PromiseOwner(given["owner"]), given["due_on"])


class VisitPageForm(OnceForm):
    """Few fields: the days, a tick for each help and form, one text, what was promised."""

    starts_on = forms.DateField(
        label="调研日期", widget=DayInput, error_messages={"required": "请填写调研日期"}
    )
    ends_on = forms.DateField(
        label="到哪一天", required=False, widget=DayInput, help_text="当天结束的不填"
    )
    helps = forms.MultipleChoiceField(
        label="帮了什么", required=False, widget=forms.CheckboxSelectMultiple
    )
    ways = forms.MultipleChoiceField(
        label="怎样调研的",
        required=False,
        choices=VisitForm.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    meeting = forms.ChoiceField(
        label="参加了支部的哪次会议",
        required=False,
        help_text="会议由支部记录，这里只选，不用再填一遍",
    )
    findings = forms.CharField(
        label="了解到的情况",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    version = forms.IntegerField(
        min_value=1, required=False, widget=forms.HiddenInput, label="版本"
    )

    def __init__(
        self,
        data=None,
        *,
        helps: list[str],
        meetings: list[Meeting],
        followed: Iterable[Promise] = (),
        visit: ContactVisit | None = None,
        **kwargs,
    ) -> None:
        super().__init__(data, initial=_initial(visit, kwargs.pop("initial", {})), **kwargs)
        self._meetings = {str(meeting.uuid): meeting for meeting in meetings}
        self._followed = list(followed)
        # What an older rule named stays with the visits of its time.
        names = dict.fromkeys([*helps, *(visit.helps if visit else [])])
        self._choices("helps", [(name, name) for name in names])
        labels = [(key, f"{m.held_on:%Y-%m-%d} {m}") for key, m in self._meetings.items()]
        self._choices("meeting", [("", "没有参加会议"), *labels])
        for promise in self._followed:
            self._ask(promise)
        _style(self)
        made = forms.formset_factory(
            PromiseRow, formset=RowSet, extra=PROMISES_READY, max_num=20, absolute_max=30
        )
        self.promises = cast(RowSet, made(data, prefix="promises"))

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def _ask(self, promise: Promise) -> None:
        self.fields[f"{FOLLOWED}{promise.uuid}"] = forms.ChoiceField(
            label=f"“{promise}”现在怎样",
            required=False,
            choices=[("", "这次没有说到"), *STEPS],
            widget=forms.RadioSelect,
        )
        self.fields[f"{WORDS}{promise.uuid}"] = forms.CharField(
            label="说明", required=False, max_length=300
        )

    def questions(self) -> list[dict]:
        """What the page draws for each earlier promise."""
        return [
            {
                "promise": promise,
                "step": self[f"{FOLLOWED}{promise.uuid}"],
                "words": self[f"{WORDS}{promise.uuid}"],
            }
            for promise in self._followed
        ]

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.promises.is_valid()])

    def clean(self):
        given = super().clean()
        for promise in self._followed:
            dropped = given.get(f"{FOLLOWED}{promise.uuid}") == "drop"
            if dropped and not given.get(f"{WORDS}{promise.uuid}"):
                self.add_error(f"{WORDS}{promise.uuid}", f"“{promise}”不再办，请写明原因")
        return given

    def entry(self) -> VisitEntry:
        given = self.cleaned_data
        return VisitEntry(
            given["starts_on"],
            given["ends_on"] or given["starts_on"],
            given["helps"],
            given["ways"],
            self._meetings.get(given["meeting"]),
            given["findings"],
        )

    def new_promises(self) -> tuple[PromiseEntry, ...]:
        return self.promises.entries()

    def followed(self) -> tuple[FollowEntry, ...]:
        return tuple(
            FollowEntry(promise, step, self.cleaned_data[f"{WORDS}{promise.uuid}"])
            for promise in self._followed
            if (step := self.cleaned_data[f"{FOLLOWED}{promise.uuid}"])
        )

    def row_problems(self) -> list[str]:
        return [
            f"承诺第 {number} 项：{text}"
            for number, row in enumerate(self.promises.forms, start=1)
            for texts in row.errors.values()
            for text in texts
        ]

    def add_refusal(self, refusal: ValidationError) -> None:
        """What a service refused, at the field that it names."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal.messages)
            return
        for name, errors in refusal.error_dict.items():
            field = {"forms": "ways"}.get(name, name)
            self.add_error(field if field in self.fields else None, errors)

    def accept_version(self, version: int) -> None:
        """Having been told, the writer may save over what stands there now."""
        self.data = cast(QueryDict, self.data).copy()
        self.data["version"] = str(version)


class FollowForm(CleanForm):
    """How one promise stands, said between two visits."""

    step = forms.ChoiceField(
        label="现在怎样",
        choices=STEPS,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择现在怎样"},
    )
    words = forms.CharField(label="说明", required=False, max_length=300)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _style(self)


class RemarkForm(CleanForm):
    remark = forms.CharField(label="备注", required=False, max_length=300)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        styled(self)


def _initial(visit: ContactVisit | None, given: Mapping[str, Any]) -> dict:
    if visit is None:
        return dict(given)
    return {
        "starts_on": visit.starts_on,
        "ends_on": visit.ends_on if visit.ends_on != visit.starts_on else None,
        "helps": visit.helps,
        "ways": visit.forms,
        "meeting": str(visit.meeting.uuid) if visit.meeting else "",
        "findings": visit.findings,
        "version": visit.version,
    }


def _style(form: forms.Form) -> None:
    styled(form)
    for field in form.fields.values():
        if isinstance(field.widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
            field.widget.attrs["class"] = "form-check-input"
