"""The list of rechecks: which are open, which are late, and what was found."""

from django.contrib.admin import SimpleListFilter
from django.utils import timezone

from apps.branches.admin.filters import AreaFilter
from apps.brands import services
from apps.brands.forms import HoldForm
from apps.brands.models import Recheck
from apps.core.admin import ReadOnlyAdmin, action, display, register, verb_page


class RecheckAreaFilter(AreaFilter):
    unit_lookup = "brand__organisation__unit"


class StateFilter(SimpleListFilter):
    title = "进度"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", "待复核"), ("late", "逾期未复核"), ("held", "已复核")]

    def queryset(self, request, queryset):
        match self.value():
            case "open":
                return queryset.open()
            case "late":
                return queryset.overdue(timezone.localdate())
            case "held":
                return queryset.exclude(held_on=None)
        return queryset


@register(Recheck)
class RecheckAdmin(ReadOnlyAdmin):
    """A recheck begins with the step 启动复核 of its brand and is written down by its own verb."""

    list_display = ("brand", "owner", "due_on", "has_self_check", "held_on", "outcome")
    list_filter = (StateFilter, "outcome", RecheckAreaFilter)
    list_select_related = ("brand__organisation",)
    search_fields = ("brand__name", "brand__organisation__name")
    date_hierarchy = "due_on"
    fields = (
        ("brand", "owner"),
        ("due_on", "returns_to"),
        "self_check",
        ("held_on", "outcome", "improve_by"),
        "findings",
        "held_by",
    )
    readonly_fields = ("owner",)
    actions_detail = ("hold",)

    @display(description="党组织", ordering="brand__organisation__name")
    def owner(self, recheck) -> str:
        return str(recheck.brand.organisation)

    @display(description="已交自查", boolean=True)
    def has_self_check(self, recheck) -> bool:
        return bool(recheck.self_check)

    def has_hold_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("brands.recheck_brand")

    def get_actions_detail(self, request, object_id):
        """What is over is not written down a second time."""
        recheck = self.get_object(request, str(object_id))
        is_open = recheck is None or recheck.is_open
        return super().get_actions_detail(request, object_id) if is_open else []

    @action(description="登记复核结论", url_path="hold", icon="fact_check", permissions=["hold"])
    def hold(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="登记复核结论",
            form_class=HoldForm,
            run=lambda recheck, given: services.hold_recheck(
                recheck=recheck, by=request.user, **given
            ),
            done="已登记，品牌的层级随结论改变",
        )
