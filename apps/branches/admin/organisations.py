"""Units and organisations with their history, members, posts and terms."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.contrib.admin import SimpleListFilter
from django.db.models import Count, F, Q
from django.urls import path
from django.utils import timezone

from apps.branches import services
from apps.branches.admin.filters import (
    AreaFilter,
    AreaOfOrganisationFilter,
    AreaOfUnitFilter,
    SetUpFilter,
)
from apps.branches.admin.set_up import set_up_list
from apps.branches.aftermath import tell_clerk
from apps.branches.forms import DayForm, DissolveForm, OrganisationForm
from apps.branches.models import (
    Appointment,
    Membership,
    Organisation,
    Placement,
    Sector,
    Term,
    Unit,
)
from apps.branches.scope import Scope
from apps.branches.set_up import set_ups
from apps.core.admin import (
    RelatedDropdownFilter,
    ViewInline,
    VisibleAdmin,
    action,
    display,
    emptiness,
    redirect_to_add,
    register,
    verb_page,
)

# What has ended is history: it is shown when asked for.
EXISTING = (
    "dissolved_on",
    emptiness("撤销", empty="现有", filled="已撤销", empty_first=True),
)
# The service behind each field that keeps its past.
CHANGES: dict[str, Callable[..., Organisation]] = {
    "name": services.rename_organisation,
    "kind": services.change_kind,
    "parent": services.move_organisation,
    "unit": services.change_unit,
}


class UnitOrganisationInline(ViewInline):
    model = Organisation
    fields = ("name", "kind", "parent", "founded_on", "dissolved_on")
    verbose_name_plural = "本单位党组织"

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).select_related("parent")


@register(Sector)
class SectorAdmin(VisibleAdmin):
    list_display = ("name", "order")
    search_fields = ("name",)
    fields = ("name", "order")


@register(Unit)
class UnitAdmin(VisibleAdmin):
    list_display = (
        "name",
        "code",
        "kind",
        "sector",
        "organisation_count",
        "founded_on",
        "dissolved_on",
    )
    list_filter = ("kind", ("sector", RelatedDropdownFilter), AreaOfUnitFilter, EXISTING)
    list_select_related = ("sector",)
    search_fields = ("name", "short_name", "code")
    fields = ("code", "name", "short_name", "kind", "sector", "founded_on", "dissolved_on")
    inlines = (UnitOrganisationInline,)

    def get_queryset(self, request):
        counted = Count("organisations", filter=Q(organisations__dissolved_on=None))
        return super().get_queryset(request).annotate(organisation_count=counted)

    @display(description="党组织数", ordering="organisation_count")
    def organisation_count(self, unit) -> int:
        return unit.organisation_count


class PlacementInline(ViewInline):
    model = Placement
    fk_name = "organisation"
    fields = ("name", "kind", "parent", "unit", "valid_from", "valid_to", "reason")
    ordering = ("-valid_from",)
    show_change_link = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("parent", "unit")


class MembershipInline(ViewInline):
    model = Membership
    fk_name = "organisation"
    fields = ("person", "kind", "subgroup", "is_vote_suspended", "valid_from", "valid_to")
    verbose_name_plural = "党员"

    def get_queryset(self, request):
        rows = super().get_queryset(request).filter(valid_to=None)
        return rows.select_related("person", "subgroup", "organisation")


class AppointmentInline(ViewInline):
    model = Appointment
    fields = ("person", "post", "term", "valid_from", "valid_to")
    ordering = (F("valid_to").desc(nulls_first=True), "post")

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("person", "organisation", "term__organisation")


class TermInline(ViewInline):
    model = Term
    fields = ("number", "term_years", "starts_on", "ends_on", "closed_on")


@register(Organisation)
class OrganisationAdmin(VisibleAdmin):
    form = OrganisationForm
    list_display = ("name", "code", "kind", "parent", "unit", "member_count", "founded_on")
    list_filter = (
        "kind",
        AreaOfOrganisationFilter,
        ("unit", RelatedDropdownFilter),
        SetUpFilter,
        EXISTING,
    )
    list_select_related = ("parent", "unit")
    search_fields = ("name", "code")
    autocomplete_fields = ("parent", "unit")
    inlines = (MembershipInline, AppointmentInline, TermInline, PlacementInline)
    actions_detail = ("admit", "appoint", "begin_term", "dissolve")
    fieldsets = (
        (None, {"fields": (("code", "name"), ("kind", "founded_on"), ("parent", "unit"))}),
        ("变动", {"fields": (("changed_on", "reason"),)}),
        ("组织设置", {"fields": ("set_up",)}),
    )
    add_fieldsets = fieldsets[:1]

    def get_urls(self):
        listed = self.admin_site.admin_view(partial(set_up_list, self))
        listed.model_admin = self
        return [
            path("set-up/", listed, name="branches_organisation_set_up"),
            *super().get_urls(),
        ]

    def get_queryset(self, request):
        counted = Count("memberships", filter=Q(memberships__valid_to=None))
        return super().get_queryset(request).annotate(member_count=counted)

    def get_readonly_fields(self, request, obj=None):
        return ("code", "founded_on", "set_up") if obj else ()

    @display(description="组织设置提醒")
    def set_up(self, organisation) -> str:
        """What the rules of size say today, those with an approved exception named as such."""
        found = set_ups(Scope((organisation.path,)), timezone.localdate())
        own = next((s for s in found if s.organisation == organisation), None)
        lines = [
            f"{a.rule.value} {a.sentence}{'' if a.is_open else '（已批准例外）'}"
            for a in (own.advice if own else ())
        ]
        return "；".join(lines) or "没有"

    @display(description="党员数", ordering="member_count")
    def member_count(self, organisation) -> int:
        return organisation.member_count

    def perform(self, request, obj, form, change) -> None:
        if not change:
            founded = services.found_organisation(
                **{f: form.cleaned_data[f] for f in ("code", "founded_on", *CHANGES)}
            )
            obj.__dict__.update(founded.__dict__)
            return
        for field in CHANGES.keys() & set(form.changed_data):
            CHANGES[field](
                organisation=obj,
                on=form.cleaned_data["changed_on"],
                reason=form.cleaned_data["reason"],
                **{field: form.cleaned_data[field]},
            )
        tell_clerk(request, organisations=[obj.pk])

    @action(description="登记党员", url_path="admit", icon="person_add", permissions=["act"])
    def admit(self, request, object_id):
        return redirect_to_add("branches_membership", organisation=object_id)

    @action(description="任命职务", url_path="appoint", icon="badge", permissions=["act"])
    def appoint(self, request, object_id):
        return redirect_to_add("branches_appointment", organisation=object_id)

    @action(description="登记新一届", url_path="term", icon="how_to_vote", permissions=["act"])
    def begin_term(self, request, object_id):
        return redirect_to_add("branches_term", organisation=object_id)

    @action(description="撤销", url_path="dissolve", icon="block", permissions=["act"])
    def dissolve(self, request, object_id):
        def run(record, answers) -> None:
            services.dissolve_organisation(organisation=record, **answers)
            tell_clerk(request, organisations=[record.pk])

        return verb_page(
            self,
            request,
            object_id,
            title="撤销",
            form_class=DissolveForm,
            run=run,
            done="已撤销，历史记录保留",
        )


class OverdueFilter(SimpleListFilter):
    title = "换届情况"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        soon = f"{settings.DESK_TERM_DAYS} 天内届满"
        return [("overdue", "届满未换届"), ("soon", soon), ("open", "在届")]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        if self.value() == "overdue":
            return queryset.overdue(today)
        if self.value() == "soon":
            until = today + timedelta(days=settings.DESK_TERM_DAYS)
            return queryset.ending_between(today, until)
        if self.value() == "open":
            return queryset.filter(closed_on=None, ends_on__gte=today)
        return queryset


@register(Term)
class TermAdmin(VisibleAdmin):
    list_display = ("organisation", "number", "starts_on", "ends_on", "closed_on")
    list_filter = (OverdueFilter, AreaFilter)
    list_select_related = ("organisation",)
    search_fields = ("organisation__name",)
    autocomplete_fields = ("organisation",)
    fields = ("organisation", "number", "term_years", "starts_on", "ends_on")
    actions_detail = ("close",)

    def has_change_permission(self, request, obj=None) -> bool:
        """A term changes through its verbs."""
        return obj is None and super().has_change_permission(request)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """What follows from the term before and from the day of the election is not asked for."""
        form = super().get_form(request, obj, change, **kwargs)
        for name in ("number", "ends_on"):
            if name in form.base_fields:
                form.base_fields[name].required = False
        return form

    def perform(self, request, obj, form, change) -> None:
        begun = services.begin_term(**form.cleaned_data)
        obj.__dict__.update(begun.__dict__)

    @action(description="换届", url_path="close", icon="how_to_vote", permissions=["act"])
    def close(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="换届",
            form_class=DayForm,
            run=lambda term, answers: services.close_term(term=term, **answers),
            done="已登记换届，请接着登记新一届",
        )
