"""People, their memberships and posts."""

from django.db.models import OuterRef, Subquery

from apps.branches import services
from apps.branches.admin.filters import AreaFilter
from apps.branches.aftermath import tell_clerk
from apps.branches.forms import DayForm, SubgroupForm, TransferForm
from apps.branches.models import Appointment, Membership, Person
from apps.core import audit
from apps.core.admin import (
    ViewInline,
    VisibleAdmin,
    action,
    display,
    emptiness,
    redirect_to_add,
    register,
    verb_page,
)
from apps.core.models import AuditEvent


class MembershipHistoryInline(ViewInline):
    model = Membership
    fields = ("organisation", "kind", "subgroup", "valid_from", "valid_to")
    ordering = ("-valid_from",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "organisation", "subgroup")


class AppointmentHistoryInline(ViewInline):
    model = Appointment
    fields = ("organisation", "post", "term", "valid_from", "valid_to")
    ordering = ("-valid_from",)

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("person", "organisation", "term__organisation")


@register(Person)
class PersonAdmin(VisibleAdmin):
    list_display = ("name", "code", "branch_name")
    extra_columns = ("phone",)
    personal_columns = {"phone": "branches.change_person"}
    search_fields = ("name", "code")
    fields = ("code", "name", "phone")
    inlines = (MembershipHistoryInline, AppointmentHistoryInline)
    actions_detail = ("admit", "appoint")

    def get_queryset(self, request):
        held = Membership.objects.filter(person=OuterRef("pk"), valid_to=None)
        branch = Subquery(held.values("organisation__name")[:1])
        return super().get_queryset(request).annotate(branch_name=branch)

    @display(description="所在党支部", ordering="branch_name")
    def branch_name(self, person) -> str:
        return person.branch_name or "—"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The page shows a telephone number: looking at it is a security event."""
        response = super().change_view(request, object_id, form_url, extra_context)
        if request.method == "GET":
            audit.record(
                AuditEvent.Kind.VIEWED_PERSONAL, request=request, subject=f"人员 {object_id}"
            )
        return response

    @action(description="登记组织关系", url_path="admit", icon="group_add", permissions=["act"])
    def admit(self, request, object_id):
        return redirect_to_add("branches_membership", person=object_id)

    @action(description="任命职务", url_path="appoint", icon="badge", permissions=["act"])
    def appoint(self, request, object_id):
        return redirect_to_add("branches_appointment", person=object_id)


@register(Membership)
class MembershipAdmin(VisibleAdmin):
    list_display = ("person", "organisation", "subgroup", "kind", "valid_from", "valid_to")
    list_filter = ("kind", "is_vote_suspended", AreaFilter)
    list_select_related = ("person", "organisation", "subgroup")
    search_fields = ("person__name", "person__code", "organisation__name")
    autocomplete_fields = ("person", "organisation", "subgroup")
    fields = ("person", "organisation", "subgroup", "kind", "valid_from")
    actions_detail = ("transfer", "confirm", "regroup", "suspend", "restore", "leave")

    def has_change_permission(self, request, obj=None) -> bool:
        """A membership changes through its verbs."""
        return obj is None and super().has_change_permission(request)

    def perform(self, request, obj, form, change) -> None:
        answers = dict(form.cleaned_data)
        answers["on"] = answers.pop("valid_from")
        obj.__dict__.update(services.admit_member(**answers).__dict__)
        tell_clerk(request, people=[obj.person_id])

    def _verb(self, request, object_id, title, form_class, service):
        return verb_page(
            self,
            request,
            object_id,
            title=title,
            form_class=form_class,
            run=lambda row, answers: service(person=row.person, **answers),
            done=f"已{title}",
        )

    @action(description="转接组织关系", url_path="transfer", icon="swap_horiz", permissions=["act"])
    def transfer(self, request, object_id):
        def run(**answers) -> None:
            services.transfer_membership(**answers)
            tell_clerk(request, people=[answers["person"].pk])

        return self._verb(request, object_id, "转接组织关系", TransferForm, run)

    @action(description="转正", url_path="confirm", icon="verified", permissions=["act"])
    def confirm(self, request, object_id):
        return self._verb(request, object_id, "转正", DayForm, services.confirm_full_member)

    @action(description="调整党小组", url_path="regroup", icon="groups", permissions=["act"])
    def regroup(self, request, object_id):
        return self._verb(request, object_id, "调整党小组", SubgroupForm, services.assign_subgroup)

    @action(description="暂停表决权", url_path="suspend", icon="pause", permissions=["act"])
    def suspend(self, request, object_id):
        return self._verb(request, object_id, "暂停表决权", DayForm, suspend)

    @action(description="恢复表决权", url_path="restore", icon="play_arrow", permissions=["act"])
    def restore(self, request, object_id):
        return self._verb(request, object_id, "恢复表决权", DayForm, restore)

    @action(description="转出", url_path="leave", icon="logout", permissions=["act"])
    def leave(self, request, object_id):
        return self._verb(request, object_id, "转出", DayForm, services.end_membership)


def suspend(**answers) -> Membership:
    return services.suspend_vote(is_suspended=True, **answers)


def restore(**answers) -> Membership:
    return services.suspend_vote(is_suspended=False, **answers)


@register(Appointment)
class AppointmentAdmin(VisibleAdmin):
    list_display = ("person", "organisation", "post", "valid_from", "valid_to")
    list_filter = (
        "post",
        AreaFilter,
        ("valid_to", emptiness("任职", empty="在任", filled="已免职")),
    )
    list_select_related = ("person", "organisation")
    search_fields = ("person__name", "organisation__name")
    autocomplete_fields = ("person", "organisation", "term")
    fields = ("person", "organisation", "post", "valid_from", "term")
    actions_detail = ("end",)

    def has_change_permission(self, request, obj=None) -> bool:
        """An appointment changes through its verb."""
        return obj is None and super().has_change_permission(request)

    def perform(self, request, obj, form, change) -> None:
        answers = dict(form.cleaned_data)
        answers["since"] = answers.pop("valid_from")
        obj.__dict__.update(services.appoint(**answers).__dict__)

    @action(description="免职", url_path="end", icon="event_busy", permissions=["act"])
    def end(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="免职",
            form_class=DayForm,
            run=lambda row, answers: services.end_appointment(appointment=row, **answers),
            done="已登记免职，任职经历保留",
        )
