"""The result of an election: who could vote, who did, the seats and the candidates."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from apps.branches.choices import Post
from apps.branches.models import Organisation, Person
from apps.core.forms import CleanForm
from apps.elections import rules
from apps.elections.choices import DUTY_CHOICES, POST_CHOICES, ElectionBody
from apps.elections.entries import CandidateEntry, ResultEntry, SeatEntry
from apps.elections.forms.papers import day, whole
from apps.elections.services import PaperEntry
from apps.meetings.forms.rows import PersonField, RowSet, row_set, styled
from apps.meetings.models import Meeting
from apps.zones.forms.rows import KeyedChoice, dated
from apps.zones.forms.sections import SectionedForm

READY = {"seats": 4, "candidates": 7}
# Lines beside those of the members: who is elected secretary or deputy, and one more who stood.
BESIDE = 5
# So many more than those that are written already.
SPARE = 3
POSTS = [("", "请选择"), *POST_CHOICES]


def lines_for(seats: int) -> int:
    """As many candidates as so many seats ask for, each on a line of his own."""
    return rules.least_candidates(seats, rules.limits().surplus) + BESIDE


def post_field() -> forms.ChoiceField:
    return forms.ChoiceField(label="职务", choices=POSTS, error_messages={"required": "请选择职务"})


class SeatRow(CleanForm):
    post = post_field()
    seats = whole("应选名额")
    by_committee = forms.BooleanField(label="由新一届委员会选举", required=False)
    present = whole("到会委员", required=False)

    def __init__(self, *args, people: list[Person], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        styled(self)
        self.fields["by_committee"].widget.attrs["class"] = "form-check-input"

    def entry(self) -> SeatEntry:
        given = self.cleaned_data
        return SeatEntry(
            post=Post(given["post"]),
            seats=given["seats"],
            by_committee=given["by_committee"],
            present=given["present"] if given["by_committee"] else None,
        )


class CandidateRow(CleanForm):
    person = PersonField(label="候选人")
    post = post_field()
    ayes = whole("赞成票")
    is_elected = forms.BooleanField(label="当选", required=False)
    duty = forms.ChoiceField(label="分工", choices=[("", "没有"), *DUTY_CHOICES], required=False)

    def __init__(self, *args, people: list[Person], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(PersonField, self.fields["person"]).offer(lambda: people)
        styled(self)
        self.fields["is_elected"].widget.attrs["class"] = "form-check-input"

    def clean_person(self) -> Person:
        if not self.cleaned_data["person"]:
            raise forms.ValidationError("请选择候选人")
        return self.cleaned_data["person"]

    def entry(self) -> CandidateEntry:
        return CandidateEntry(**{**self.cleaned_data, "post": Post(self.cleaned_data["post"])})


SITTING, COUNTED = ("held_on", "body", "meeting"), ("entitled", "present", "ballots")


class ResultForm(SectionedForm):
    in_groups: tuple[tuple[str, ...], ...] = (SITTING, COUNTED)
    held_on = day("选举日期")
    body = forms.ChoiceField(label="大会形式", choices=ElectionBody.choices)
    meeting = KeyedChoice(label="会议记录", blank="没有", help_text="系统里有记录的直接选")
    entitled = whole("有选举权的人数", help_text="党员大会按正式党员计，代表大会按代表计")
    present = whole("实到人数", help_text="有选举权的到会人数")
    ballots = whole("收回选票")

    def __init__(
        self, data=None, *, people: list[Person], meetings: Iterable[Meeting], **kwargs
    ) -> None:
        rows, planned = kwargs.pop("rows", {}), kwargs.pop("planned", 0)
        super().__init__(data, **kwargs)
        lines = lines_for(planned) if planned else 0
        ready = {**READY, "candidates": max(READY["candidates"], lines)}
        cast(KeyedChoice, self.fields["meeting"]).offer(meetings, dated)
        styled(self)
        for name, row, title in (
            ("seats", SeatRow, "应选名额"),
            ("candidates", CandidateRow, "候选人"),
        ):
            section = row_set(
                name,
                row,
                max(ready[name], len(rows.get(name, [])) + SPARE),
                data=data,
                initial=rows.get(name, []),
                row_kwargs={"people": people},
            )
            section.title = title
            self.sections[name] = section

    def groups(self) -> list[list[forms.BoundField]]:
        """The fields that stand side by side: the day and the form, then the three numbers."""
        return [[self[name] for name in names] for names in self.in_groups]

    def entry(self) -> ResultEntry:
        names = ("held_on", "entitled", "present", "ballots", "meeting")
        given: dict[str, Any] = {name: self.cleaned_data[name] for name in names}
        return ResultEntry(
            body=ElectionBody(self.cleaned_data["body"]),
            seats=cast(RowSet, self.sections["seats"]).entries(),
            candidates=cast(RowSet, self.sections["candidates"]).entries(),
            **given,
        )


class ByElectionResultForm(ResultForm):
    """A by-election rests on a request and its approval; both have been written before."""

    in_groups = (
        *(("requested_on", "request_no"), ("approved_on", "approval_no")),
        *(SITTING, COUNTED),
    )
    requested_on = day("补选请示日期")
    request_no = forms.CharField(
        label="补选请示文号", max_length=60, required=False, help_text="没有文号的留空"
    )
    approved_on = day("上级批复日期", help_text="补选须先经上级批准")
    approval_no = forms.CharField(
        label="上级批复文号",
        max_length=60,
        help_text="如 市直工委〔2026〕12号",
        error_messages={"required": "请填写上级同意补选的批复文号"},
    )

    def request_paper(self, body: Organisation) -> PaperEntry:
        given = self.cleaned_data
        title = f"关于{body}补选委员的请示"[:120]
        return PaperEntry(given["requested_on"], title, given["request_no"])

    def approval_paper(self, body: Organisation) -> PaperEntry:
        given = self.cleaned_data
        title = f"关于同意{body}补选委员的批复"[:120]
        return PaperEntry(given["approved_on"], title, given["approval_no"])
