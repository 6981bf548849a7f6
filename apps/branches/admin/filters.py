"""Filters by the place of an organisation, for every list that has one."""

from django.contrib.admin import SimpleListFilter
from django.utils import timezone

from apps.branches.areas import areas
from apps.branches.scope import scope
from apps.branches.set_up import set_ups

VIEW_ORGANISATION = "branches.view_organisation"


class AreaFilter(SimpleListFilter):
    """By 联系片; `unit_lookup` leads from the rows to their unit."""

    title = "联系片"
    parameter_name = "area"
    unit_lookup = "organisation__unit"

    def __init__(self, request, params, model, model_admin) -> None:
        self.areas = {area.key: area for area in areas(request.user, timezone.localdate())}
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        return [(area.key, area.label) for area in self.areas.values()]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        area = self.areas.get(self.value())
        return (
            queryset.filter(**{f"{self.unit_lookup}__in": area.units}) if area else queryset.none()
        )


class AreaOfOrganisationFilter(AreaFilter):
    unit_lookup = "unit"


class AreaOfUnitFilter(AreaFilter):
    unit_lookup = "pk"


class SetUpFilter(SimpleListFilter):
    """By what the set-up rules say today (R-ORG-01 to 10)."""

    title = "组织设置提醒"
    parameter_name = "set_up"

    def lookups(self, request, model_admin):
        return [("open", "待处理"), ("approved", "已批准例外")]

    def queryset(self, request, queryset):
        if self.value() not in ("open", "approved"):
            return queryset
        found = set_ups(scope(request.user, VIEW_ORGANISATION), timezone.localdate())
        is_open = self.value() == "open"
        return queryset.filter(
            pk__in=[s.organisation.pk for s in found if (s.open if is_open else s.approved)]
        )
