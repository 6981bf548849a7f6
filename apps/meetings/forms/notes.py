"""补全: what may follow a filed record."""

from typing import cast

from django import forms
from django.http import QueryDict

from apps.core.forms import OnceForm
from apps.meetings.forms.files import FilesField
from apps.meetings.forms.problems import Problem, problems_of
from apps.meetings.forms.rows import SPEECHES, RowSet, row_set, styled
from apps.meetings.models import Meeting
from apps.meetings.roll import Roll


class NotesForm(OnceForm):
    """Notes that are there already are not offered for rewriting."""

    minutes = forms.CharField(
        label="会议记录",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    attachments = FilesField(
        label="附件",
        required=False,
        help_text="可不传。照片会去掉拍摄地点等信息；单个文件不超过 10 MB",
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput, label="版本")

    def __init__(self, data=None, files=None, *, meeting: Meeting, roll: Roll, **kwargs) -> None:
        super().__init__(data, files, initial={"version": meeting.version}, **kwargs)
        # Words that come too late are shown with the reason, not dropped.
        if meeting.minutes and not (data and data.get("minutes")):
            del self.fields["minutes"]
        styled(self)
        self.speeches: RowSet = row_set(
            *SPEECHES,
            data=data,
            initial=[],
            row_kwargs={"people": [e.person for e in roll.entries], "roll": roll},
        )

    def is_valid(self) -> bool:
        return super().is_valid() and self.speeches.is_valid()

    def problems(self) -> list[Problem]:
        return problems_of(self, {}, [self.speeches])

    def accept_version(self, version: int) -> None:
        """Having been told, the editor may add to the record as it stands now."""
        self.data = cast(QueryDict, self.data).copy()
        self.data["version"] = str(version)
