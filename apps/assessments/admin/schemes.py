"""Schemes: edited as drafts, activated, frozen by the first issued results (R-ASM-01)."""

from django.contrib import messages
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.postgres.fields import ArrayField
from django.db.models import OuterRef, Subquery

from apps.assessments import services
from apps.assessments.admin.what_if import what_if_page
from apps.assessments.choices import SchemeStatus
from apps.assessments.faults import faults_of
from apps.assessments.models import (
    ComparisonClass,
    Criterion,
    GradeThreshold,
    OfficeShare,
    Part,
    Scheme,
    Step,
    Veto,
)
from apps.core.admin import (
    ChoiceField,
    ClosesInUse,
    ManyChoicesField,
    PartOfVersion,
    StackedInline,
    TabularInline,
    VerbForm,
    VersionAdmin,
    VisibleAdmin,
    action,
    display,
    register,
    verb_page,
)
from apps.core.admin import TextField as NoteField
from apps.core.chronicle import in_words
from apps.core.forms import CleanModelForm
from apps.core.lifecycle import advance
from apps.duties.models import DutyRule
from apps.indicators import catalogue

NOTHING = ("", "—")


class NoteForm(VerbForm):
    note = NoteField(label="原因", max_length=200)


def duties() -> list[tuple[str, str]]:
    rules = DutyRule.objects.filter(valid_to=None).order_by("code", "key")
    return [NOTHING, *rules.values_list("key", "name")]


def indicators() -> list[tuple[str, str]]:
    return [NOTHING, *((i.key, i.label) for i in catalogue.offered())]


class FedForm(CleanModelForm):
    """Keys are chosen by their names, not typed."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, offer in (("duty_key", duties), ("indicator", indicators)):
            if name in self.fields:
                label = self.fields[name].label or ""
                self.fields[name] = ChoiceField(label=label, choices=offer, required=False)


class KeysByName:
    """What is chosen by its name is read by it too, where nothing is to be chosen any more."""

    by_name = {"duty_key": "duty", "indicator": "number"}

    def get_queryset(self, request):
        rules = DutyRule.objects.filter(key=OuterRef("duty_key"), valid_to=None)
        return super().get_queryset(request).annotate(duty_name=Subquery(rules.values("name")[:1]))  # type: ignore[misc]

    def get_fields(self, request, obj=None):
        own = super().get_fields(request, obj)  # type: ignore[misc]
        is_open = self.has_change_permission(request, obj)  # type: ignore[attr-defined]
        return own if is_open else [self.by_name.get(name, name) for name in own]

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *self.by_name.values())  # type: ignore[misc]

    @display(description="应办事项")
    def duty(self, criterion) -> str:
        return criterion.duty_name or criterion.duty_key or "—"

    @display(description="指标")
    def number(self, criterion) -> str:
        found = catalogue.known([criterion.indicator])
        return found[criterion.indicator].label if found else criterion.indicator or "—"


class DraftRows(PartOfVersion, InlineModelAdmin):
    """The parent must be stored before rows are added."""

    view_on_site: bool = False

    def has_add_permission(self, request, obj=None) -> bool:
        return obj is not None and super().has_add_permission(request, obj)


class DraftInline(DraftRows, TabularInline):
    pass


class PartInline(DraftInline):
    model = Part
    fields = ("order", "name", "source", "weight", "basis", "least")
    show_change_link = True


class ThresholdInline(DraftInline):
    model = GradeThreshold
    fields = ("grade", "minimum", "share_limit", "ballot_value")


class VetoInline(DraftInline):
    model = Veto
    form = FedForm
    fields = ("order", "name", "test", "indicator", "part", "limit", "grade_cap")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Parts of this scheme only."""
        if db_field.name == "part":
            own = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = Part.objects.filter(scheme=own) if own else Part.objects.none()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ClassInline(DraftRows, StackedInline):
    model = ComparisonClass
    fields = (
        ("order", "name", "is_per_zone"),
        ("members_from", "members_to"),
        "kinds",
        "unit_kinds",
    )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Several of a list of choices are ticked, as on the page around."""
        if isinstance(db_field, ArrayField):
            return ManyChoicesField(
                label=db_field.verbose_name,
                choices=db_field.base_field.choices,
                required=False,
                help_text=db_field.help_text,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class CriterionInline(KeysByName, DraftInline):
    """Steps and offices of a line are on its own page."""

    model = Criterion
    form = FedForm
    fields = ("order", "label", "measure", "points", "duty_key", "indicator", "target")
    show_change_link = True


class StepInline(DraftInline):
    model = Step
    fields = ("at_least", "points")


class OfficeInline(DraftInline):
    model = OfficeShare
    fields = ("order", "office", "most")


@register(Scheme)
class SchemeAdmin(VersionAdmin):
    list_display = ("name", "number", "subject", "status", "updated_at")
    list_filter = ("status", "subject")
    readonly_fields = ("status", "number", "kinds_in_words")
    inlines = (PartInline, ThresholdInline, VetoInline, ClassInline)
    actions_detail = ("activate", "what_if", "revise", "copy")
    copied = "已建新版，请修改后启用"

    def get_fields(self, request, obj=None) -> tuple[str, ...]:
        """A scheme that is in force shows its kinds in words, a draft has boxes to tick."""
        kinds = "kinds" if self.has_change_permission(request, obj) else "kinds_in_words"
        return ("name", "subject", kinds, "full_total", "note", "status", "number")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        scheme = self.get_object(request, object_id)
        if (
            scheme
            and scheme.is_editable
            and request.method == "GET"
            and (found := faults_of(scheme))
        ):
            messages.warning(request, f"还不能启用：{'；'.join(found)}")
        return super().change_view(request, object_id, form_url, extra_context)

    @display(description="考核的组织类别")
    def kinds_in_words(self, scheme) -> str:
        return in_words(scheme, "kinds")

    @action(description="启用", url_path="activate", icon="task_alt", permissions=["act"])
    def activate(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="启用",
            form_class=VerbForm,
            run=lambda scheme, _: advance(scheme, "activate", by=request.user),
            done="方案已启用",
        )

    @action(description="试算", url_path="what-if", icon="balance", permissions=["act"])
    def what_if(self, request, object_id):
        return what_if_page(self, request, object_id)

    @action(description="退回起草", url_path="revise", icon="undo", permissions=["act"])
    def revise(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="退回起草",
            form_class=NoteForm,
            run=lambda scheme, answers: advance(scheme, "revise", by=request.user, **answers),
            done="方案已退回起草，可以修改",
        )

    def next_version(self, version):
        return services.new_version(scheme=version)


@register(Part)
class PartAdmin(ClosesInUse, VisibleAdmin):
    """The criteria of one part; reached from its scheme."""

    list_display = ("name", "scheme", "source", "weight")
    list_filter = ("scheme",)
    list_select_related = ("scheme",)
    fields = ("scheme", "order", "name", "source", "weight", "basis", "least")
    inlines = (CriterionInline,)

    def get_readonly_fields(self, request, obj=None):
        return ("scheme",) if obj else ()

    def get_field_queryset(self, db, db_field, request):
        return super().get_field_queryset(db, db_field, request).filter(status="draft")


@register(Criterion)
class CriterionAdmin(KeysByName, ClosesInUse, VisibleAdmin):
    """One line with its steps and offices; reached from its part."""

    list_display = ("label", "part", "measure", "points")
    list_filter = ("measure",)
    list_select_related = ("part__scheme",)
    search_fields = ("label", "part__name", "part__scheme__name")
    inlines = (StepInline, OfficeInline)
    fields = (
        *("part", "order", "label", "measure", "points"),
        *("duty_key", "indicator", "target", "item_key", "each", "at_most", "least"),
    )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Keys are chosen by their names, not typed."""
        offer = {"duty_key": duties, "indicator": indicators}.get(db_field.name)
        if offer:
            return ChoiceField(label=db_field.verbose_name, choices=offer, required=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("part__scheme")

    def get_readonly_fields(self, request, obj=None):
        own = super().get_readonly_fields(request, obj)
        return (*own, "part") if obj else own

    def narrow(self, db_field, queryset):
        return queryset.filter(scheme__status=SchemeStatus.DRAFT)
