"""Cycles: who may be sent, and the plan that covers every unit."""

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone

from apps.core import policy
from apps.core.admin import (
    TabularInline,
    VerbForm,
    VisibleAdmin,
    action,
    display,
    register,
    verb_page,
)
from apps.observations import services
from apps.observations.models import CycleObserver, ObservationCycle, ObservationForm
from apps.observations.services.cycles import TEAM, end_of_cycle
from apps.observations.services.plans import lacks_in_words, told_sentences


class CycleObserverInline(TabularInline):
    model = CycleObserver
    fields = ("person", "unit", "may_lead", "left_on")
    autocomplete_fields = ("person", "unit")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "unit")


@register(ObservationCycle)
class ObservationCycleAdmin(VisibleAdmin):
    list_display = ("name", "starts_on", "ends_on", "team_size", "planned", "done")
    search_fields = ("name",)
    fields = ("name", ("starts_on", "ends_on"), ("team_size", "form"))
    inlines = (CycleObserverInline,)
    actions_detail = ("plan",)

    def get_queryset(self, request):
        return super().get_queryset(request).with_progress()

    def get_changeform_initial_data(self, request) -> dict:
        """By the committee's rules; another length can be chosen."""
        today = timezone.localdate()
        starts_on = today.replace(month=1, day=1)
        return {
            "starts_on": starts_on,
            "ends_on": end_of_cycle(starts_on),
            "team_size": policy.count(TEAM, today),
            "form": ObservationForm.objects.valid_on(today).first(),
            **super().get_changeform_initial_data(request),
        }

    @display(description="已安排", ordering="planned_count")
    def planned(self, cycle) -> int:
        return cycle.planned_count

    @display(description="已旁听", ordering="done_count")
    def done(self, cycle) -> int:
        return cycle.done_count

    def has_plan_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("observations.plan_observationcycle")

    @action(description="安排旁听", url_path="plan", icon="event_note", permissions=["plan"])
    def plan(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="安排旁听",
            form_class=VerbForm,
            permission="plan",
            run=lambda cycle, _: services.take_over(cycle=cycle, today=timezone.localdate()),
            done="已按方案安排，旁听日期和单位商定后再填",
            reading=preview,
        )


def preview(cycle: ObservationCycle) -> str:
    """The plan as it would be taken over now, with what each observer would carry."""
    try:
        proposal = services.proposal_for(cycle, timezone.localdate())
    except ValidationError as refused:
        return render_to_string("admin/observations/_plan.html", {"refusal": refused.messages})
    seats = {seat.key: seat for seat in proposal.seats}
    in_time = sorted(proposal.plan.teams, key=lambda group: (proposal.plan.months[group], group))
    rows = [
        {
            "group": proposal.groups[group],
            "month": proposal.plan.months[group],
            "team": [seats[key].name for key in proposal.plan.teams[group]],
            "is_mended": group in proposal.standing.short,
        }
        for group in in_time
    ]
    context = {
        "proposal": proposal,
        "rows": rows,
        "first": [
            *lacks_in_words(proposal),
            *told_sentences(proposal.standing),
        ],
    }
    return render_to_string("admin/observations/_plan.html", context)
