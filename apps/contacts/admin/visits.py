"""Visits to contact branches and the promises made there."""

from django.contrib.admin import SimpleListFilter
from django.utils import timezone

from apps.branches.admin.filters import AreaFilter
from apps.contacts import services
from apps.contacts.choices import PromiseOwner, PromiseStatus
from apps.contacts.forms import DeskVisitForm, ReasonForm, WordsForm
from apps.contacts.models import ContactVisit, Promise
from apps.contacts.services import PromiseEntry, VisitEntry
from apps.core.admin import (
    ReadOnlyAdmin,
    TabularInline,
    VisibleAdmin,
    action,
    display,
    register,
    step_page,
)

TONES = {
    PromiseStatus.OPEN: "warning",
    PromiseStatus.REPORTED: "info",
    PromiseStatus.KEPT: "success",
    PromiseStatus.DROPPED: "danger",
}


class AreaOfPointFilter(AreaFilter):
    unit_lookup = "contact_point__organisation__unit"


class AreaOfPromiseFilter(AreaFilter):
    unit_lookup = "visit__contact_point__organisation__unit"


class PromiseInline(TabularInline):
    """Promises are added beside their visit; what became of them is told by their steps."""

    model = Promise
    fk_name = "visit"
    fields = ("text", "owner", "due_on")
    extra = 1

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@register(ContactVisit)
class ContactVisitAdmin(VisibleAdmin):
    form = DeskVisitForm
    list_display = ("contact_point", "starts_on", "ends_on", "form_list", "meeting")
    list_filter = (AreaOfPointFilter,)
    date_hierarchy = "starts_on"
    list_select_related = (
        "contact_point__person",
        "contact_point__organisation",
        "meeting",
    )
    search_fields = ("contact_point__person__name", "contact_point__organisation__name")
    autocomplete_fields = ("contact_point", "meeting")
    fields = (
        "contact_point",
        ("starts_on", "ends_on"),
        "helps",
        "forms",
        "meeting",
        "findings",
    )
    inlines = (PromiseInline,)

    @display(description="形式")
    def form_list(self, visit) -> str:
        return "、".join(visit.form_names)

    def perform(self, request, obj, form, change) -> None:
        answers = dict(form.cleaned_data)
        answers.pop("opened_version", None)
        point = answers.pop("contact_point")
        entry = VisitEntry(**answers)
        if change:
            services.describe_visit(visit=obj, entry=entry)
            return
        made = services.record_visit(point=point, entry=entry, by=request.user)
        obj.__dict__.update(made.__dict__)

    def save_formset(self, request, form, formset, change) -> None:
        made = formset.save(commit=False)
        lines = [PromiseEntry(p.text, PromiseOwner(p.owner), p.due_on) for p in made]
        services.promise_more(visit=form.instance, promises=lines)


class DueFilter(SimpleListFilter):
    title = "到期情况"
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("late", "到期未办"), ("committee", "工委到期未办"), ("pending", "还在办")]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        match self.value():
            case "late":
                return queryset.overdue(today)
            case "committee":
                return queryset.overdue(today).filter(owner=PromiseOwner.COMMITTEE)
            case "pending":
                return queryset.pending()
        return queryset


@register(Promise)
class PromiseAdmin(ReadOnlyAdmin):
    list_display = ("text", "leader", "branch", "owner", "due_on", "state")
    list_filter = ("status", "owner", DueFilter, AreaOfPromiseFilter)
    list_select_related = (
        "visit__contact_point__person",
        "visit__contact_point__organisation",
    )
    search_fields = (
        "text",
        "visit__contact_point__person__name",
        "visit__contact_point__organisation__name",
    )
    fields = ("visit", "text", "owner", "due_on", "status", "settled_at", "followed_at")
    readonly_fields = ("status", "settled_at", "followed_at")
    actions_detail = ("keep", "carry_on", "drop", "reopen")

    @display(description="领导", ordering="visit__contact_point__person__name")
    def leader(self, promise) -> str:
        return str(promise.visit.contact_point.person)

    @display(description="联系党支部", ordering="visit__contact_point__organisation__name")
    def branch(self, promise) -> str:
        return str(promise.visit.contact_point.organisation)

    @display(description="状态", ordering="status", label=TONES)
    def state(self, promise) -> tuple[str, str]:
        return promise.status, promise.get_status_display()

    def has_follow_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("contacts.follow_promise")

    @action(description="兑现", url_path="keep", icon="check", permissions=["follow"])
    def keep(self, request, object_id):
        return self._step(request, object_id, "keep", "兑现", WordsForm)

    @action(description="继续办", url_path="carry-on", icon="redo", permissions=["follow"])
    def carry_on(self, request, object_id):
        return self._step(request, object_id, "carry_on", "继续办", WordsForm)

    @action(description="不再办", url_path="drop", icon="block", permissions=["follow"])
    def drop(self, request, object_id):
        return self._step(request, object_id, "drop", "不再办", ReasonForm)

    @action(description="重新办", url_path="reopen", icon="undo", permissions=["follow"])
    def reopen(self, request, object_id):
        return self._step(request, object_id, "reopen", "重新办", ReasonForm)

    def _step(self, request, object_id, step: str, title: str, form_class):
        return step_page(
            self,
            request,
            object_id,
            step=step,
            title=title,
            form_class=form_class,
            permission="follow",
        )
