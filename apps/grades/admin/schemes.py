"""Measures: written until somebody is rated by one, then copied; from here a round begins."""

from django.contrib import messages
from django.utils import timezone
from django.utils.functional import cached_property

from apps.core.admin import (
    ChoiceField,
    PartOfVersion,
    StackedInline,
    TabularInline,
    VerbForm,
    VersionAdmin,
    action,
    display,
    register,
    verb_page,
)
from apps.core.forms import CleanModelForm
from apps.duties.models import DutyRule
from apps.grades import services
from apps.grades.models import GradeItem, GradeLevel, GradeScheme, GradeVeto
from apps.grades.rules import faults
from apps.indicators import catalogue

NOTHING = ("", "—")
# A round is about this year or one of those before.
YEARS_BACK = 3


def duties() -> list[tuple[str, str]]:
    rules = DutyRule.objects.filter(valid_to=None).order_by("code", "key")
    return [NOTHING, *rules.values_list("key", "name")]


def indicators() -> list[tuple[str, str]]:
    return [NOTHING, *((i.key, i.label) for i in catalogue.offered())]


class FedForm(CleanModelForm):
    """Keys are chosen by their names, not typed; what is offered is read once for all rows."""

    offered: dict[str, list[tuple[str, str]]]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, offer in self.offered.items():
            if name in self.fields:
                label = self.fields[name].label or ""
                self.fields[name] = ChoiceField(label=label, choices=offer, required=False)


class OfSchemeInline(PartOfVersion):
    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Rows of this measure only; one that is not stored yet has none to choose from."""
        own = request.resolver_match.kwargs.get("object_id")
        if db_field.name not in ("parent", "item", "level"):
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        model = db_field.remote_field.model
        kwargs["queryset"] = model.objects.filter(scheme=own) if own else model.objects.none()
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        # Read once, not once for each row.
        field.choices = list(field.choices)
        return field


class FedInline(OfSchemeInline):
    form = FedForm

    def get_formset(self, request, obj=None, **kwargs):
        offered = {"duty_key": duties(), "indicator": indicators()}
        form = type("FedForm", (self.form,), {"offered": offered})
        return super().get_formset(request, obj, **{"form": form, **kwargs})


class ByName:
    """For rows that are read: the name of the number, not its key."""

    @cached_property
    def indicators(self) -> dict[str, str]:
        return dict(indicators())

    @display(description="指标")
    def indicator_name(self, row) -> str:
        return self.indicators.get(row.indicator, row.indicator)


class ItemRow(ByName, FedInline, TabularInline):
    """To be read: a row for each, keys by their names."""

    model = GradeItem
    fields = (
        *("order", "parent", "name", "most", "is_extra"),
        *("feed", "duty_name", "indicator_name", "target", "meaning"),
    )
    readonly_fields = ("duty_name", "indicator_name")

    @cached_property
    def duties(self) -> dict[str, str]:
        return dict(DutyRule.objects.order_by("valid_from").values_list("key", "name"))

    @display(description="应办事项")
    def duty_name(self, item) -> str:
        return self.duties.get(item.duty_key, item.duty_key) or "—"


class ItemInline(FedInline, StackedInline):
    """To be written: a row has no room for so many fields."""

    model = GradeItem
    fields = (
        ("name", "parent"),
        ("order", "most"),
        ("feed", "target"),
        ("duty_key", "indicator"),
        ("meaning", "is_extra"),
    )


class LevelInline(OfSchemeInline, TabularInline):
    model = GradeLevel
    fields = ("order", "name", "minimum", "quota")


class VetoInline(FedInline, TabularInline):
    model = GradeVeto
    fields = ("order", "name", "test", "item", "indicator", "limit", "effect", "level")


class VetoRow(ByName, VetoInline):
    fields = ("order", "name", "test", "item", "indicator_name", "limit", "effect", "level")
    readonly_fields = ("indicator_name",)


class RoundForm(VerbForm):
    year = ChoiceField(label="评定年度", choices=lambda: _years())

    def clean_year(self) -> int:
        return int(self.cleaned_data["year"])


def _years() -> list[tuple[str, str]]:
    this = timezone.localdate().year
    return [(str(year), f"{year}年") for year in range(this - 1, this - YEARS_BACK, -1)] + [
        (str(this), f"{this}年")
    ]


@register(GradeScheme)
class GradeSchemeAdmin(VersionAdmin):
    list_display = ("name", "number", "kind", "total", "valid_from")
    list_filter = ("kind",)
    search_fields = ("name", "source")
    fieldsets = (
        (None, {"fields": (("name", "number"), ("kind", "valid_from"), "kinds", "source")}),
        ("评定", {"fields": (("total", "notice_days"), "has_binding_quotas")}),
    )
    inlines = (ItemInline, LevelInline, VetoInline)
    actions_detail = ("open_round", "copy")
    copied = "已建新版，请修改；以后的评定选用新版"

    def get_inlines(self, request, obj):
        if obj and not self.has_change_permission(request, obj):
            return (ItemRow, LevelInline, VetoRow)
        return self.inlines

    def change_view(self, request, object_id, form_url="", extra_context=None):
        scheme = self.get_object(request, object_id)
        if scheme and request.method == "GET" and (found := faults(scheme)):
            messages.warning(request, f"还不能开始评定：{'；'.join(found)}")
        return super().change_view(request, object_id, form_url, extra_context)

    @action(description="开始评定", url_path="round", icon="play_arrow", permissions=["act"])
    def open_round(self, request, object_id):
        def run(scheme, given):
            opened = services.open_ratings(scheme=scheme, by=request.user, **given)
            messages.info(request, f"{len(opened)} 个党组织开始自评，门户已有的数据都已填好")

        return verb_page(
            self,
            request,
            object_id,
            title="开始评定",
            form_class=RoundForm,
            permission="view",
            run=run,
            done="评定已开始",
        )

    def next_version(self, version):
        return services.new_version(scheme=version)
