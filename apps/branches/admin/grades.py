"""Results of grading: recorded for earlier years here, decided in the app of the ratings."""

from typing import Any

from django.contrib.admin import SimpleListFilter

from apps.branches import services
from apps.branches.admin.filters import AreaFilter
from apps.branches.choices import Move
from apps.branches.models import Grade
from apps.core.admin import (
    ChoiceField,
    DateField,
    RelatedDropdownFilter,
    TextField,
    VerbForm,
    VisibleAdmin,
    action,
    display,
    emptiness,
    register,
    verb_page,
)

GIVEN = ("organisation", "kind", "year", "scheme", "level", "order", "points", "decided_on")
TONES = {Move.UP: "success", Move.SAME: "info", Move.DOWN: "warning"}


class ConfirmationForm(VerbForm):
    on = DateField(label="复审日期")
    findings = TextField(label="复审情况", max_length=200, required=False)


class LoweringForm(VerbForm):
    level = ChoiceField(
        label="降为",
        choices=[],
        error_messages={"required": "请选择降为哪个等级；没有更低等级的，请撤销定级后重新登记"},
    )
    on = DateField(label="复审日期")
    reason = TextField(
        label="原因",
        max_length=150,
        help_text="和定级结果一起长期保存",
        error_messages={"required": "请写明复审发现了什么、为什么降低等级"},
    )

    def __init__(self, *args, record: Grade, **kwargs) -> None:
        super().__init__(*args, record=record, **kwargs)
        lower = Grade.objects.of(record.kind).levels().filter(order__lt=record.order)
        field: Any = self.fields["level"]
        field.choices = [("", "请选择"), *((f"{o}:{name}", name) for o, name in lower)]


class RevocationForm(VerbForm):
    reason = TextField(
        label="撤销原因",
        max_length=200,
        help_text="和定级结果一起长期保存",
        error_messages={"required": "请写明撤销定级的原因"},
    )


class MoveFilter(SimpleListFilter):
    """提档进位: beside the grade of the year before."""

    title = "与上年比较"
    parameter_name = "moved"

    def lookups(self, request, model_admin):
        return [(Move.UP.value, Move.UP.label), (Move.DOWN.value, Move.DOWN.label)]

    def queryset(self, request, queryset):
        match self.value():
            case Move.UP:
                return queryset.moved_up()
            case Move.DOWN:
                return queryset.moved_down()
        return queryset


@register(Grade)
class GradeAdmin(VisibleAdmin):
    list_display = ("organisation", "year", "kind", "level", "compared", "points", "decided_on")
    extra_columns = ("scheme", "confirmed_on")
    list_filter = (
        "year",
        "kind",
        "level",
        MoveFilter,
        AreaFilter,
        ("organisation__unit", RelatedDropdownFilter),
        ("revoked_on", emptiness("状态", empty="有效", filled="已撤销")),
    )
    list_select_related = ("organisation",)
    search_fields = ("organisation__name",)
    autocomplete_fields = ("organisation",)
    actions_detail = ("confirm", "lower", "revoke")

    def get_queryset(self, request):
        return super().get_queryset(request).with_before()

    def get_fields(self, request, obj=None):
        if obj is None:
            return GIVEN
        return (*GIVEN, "confirmed_on", "confirmation", "revoked_on", "revocation_reason")

    def has_change_permission(self, request, obj=None) -> bool:
        """A result changes through its verbs."""
        return obj is None and super().has_change_permission(request)

    def perform(self, request, obj, form, change) -> None:
        answers = {name: form.cleaned_data[name] for name in GIVEN}
        obj.__dict__.update(services.record_grade(**answers).__dict__)

    @display(description="与上年比较", label=TONES)
    def compared(self, grade) -> tuple[str, str] | None:
        return (grade.moved, grade.moved.label) if grade.moved else None

    def get_actions_detail(self, request, object_id):
        grade = self.get_object(request, str(object_id))
        offered = super().get_actions_detail(request, object_id)
        return offered if grade and grade.is_in_force else []

    @action(description="登记复审", url_path="confirm", icon="verified", permissions=["act"])
    def confirm(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="登记复审",
            form_class=ConfirmationForm,
            run=lambda grade, answers: services.confirm_grade(
                grade=grade, by=request.user, **answers
            ),
            done="已登记复审，等级保持",
        )

    @action(description="复审降级", url_path="lower", icon="trending_down", permissions=["act"])
    def lower(self, request, object_id):
        def run(grade, answers):
            order, _, level = answers.pop("level").partition(":")
            services.lower_grade(
                grade=grade, level=level, order=int(order), by=request.user, **answers
            )

        return verb_page(
            self,
            request,
            object_id,
            title="复审降级",
            form_class=LoweringForm,
            run=run,
            done="已按复审降低等级，原来的等级保留在记录里",
        )

    @action(description="撤销定级", url_path="revoke", icon="block", permissions=["act"])
    def revoke(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="撤销定级",
            form_class=RevocationForm,
            run=lambda grade, answers: services.revoke_grade(
                grade=grade, by=request.user, **answers
            ),
            done="定级已撤销，记录保留",
        )
