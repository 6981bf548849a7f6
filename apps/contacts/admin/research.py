"""Research contact points of the zones, their topics and results."""

from django.contrib import messages
from django.utils import timezone

from apps.branches.admin.filters import AreaFilter
from apps.contacts import services
from apps.contacts.choices import TopicStatus
from apps.contacts.forms import ReasonForm, WordsForm
from apps.contacts.models import ResearchPoint, ResearchResult, ResearchTopic
from apps.core.admin import (
    VisibleAdmin,
    action,
    display,
    emptiness,
    register,
    step_page,
)

TONES = {
    TopicStatus.DRAFT: "info",
    TopicStatus.RUNNING: "warning",
    TopicStatus.CONCLUDED: "success",
}


class AreaOfUnitFilter(AreaFilter):
    unit_lookup = "unit"


@register(ResearchPoint)
class ResearchPointAdmin(VisibleAdmin):
    list_display = ("unit", "organisation", "zone", "valid_from", "valid_to")
    list_filter = (
        "zone__year",
        AreaOfUnitFilter,
        ("valid_to", emptiness("期间", empty="现有", filled="已结束")),
    )
    list_select_related = ("unit", "organisation", "zone")
    search_fields = ("unit__name", "organisation__name", "zone__name")
    autocomplete_fields = ("zone", "unit", "organisation")
    fields = ("zone", "unit", "organisation", "valid_from", "valid_to")

    def get_readonly_fields(self, request, obj=None):
        """Another unit is another point; of a stored one only the end is still to come."""
        return ("zone", "unit", "organisation", "valid_from") if obj else ()

    def perform(self, request, obj, form, change) -> None:
        if change:
            obj.full_clean()
            obj.save()
        else:
            answers = dict(form.cleaned_data)
            answers["since"], answers["until"] = answers.pop("valid_from"), answers.pop("valid_to")
            obj.__dict__.update(services.choose_research_point(**answers).__dict__)
        advice = services.advice_on_number(obj.zone, timezone.localdate())
        if advice:
            messages.warning(request, advice)


@register(ResearchTopic)
class ResearchTopicAdmin(VisibleAdmin):
    list_display = ("question", "year", "zone", "unit", "lead", "state")
    list_filter = ("year", "status")
    list_select_related = ("zone", "unit", "lead")
    search_fields = ("question", "unit__name", "zone__name")
    autocomplete_fields = ("zone", "unit", "lead")
    fields = ("year", "question", "zone", "unit", "lead")
    actions_detail = ("start", "conclude", "resume")

    @display(description="状态", ordering="status", label=TONES)
    def state(self, topic) -> tuple[str, str]:
        return topic.status, topic.get_status_display()

    def has_conduct_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("contacts.conduct_researchtopic")

    @action(description="开始调研", url_path="start", icon="play_arrow", permissions=["conduct"])
    def start(self, request, object_id):
        return self._step(request, object_id, "start", "开始调研", WordsForm)

    @action(description="办结", url_path="conclude", icon="check", permissions=["conduct"])
    def conclude(self, request, object_id):
        return self._step(request, object_id, "conclude", "办结", WordsForm)

    @action(description="继续调研", url_path="resume", icon="undo", permissions=["conduct"])
    def resume(self, request, object_id):
        return self._step(request, object_id, "resume", "继续调研", ReasonForm)

    def _step(self, request, object_id, step: str, title: str, form_class):
        return step_page(
            self,
            request,
            object_id,
            step=step,
            title=title,
            form_class=form_class,
            permission="conduct",
        )


@register(ResearchResult)
class ResearchResultAdmin(VisibleAdmin):
    list_display = ("title", "topic", "submitted_on", "submitted_to")
    list_filter = (
        "topic__year",
        ("submitted_on", emptiness("报送", empty="未报送", filled="已报送")),
    )
    list_select_related = ("topic",)
    search_fields = ("title", "topic__question", "submitted_to")
    autocomplete_fields = ("topic",)
    fields = (
        "topic",
        "title",
        "situation",
        "problems",
        "highlights",
        "suggestions",
        ("submitted_on", "submitted_to"),
    )
