"""Questions of the desk about organisations and people."""

from typing import cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.branches.choices import RequestKind
from apps.branches.models import Organisation
from apps.core.admin import ChoiceOfRow, DateField, EditForm, TextField, VerbForm
from apps.core.forms import CleanForm, OnceForm
from apps.core.imports import sheets
from apps.core.imports.workbook import MAX_BYTES
from apps.core.text import has_unstorable


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


def kinds_of_sheet() -> list[tuple[str, str]]:
    return [(sheet.name, sheet.name) for sheet in sheets()]


class WorkbookForm(CleanForm):
    """A file; its kind is asked only of tables that do not tell it themselves."""

    file = forms.FileField(
        label="文件",
        help_text=".xlsx、.csv 或制表符分隔的文本，不超过 10 MB",
        error_messages={
            "required": "请选择要导入的文件",
            "empty": "文件是空的，请重新选择文件",
        },
    )
    kind = forms.ChoiceField(
        label="这是哪张表",
        required=False,
        choices=lambda: [("", "自动识别"), *kinds_of_sheet()],
        help_text="工作簿按工作表名称认；只有一张表而名称不同时，可在这里指定",
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise ValidationError("文件超过 10 MB，请删去图片或分成几个文件再传")
        return upload


class CellsField(forms.Field):
    """Cells as they were copied: tabs and blank edges matter, each cell is cleaned when it is read."""

    widget = forms.Textarea

    def clean(self, value):
        text = super().clean(value)
        if has_unstorable(text):
            raise ValidationError("文字中有残缺的字符，请重新复制这些单元格")
        rows = len(text.splitlines())
        if rows > settings.IMPORT_PASTE_ROWS:
            raise ValidationError(
                f"最多粘贴 {settings.IMPORT_PASTE_ROWS} 行，现在是 {rows} 行。请改用上传文件"
            )
        return text


class PasteForm(CleanForm):
    """Cells from WPS or Excel; without a header they stand in the order of the template."""

    kind = forms.ChoiceField(
        label="粘贴到哪张表",
        choices=lambda: [("", "请选择"), *kinds_of_sheet()],
        error_messages={"required": "请选择粘贴到哪张表"},
    )
    text = CellsField(
        label="单元格", error_messages={"required": "请先在 WPS 中复制单元格，再粘贴到这里"}
    )


class RequestForm(OnceForm):
    """What the committee should change in the register, and for whom."""

    organisation = forms.ChoiceField(label="党支部", error_messages={"required": "请选择党支部"})
    kind = forms.ChoiceField(
        label="申请事项",
        choices=RequestKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择申请事项"},
    )
    person_name = forms.CharField(
        label="党员姓名", max_length=50, error_messages={"required": "请填写党员姓名"}
    )
    detail = forms.CharField(
        label="说明",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请说明要怎样调整"},
        help_text="从哪一天起、调整成什么，如：自 2026-11-01 起转入市审计局第一党支部",
    )

    def __init__(self, *args, branches: list[Organisation], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._branches = {str(branch.uuid): branch for branch in branches}
        field = cast(forms.ChoiceField, self.fields["organisation"])
        field.choices = [(key, branch.name) for key, branch in self._branches.items()]
        for name in ("organisation", "person_name", "detail"):
            styles = "form-select" if name == "organisation" else "form-control"
            self.fields[name].widget.attrs["class"] = styles
        field.widget.attrs["data-picker"] = ""
        self.fields["kind"].widget.attrs["class"] = "form-check-input"

    def clean_organisation(self) -> Organisation:
        return self._branches[self.cleaned_data["organisation"]]
