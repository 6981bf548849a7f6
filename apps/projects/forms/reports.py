"""The two reports that the unit writes: at half time and at the end."""

from django import forms
from django.utils import timezone

from apps.meetings.forms.rows import DayInput, styled
from apps.projects.models import SecretaryProject
from apps.zones.forms.sections import SectionedForm

MOST = 10_000


class ReportForm(SectionedForm):
    """`names` are the fields of the project that the report fills."""

    names: tuple[str, ...] = ()

    def __init__(self, *args, project: SecretaryProject, **kwargs) -> None:
        initial = {name: getattr(project, name) for name in (*self.names, "version")}
        super().__init__(*args, initial=initial, **kwargs)
        styled(self)


class MidtermForm(ReportForm):
    names = ("midterm_on", "midterm_findings")
    midterm_on = forms.DateField(
        label="检查日期", widget=DayInput, error_messages={"required": "请填写中期检查日期"}
    )
    midterm_findings = forms.CharField(
        label="检查情况",
        max_length=MOST,
        help_text="进展到哪一步，还差什么，怎么改进",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "请写明中期检查情况"},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["midterm_on"] = self.initial["midterm_on"] or timezone.localdate()


class ConclusionForm(ReportForm):
    names = ("conclusion",)
    conclusion = forms.CharField(
        label="结项报告",
        max_length=MOST,
        help_text="对照申报内容写：做了什么，解决了什么，还有什么要继续",
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "请写结项报告"},
    )
