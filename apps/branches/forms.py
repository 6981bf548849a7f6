"""Questions of the desk about organisations and people."""

from typing import cast

from django import forms
from django.utils import timezone

from apps.branches.models import Organisation
from apps.core.admin import ChoiceOfRow, DateField, EditForm, TextField, VerbForm
from apps.core.forms import CleanForm


class OrganisationForm(EditForm):
    """Name, kind, parent and unit change from a day on; the earlier ones stay in the history."""

    changed_on = DateField(
        label="变动日期",
        required=False,
        help_text="改名称、类别、上级或单位时填写：自哪一天起",
    )
    reason = TextField(label="变动原因", required=False, max_length=200)

    class Meta:
        model = Organisation
        fields = ("code", "name", "kind", "parent", "unit", "founded_on")

    def clean(self):
        cleaned = super().clean()
        placed = {"name", "kind", "parent", "unit"} & set(self.changed_data)
        if self.instance.pk and placed and not cleaned.get("changed_on"):
            self.add_error("changed_on", "请填写变动日期：自哪一天起改变")
        return cleaned


class DayForm(VerbForm):
    on = DateField(label="日期", initial=timezone.localdate)


class DissolveForm(DayForm):
    reason = TextField(label="撤销原因", required=False, max_length=100)


class TransferForm(DayForm):
    organisation = ChoiceOfRow(
        queryset=Organisation.objects.none(), label="转入党支部", empty_label="请选择"
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        branches = Organisation.objects.visible_to(self.user).branches().filter(dissolved_on=None)
        cast(ChoiceOfRow, self.fields["organisation"]).queryset = branches


class SubgroupForm(DayForm):
    subgroup = ChoiceOfRow(
        queryset=Organisation.objects.none(),
        label="党小组",
        required=False,
        empty_label="不编入党小组",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        groups = self.record.organisation.children.filter(dissolved_on=None)
        cast(ChoiceOfRow, self.fields["subgroup"]).queryset = groups


class RescheduleForm(VerbForm):
    ends_on = DateField(label="批准后的届满日期")


class WorkbookForm(CleanForm):
    file = forms.FileField(
        label="工作簿",
        help_text="只收 .xlsx，不超过 10 MB",
        error_messages={"required": "请选择要导入的文件"},
    )


class ConfirmForm(CleanForm):
    """The file of the preview, named by its hash."""

    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    name = forms.CharField(max_length=150, widget=forms.HiddenInput)
