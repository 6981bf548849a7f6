from django.utils import timezone

from apps.accounts.models import User
from apps.branches.choices import Role
from apps.branches.models import RoleGrant
from apps.core.admin import TabularInline, VisibleAdmin, action, register
from apps.zones.division_page import DIVIDE, division_page
from apps.zones.models import Zone, ZoneMembership, ZoneOfficer


class ZoneMembershipInline(TabularInline):
    model = ZoneMembership
    fields = ("unit", "valid_from", "valid_to")
    autocomplete_fields = ("unit",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("unit", "zone")


class ZoneOfficerInline(TabularInline):
    model = ZoneOfficer
    fields = ("user",)

    def get_field_queryset(self, db, db_field, request):
        """Whoever works at the desk today; the other accounts are none of its business."""
        if db_field.name != "user":
            return super().get_field_queryset(db, db_field, request)
        granted = RoleGrant.objects.valid_on(timezone.localdate()).filter(role=Role.COMMITTEE_STAFF)
        return User.objects.filter(pk__in=granted.values("user"), is_active=True)


@register(Zone)
class ZoneAdmin(VisibleAdmin):
    list_display = ("name", "year", "number", "leader", "convening_unit", "convenor")
    list_filter = ("year",)
    list_select_related = ("leader", "convening_unit", "convenor")
    search_fields = ("name", "convening_unit__name")
    autocomplete_fields = ("leader", "convening_unit", "convenor")
    fieldsets = (
        (None, {"fields": (("year", "number", "name"), "leader", "convening_unit", "convenor")}),
    )
    inlines = (ZoneOfficerInline, ZoneMembershipInline)
    actions_list = ("division",)

    def picked(self, obj) -> str:
        """Every year has its first zone."""
        return f"{obj.year}年{obj}"

    def has_divide_permission(self, request) -> bool:
        return request.user.has_perm(DIVIDE)

    @action(
        description="划分联系片", url_path="division", icon="call_split", permissions=["divide"]
    )
    def division(self, request):
        return division_page(self, request)
