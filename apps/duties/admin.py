"""The desk of rules and waivers."""

from django.contrib.admin import EmptyFieldListFilter, SimpleListFilter
from django.db.models import OuterRef

from apps.core.admin import VisibleAdmin, action, display, register, verb_page
from apps.core.periods import Period
from apps.duties import services
from apps.duties.forms import ApproveForm, DutyRuleForm, WaiverForm
from apps.duties.models import DutyRule, Waiver


@register(DutyRule)
class DutyRuleAdmin(VisibleAdmin):
    form = DutyRuleForm
    list_display = ("name", "code", "number", "cycle", "minimum", "condition", "authority", "days")
    list_filter = ("authority", "cycle", ("valid_to", EmptyFieldListFilter))
    search_fields = ("name", "code", "key")
    fieldsets = (
        (None, {"fields": (("code", "name"), "source", "authority")}),
        ("要求", {"fields": ("indicator", ("cycle", "minimum", "multiplier"))}),
        ("适用", {"fields": ("kinds", "condition")}),
        ("生效", {"fields": ("starts_on",)}),
    )
    add_fieldsets = (
        (None, {"fields": (("code", "key", "name"), "source", "authority")}),
        *fieldsets[1:3],
        ("生效", {"fields": ("valid_from",)}),
    )

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj else self.add_fieldsets

    def get_readonly_fields(self, request, obj=None):
        return ("code",) if obj else ()

    def has_change_permission(self, request, obj=None) -> bool:
        """An old version is history."""
        is_current = obj is None or obj.valid_to is None
        return is_current and super().has_change_permission(request, obj)

    @display(description="生效期间")
    def days(self, rule) -> str:
        return f"{rule.valid_from} 起" + (f"，至 {rule.valid_to} 前" if rule.valid_to else "")

    def perform(self, request, obj, form, change) -> None:
        if not change:
            obj.save()
            return
        changes = {f: form.cleaned_data[f] for f in services.REVISABLE if f in form.cleaned_data}
        successor = services.new_rule_version(
            rule=obj, starts_on=form.cleaned_data["starts_on"], **changes
        )
        obj.__dict__.update(successor.__dict__)


class DutyFilter(SimpleListFilter):
    title = "事项"
    parameter_name = "duty_key"

    def lookups(self, request, model_admin):
        return (
            DutyRule.objects.filter(valid_to=None)
            .order_by("code", "key")
            .values_list("key", "name")
        )

    def queryset(self, request, queryset):
        return queryset.filter(duty_key=self.value()) if self.value() else queryset


@register(Waiver)
class WaiverAdmin(VisibleAdmin):
    form = WaiverForm
    list_display = ("organisation", "duty", "span", "reason", "approved_by", "approved_at")
    list_filter = (("approved_by", EmptyFieldListFilter), DutyFilter)
    list_select_related = ("organisation", "approved_by")
    search_fields = ("organisation__name", "reason")
    autocomplete_fields = ("organisation",)
    actions_detail = ("approve",)

    def get_fields(self, request, obj=None):
        if obj is None:
            return ("organisation", "duty_key", "period", "reason")
        return ("organisation", "duty", "span", "reason", "approved_by", "approved_at")

    def get_readonly_fields(self, request, obj=None):
        return ("duty", "span") if obj else ()

    def get_queryset(self, request):
        names = DutyRule.objects.filter(key=OuterRef("duty_key")).order_by("-number")
        return super().get_queryset(request).annotate(duty_name=names.values("name")[:1])

    def has_change_permission(self, request, obj=None) -> bool:
        """A waiver is approved by its verb and never rewritten."""
        return obj is None and super().has_change_permission(request)

    @display(description="事项", ordering="duty_name")
    def duty(self, waiver) -> str:
        return waiver.duty_name or waiver.duty_key

    @display(description="期间", ordering="period_start")
    def span(self, waiver) -> str:
        return Period(waiver.period_start, waiver.period_end).label

    def perform(self, request, obj, form, change) -> None:
        waiver = services.waive(
            organisation=form.cleaned_data["organisation"],
            duty_key=form.cleaned_data["duty_key"],
            period=form.cleaned_data["period"],
            reason=form.cleaned_data["reason"],
        )
        obj.__dict__.update(waiver.__dict__)

    @action(description="批准", url_path="approve", icon="check", permissions=["act"])
    def approve(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="批准免办",
            form_class=ApproveForm,
            run=lambda waiver, answers: services.approve(waiver=waiver, by=request.user),
            done="已批准，这件事不再计入应办",
            permission="approve",
        )
