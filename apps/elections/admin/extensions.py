"""延期: asked by the bodies, decided here or by the committee above them."""

from django.db.models import F

from apps.branches.admin.filters import AreaFilter
from apps.core.admin import VisibleAdmin, action, register, step_page, verb_page
from apps.elections import services
from apps.elections.admin.forms import ExtensionForm, ReasonForm
from apps.elections.models import TermExtension


class ExtensionAreaFilter(AreaFilter):
    unit_lookup = "term__organisation__unit"


@register(TermExtension)
class TermExtensionAdmin(VisibleAdmin):
    """The only way to a later end of a term: asked with a reason, approved in writing."""

    list_display = ("term", "ended_on", "asked_until", "status", "doc_no", "decided_on")
    list_filter = ("status", ExtensionAreaFilter)
    list_select_related = ("term__organisation",)
    search_fields = ("term__organisation__name",)
    # What waits for an answer comes first, then the latest answers.
    ordering = (F("decided_on").desc(nulls_first=True), "ended_on", "pk")
    fields = (
        ("term", "status"),
        ("ended_on", "asked_until"),
        "reason",
        ("doc_no", "decided_on"),
        "asked_by",
    )
    autocomplete_fields = ("term",)
    actions_detail = ("approve", "refuse")

    def get_fields(self, request, obj=None):
        return self.fields if obj else ("term", "asked_until", "reason")

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def perform(self, request, obj, form, change) -> None:
        asked = services.ask_extension(by=request.user, **form.cleaned_data)
        obj.__dict__.update(asked.__dict__)

    def has_decide_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("elections.decide_termextension")

    @action(description="批准延期", url_path="approve", icon="verified", permissions=["decide"])
    def approve(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="批准延期",
            form_class=ExtensionForm,
            run=lambda extension, given: services.approve_extension(
                extension=extension, by=request.user, **given
            ),
            done="已批准，届满日期已改，原来的日期还在",
            permission="decide",
        )

    @action(description="不予延期", url_path="refuse", icon="block", permissions=["decide"])
    def refuse(self, request, object_id):
        return step_page(
            self,
            request,
            object_id,
            step="refuse",
            title="不予延期",
            form_class=ReasonForm,
            permission="decide",
        )
