"""What staff enter for a year: points by hand, panel scores, totals of ballots."""

from apps.assessments import services
from apps.assessments.admin.panels import enter_page, take_page
from apps.assessments.forms import BallotForm, OfficeMarkForm
from apps.assessments.models import BallotTotal, ManualEntry, OfficeMark, PanelScore
from apps.core.admin import VerbForm, VisibleAdmin, action, display, register, verb_page


@register(ManualEntry)
class ManualEntryAdmin(VisibleAdmin):
    list_display = ("organisation", "year", "kind", "points", "author", "approved")
    list_filter = ("year", "kind")
    list_select_related = ("organisation", "author", "approved_by")
    search_fields = ("organisation__name", "reason")
    autocomplete_fields = ("organisation",)
    fields = ("year", "organisation", "kind", "points", "grade_cap", "reason", "author", "approved")
    readonly_fields = ("author", "approved")
    actions_detail = ("approve",)

    def has_change_permission(self, request, obj=None) -> bool:
        """An approved entry stays as it is; another one corrects it (R-ASM-06)."""
        return super().has_change_permission(request, obj) and (obj is None or not obj.is_approved)

    def perform(self, request, obj, form, change) -> None:
        if not change:
            obj.author = request.user
        super().perform(request, obj, form, change)

    @display(description="批准")
    def approved(self, entry) -> str:
        return f"{entry.approved_by} 已批准" if entry.is_approved else "待批准，暂不计分"

    @action(description="批准", url_path="approve", icon="task_alt", permissions=["act"])
    def approve(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="批准",
            form_class=VerbForm,
            run=lambda entry, _: services.approve_entry(entry=entry, by=request.user),
            done="已批准，下次计算时计分",
        )


@register(PanelScore)
class PanelScoreAdmin(VisibleAdmin):
    list_display = ("organisation", "year", "score", "raters")
    list_filter = ("year",)
    list_select_related = ("organisation",)
    search_fields = ("organisation__name",)
    autocomplete_fields = ("organisation",)
    fields = ("year", "organisation", "score", "raters")
    actions_list = ("enter", "take")

    def has_enter_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("assessments.add_panelscore")

    @action(description="送述职评议", url_path="enter", icon="gavel", permissions=["enter"])
    def enter(self, request):
        return enter_page(self, request)

    @action(description="取述职评议分", url_path="take", icon="download", permissions=["enter"])
    def take(self, request):
        return take_page(self, request)


@register(BallotTotal)
class BallotTotalAdmin(VisibleAdmin):
    """Totals of an anonymous ballot; who voted what is not known here."""

    form = BallotForm
    list_display = ("organisation", "year", "electors", "good", "fairly_good", "average", "poor")
    list_filter = ("year",)
    list_select_related = ("organisation",)
    search_fields = ("organisation__name",)
    autocomplete_fields = ("organisation",)
    fields = ("year", "organisation", "electors", "good", "fairly_good", "average", "poor")


@register(OfficeMark)
class OfficeMarkAdmin(VisibleAdmin):
    """What the offices gave on the items that schemes leave to them."""

    form = OfficeMarkForm
    list_display = ("organisation", "year", "item_key", "office", "points", "author")
    list_filter = ("year", "office")
    list_select_related = ("organisation", "author")
    search_fields = ("organisation__name", "reason")
    autocomplete_fields = ("organisation",)
    fields = ("year", "organisation", "item", "points", "reason", "author")
    readonly_fields = ("author",)

    def perform(self, request, obj, form, change) -> None:
        obj.author = request.user
        super().perform(request, obj, form, change)
