"""What staff enter for a year: points by hand, panel scores, totals of ballots."""

from django.db.models import OuterRef, Subquery

from apps.assessments import services
from apps.assessments.admin.panels import enter_page, take_page
from apps.assessments.forms import BallotForm, OfficeMarkForm
from apps.assessments.models import BallotTotal, Criterion, ManualEntry, OfficeMark, PanelScore
from apps.core.admin import VerbForm, VisibleAdmin, action, display, register, verb_page


class GivenPointsAdmin(VisibleAdmin):
    """Entered by one person, approved by another; then it stays as it is, and another entry corrects
    it (R-ASM-06)."""

    list_select_related = ("organisation", "author", "approved_by")
    search_fields = ("organisation__name", "reason")
    autocomplete_fields = ("organisation",)
    readonly_fields = ("author", "approved")
    actions_detail = ("approve",)

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or not obj.is_approved)

    def perform(self, request, obj, form, change) -> None:
        """Whoever wrote what stands there now; so nobody approves what he changed himself."""
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
            permission="approve",
            run=lambda entry, _: services.approve_entry(entry=entry, by=request.user),
            done="已批准，下次计算时计分",
        )


@register(ManualEntry)
class ManualEntryAdmin(GivenPointsAdmin):
    list_display = ("organisation", "year", "kind", "points", "author", "approved")
    list_filter = ("year", "kind")
    fields = ("year", "organisation", "kind", "points", "grade_cap", "reason", "author", "approved")


@register(OfficeMark)
class OfficeMarkAdmin(GivenPointsAdmin):
    """What the offices gave on the items that schemes leave to them."""

    form = OfficeMarkForm
    list_display = ("organisation", "year", "item", "office", "points", "author", "approved")
    list_filter = ("year", "office")
    fields = ("year", "organisation", "item", "points", "reason", "author", "approved")

    def get_queryset(self, request):
        """An item is a key; schemes say what it is called, the newest last."""
        named = Criterion.objects.filter(item_key=OuterRef("item_key")).order_by("-pk")
        rows = super().get_queryset(request)
        return rows.annotate(item_label=Subquery(named.values("label")[:1]))

    @display(description="评分项")
    def item(self, mark) -> str:
        return mark.item_label or mark.item_key


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
