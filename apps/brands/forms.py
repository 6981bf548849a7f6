"""Questions of the desk about brands, batches, rechecks and adoptions."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from apps.brands.choices import HONOURED, BatchKind, RecheckOutcome
from apps.brands.models import Batch, Brand
from apps.brands.rules import recheck_horizon, usual_improve_by
from apps.brands.services.batches import SOURCE
from apps.core.admin import (
    ChoiceField,
    ChoiceOfRow,
    DateField,
    EditForm,
    FileField,
    LongTextField,
    ManyRowsField,
    VerbForm,
)
from apps.core.uploads import IMAGE_SUFFIXES, AcceptedFile, accept
from apps.juries.choices import TAKING, Subject
from apps.juries.models import Jury


class AskNothing(VerbForm):
    """The page itself says what is done."""


class NoteForm(VerbForm):
    note = LongTextField(label="说明", max_length=500, required=False)


class ReasonForm(VerbForm):
    note = LongTextField(
        label="原因",
        max_length=500,
        help_text="品牌所在党组织会看到，并一直留在品牌的经历里",
        error_messages={"required": "请写明原因"},
    )


class DecidedForm(NoteForm):
    """In which batch; only those with a day of decision are offered."""

    kind = BatchKind.CERTIFICATION
    batch = ChoiceOfRow(
        queryset=Batch.objects.none(),
        label="批次",
        empty_label="请选择",
        help_text="没有要选的批次，请先在“品牌批次”里建立并填写决定日期",
        error_messages={"required": "请选择批次"},
    )
    field_order = ("batch", "note")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        decided = Batch.objects.filter(kind=self.kind, decided_on__isnull=False)
        field = cast(ChoiceOfRow, self.fields["batch"])
        field.queryset = decided.select_related("plan").order_by("-decided_on")
        field.label_from_instance = _with_plan  # type: ignore[method-assign, assignment]


class CertifyForm(DecidedForm):
    pass


class DemonstrateForm(DecidedForm):
    kind = BatchKind.DEMONSTRATION


class BrandsForm(VerbForm):
    """Which of the brands that the batch may take."""

    brands = ManyRowsField(
        queryset=Brand.objects.none(),
        label="品牌",
        error_messages={"required": "请至少选一个品牌"},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        wanted = SOURCE[BatchKind(self.record.kind)]
        field = cast(ManyRowsField, self.fields["brands"])
        rows = Brand.objects.visible_to(self.user, "assess").filter(status=wanted)
        field.queryset = rows.select_related("organisation")
        field.label_from_instance = _with_owner  # type: ignore[method-assign, assignment]
        field.help_text = f"只列出“{wanted.label}”的品牌"


def _with_plan(batch: Any) -> str:
    """Every plan has a first batch."""
    return f"{batch}（{batch.title or batch.plan or batch.decided_on}）"


def _with_owner(brand: Any) -> str:
    return f"{brand}（{brand.organisation}）"


class EnterForm(BrandsForm, NoteForm):
    """Brands that were decided on without a jury of the portal."""

    field_order = ("brands", "note")


class JuryForm(BrandsForm):
    jury = ChoiceOfRow(
        queryset=Jury.objects.none(),
        label="评审会",
        empty_label="请选择",
        help_text="只列还在筹备或正在评审的",
        error_messages={"required": "请选择评审会；还没有的，请先在“评审会”里新建"},
    )
    field_order = ("jury", "brands")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        taking = Jury.objects.filter(scheme__subject=Subject.BRAND, status__in=TAKING)
        cast(ChoiceOfRow, self.fields["jury"]).queryset = taking


class RechecksForm(VerbForm):
    """Those of a batch that still stand; chosen beforehand are those whose recheck is due."""

    brands = ManyRowsField(
        queryset=Brand.objects.none(),
        label="品牌",
        help_text="列出本批现在是“认定”或“示范”的品牌，已选上的是到期应复核的",
        error_messages={"required": "请至少选一个品牌"},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        own = Q(certified_in=self.record) | Q(demonstrated_in=self.record)
        rows = Brand.objects.visible_to(self.user, "recheck").filter(own).in_layers(HONOURED)
        field = cast(ManyRowsField, self.fields["brands"])
        field.queryset = rows.select_related("organisation")
        field.label_from_instance = _with_owner  # type: ignore[method-assign, assignment]
        field.initial = list(rows.due_for_recheck(recheck_horizon(timezone.localdate())))


class HoldForm(VerbForm):
    held_on = DateField(label="复核日期", initial=timezone.localdate)
    findings = LongTextField(
        label="复核情况",
        max_length=2000,
        help_text="品牌所在党组织会看到",
        error_messages={"required": "请写明复核情况"},
    )
    outcome = ChoiceField(label="结论", choices=[("", "请选择"), *RecheckOutcome.choices])
    improve_by = DateField(label="整改提升期限", required=False, help_text="结论是“整改提升”的填写")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        usual = usual_improve_by(timezone.localdate())
        self.fields["improve_by"].help_text = f"结论是“整改提升”的填写，按规定不晚于{usual}"


class DeskBrandForm(EditForm):
    """A brand that the desk enters or corrects; its logo comes with it."""

    since = DateField(
        label="创建日期", initial=timezone.localdate, help_text="从哪一天起自主创建，以后不能改"
    )
    logo = FileField(
        label="品牌标识",
        required=False,
        help_text="可不传；图片会重新绘制，去掉拍摄信息。换上新的，原来的保留",
    )

    class Meta:
        model = Brand
        fields = (
            *("organisation", "name", "meaning", "business_link", "measures", "effects"),
            "copied_from",
        )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["logo"].widget.attrs["accept"] = ",".join(IMAGE_SUFFIXES)
        if self.instance.pk:
            del self.fields["since"]

    def clean_logo(self) -> AcceptedFile | None:
        upload = self.cleaned_data["logo"]
        if not upload:
            return None
        accepted = accept(upload)
        if not accepted.content_type.startswith("image/"):
            raise ValidationError("标识请用图片（JPG、PNG、WEBP）")
        return accepted
