"""What a secretary fills in: his brand, its self-check before a recheck, what he copied."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from apps.branches.models import Organisation
from apps.brands.models import Brand
from apps.brands.services import BrandEntry, EffectEntry, near_names
from apps.brands.services.brands import TEXTS
from apps.brands.services.names import NearName
from apps.core.forms import CleanForm
from apps.core.quantities import Qualifier
from apps.core.uploads import IMAGE_SUFFIXES, AcceptedFile, accept
from apps.meetings.forms.rows import DayInput, RowSet, styled
from apps.zones.forms.sections import SectionedForm

EFFECTS_READY, EFFECTS_MOST = 4, 30


def words(label: str, rows: int, *, most: int = 5000, help_text: str = "", required: str = ""):
    """A text of several lines; `required` is the sentence that asks for it."""
    return forms.CharField(
        label=label,
        required=bool(required),
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        error_messages={"required": required} if required else None,
    )


def place(label: str) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=label,
        queryset=Organisation.objects.none(),
        to_field_name="uuid",
        empty_label="请选择",
        error_messages={"required": f"请选择{label}"},
    )


def offer(form: forms.Form, places) -> None:
    """`places` in the order of the tree: the body above all others is meant unless another is
    chosen. The committee, which belongs to no unit, writes for others: it has to choose."""
    field: Any = form.fields["organisation"]
    field.queryset = places
    field.widget.attrs["data-picker"] = ""
    top = places.first()
    if top and top.unit_id and not places.exclude(path__startswith=top.path).exists():
        field.initial = top.uuid


class LogoField(forms.FileField):
    widget = forms.FileInput(attrs={"accept": ",".join(IMAGE_SUFFIXES)})

    def clean(self, value, initial=None) -> AcceptedFile | None:
        upload = super().clean(value, initial)
        if not upload:
            return None
        accepted = accept(upload)
        if not accepted.content_type.startswith("image/"):
            raise ValidationError("标识请用图片（JPG、PNG、WEBP）")
        return accepted


class HedgeField(forms.ChoiceField):
    """Always chosen; by itself it does not make a row."""

    def has_changed(self, initial, data) -> bool:
        return False


class EffectRow(CleanForm):
    name = forms.CharField(
        label="指标", max_length=60, error_messages={"required": "请填写这个数字说的是什么"}
    )
    value = forms.DecimalField(
        label="数值",
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
        error_messages={"required": "请填写数值", "invalid": "数值写成数字"},
    )
    value_hedge = HedgeField(label="确切程度", choices=Qualifier.choices, required=False)
    unit = forms.CharField(
        label="单位", max_length=10, error_messages={"required": "请填写单位，如 人次、件"}
    )
    starts_on = forms.DateField(label="从哪天起", required=False, widget=DayInput)
    ends_on = forms.DateField(label="到哪天为止", required=False, widget=DayInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        styled(self)

    def entry(self) -> EffectEntry:
        given = self.cleaned_data
        return EffectEntry(**{**given, "value_hedge": given["value_hedge"] or Qualifier.EXACT})


class BrandForm(SectionedForm):
    """`near_names` is set when others have near-equal names: then the name asks to be confirmed."""

    organisation = place("党组织")
    name = forms.CharField(
        label="品牌名称", max_length=60, error_messages={"required": "请填写品牌名称"}
    )
    meaning = words("释义", 4, help_text="名称和标识是什么意思")
    business_link = words("与中心工作的结合", 4, help_text="围绕本单位的哪项职能")
    measures = words("主要措施", 5)
    effects = words("成效", 4, help_text="能用数字说的，写在下面的“成效数据”里")
    logo = LogoField(
        label="品牌标识", required=False, help_text="可不传；图片会重新绘制，去掉拍摄信息"
    )
    remove_logo = forms.BooleanField(label="去掉现在的标识", required=False)
    copied_from = forms.CharField(
        label="借鉴自（市外）",
        max_length=120,
        required=False,
        help_text="借鉴市直其他单位的，请用“学用这个品牌”登记，不用写在这里",
    )
    confirmed_name = forms.CharField(label="确认的名称", max_length=60, required=False)

    def __init__(self, data=None, files=None, *, places=None, rows=(), **kwargs) -> None:
        super().__init__(data, files, **kwargs)
        self.near_names: list[NearName] = []
        if places is None:
            del self.fields["organisation"]
        else:
            offer(self, places)
        styled(self)
        self.fields["remove_logo"].widget.attrs["class"] = "form-check-input"
        self.sections = {"effect_rows": _effect_rows(data, list(rows))}

    def is_name_settled(self, brand: Brand | None = None) -> bool:
        """Near-equal names are shown before saving; whoever has seen them may keep his own."""
        name, confirmed = self.cleaned_data["name"], self.cleaned_data["confirmed_name"]
        if name == confirmed or (brand and name == brand.name):
            return True
        self.near_names = near_names(name, brand)
        if self.near_names:
            self.add_error("name", "有相近的品牌名称，请看名单；确认要用的，勾选以后再保存")
        return not self.near_names

    def entry(self) -> BrandEntry:
        given = self.cleaned_data
        return BrandEntry(
            **{name: given[name] for name in TEXTS},
            effect_rows=self.sections["effect_rows"].entries(),
            logo=given["logo"],
            removes_logo=given["remove_logo"],
        )


def _effect_rows(data, initial: list[dict]) -> RowSet:
    made = forms.formset_factory(
        EffectRow,
        formset=RowSet,
        extra=max(EFFECTS_READY - len(initial), 1),
        max_num=EFFECTS_MOST,
        absolute_max=EFFECTS_MOST + 10,
    )
    rows = cast(RowSet, made(data, prefix="effect_rows", initial=initial))
    rows.title = "成效数据"
    return rows


class RecheckForm(SectionedForm):
    self_check = words(
        "自查情况",
        10,
        help_text="上次认定或复核以来：坚持得怎样，有什么新成效，还有什么不足、怎样提升",
        required="请填写自查情况",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        styled(self)


class AdoptionForm(SectionedForm):
    """学用: what was copied, since when, with what result."""

    organisation = place("学用党组织")
    what = words("学用了什么", 3, most=1000, required="请填写学用了什么")
    since = forms.DateField(
        label="从哪天开始学用",
        widget=DayInput,
        error_messages={"required": "请填写从哪一天开始学用"},
    )
    result = words("效果", 3, most=1000, help_text="可以以后再补")

    def __init__(self, *args, places=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if places is None:
            del self.fields["organisation"]
        else:
            offer(self, places)
        styled(self)
