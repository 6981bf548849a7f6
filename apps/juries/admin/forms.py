"""Questions of the desk about juries."""

from typing import cast

from django.db.models import Q
from django.utils import timezone

from apps.core.admin import (
    ChoiceField,
    ChoiceOfRow,
    LongTextField,
    ManyRowsField,
    SpokenForm,
    TextField,
    VerbForm,
)
from apps.juries.forms import LIGHTS, POINTS, PointsMixin, points_field
from apps.juries.judging import averages_of, bench_of, cut_of
from apps.juries.models import Candidate, Juror, ResultLine


class WordsForm(VerbForm):
    note = LongTextField(label="说明", max_length=300, required=False)


class ReasonForm(VerbForm):
    note = LongTextField(
        label="原因", max_length=300, error_messages={"required": "请写明原因，历史里会保留"}
    )


class PaperSheetForm(PointsMixin, VerbForm):
    """A whole sheet at once: it is handed in when it is entered, and can be entered again."""

    juror = ChoiceOfRow(
        queryset=Juror.objects.none(),
        label="评委",
        empty_label="请选择",
        help_text="没有账号的评委；有账号的由本人评",
        error_messages={"required": "请选择评委"},
    )
    candidate = ChoiceOfRow(
        queryset=Candidate.objects.none(),
        label="参评对象",
        empty_label="请选择",
        error_messages={"required": "请选择参评对象"},
    )
    light = ChoiceField(
        label="建议",
        choices=[("", "请选择"), *LIGHTS],
        error_messages={"required": "请选择建议：绿灯、黄灯或红灯"},
    )
    advice = LongTextField(label="评审意见", max_length=1000, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        without = Q(person=None) | Q(person__user=None)
        cast(ChoiceOfRow, self.fields["juror"]).queryset = self.record.jurors.filter(without)
        standing = self.record.candidates.standing()
        cast(ChoiceOfRow, self.fields["candidate"]).queryset = standing
        self.criteria = list(self.record.scheme.criteria.all())
        for criterion in self.criteria:
            box = TextField.widget(attrs={"inputmode": "decimal"})
            field = points_field(criterion, box)
            field.required = True
            field.error_messages["required"] = f"请填写“{criterion}”的得分"
            self.fields[f"{POINTS}{criterion.pk}"] = field
        last = ("light", "advice")
        self.order_fields([name for name in self.fields if name not in last])

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.cleaned_data["entry"] = self.entry()
        return cleaned


class ChairForm(VerbForm):
    chosen = ManyRowsField(
        queryset=Candidate.objects.none(),
        label="选定入选的",
        error_messages={"required": "请选择组长选定的参评对象"},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        bench = bench_of(self.record, timezone.localdate())
        cut = cut_of(self.record, averages_of(self.record, bench))
        field = cast(ManyRowsField, self.fields["chosen"])
        field.queryset = self.record.candidates.filter(pk__in=cut.tied)
        field.help_text = (
            f"同为 {cut.last} 分的有 {len(cut.tied)} 个，还剩 {cut.free} 个名额"
            if cut.tied
            else "没有末位同分的情况，不需要选定"
        )


class SpokenObjectionForm(SpokenForm):
    line = ChoiceOfRow(
        queryset=ResultLine.objects.none(),
        label="参评对象",
        empty_label="请选择",
        error_messages={"required": "请选择对哪个参评对象的结果有异议"},
    )
    field_order = ("line", "speaker", "text")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        lines = self.record.lines.select_related("candidate")
        cast(ChoiceOfRow, self.fields["line"]).queryset = lines
