"""Ratings at the desk: everything of one body on one page, the staff's points beside the others'."""

from functools import partial

from django.db.models import Q
from django.shortcuts import redirect
from django.urls import path

from apps.branches.admin.filters import AreaFilter
from apps.core.admin import (
    RelatedDropdownFilter,
    SpokenForm,
    TabularInline,
    ViewInline,
    VisibleAdmin,
    action,
    display,
    register,
    verb_page,
)
from apps.core.exact import half_up, shown
from apps.grades import services
from apps.grades.admin.rounds import round_page
from apps.grades.admin.steps import (
    LevelForm,
    LiftForm,
    VetoForm,
    buttons,
    entered_by_hand,
    quotas_in_words,
    rating_step,
    vetoes_by_hand,
)
from apps.grades.choices import LimitTest, RatingStatus
from apps.grades.lifecycle import REVIEW
from apps.grades.marks import COMMITTEE, STAFF, points_before, points_known, points_of
from apps.grades.models import Rating, RatingLine, RatingVeto
from apps.grades.printing.sheets import print_sheet

TONES = {
    RatingStatus.SELF_RATING: "info",
    RatingStatus.COMMITTEE: "info",
    RatingStatus.STAFF: "warning",
    RatingStatus.NOTICE: "warning",
    RatingStatus.DECIDED: "success",
    RatingStatus.RETURNED: "danger",
    RatingStatus.CANCELLED: "danger",
}


def in_points(points) -> str:
    return "—" if points is None else shown(half_up(points, 2))


class LineInline(TabularInline):
    """What the portal, the body and its committee say; beside it what the staff say otherwise."""

    model = RatingLine
    fields = (
        *("most", "by_portal", "finding", "by_itself", "by_committee"),
        *("staff_points", "staff_remark", "standing"),
    )
    readonly_fields = (*("most", "by_portal", "finding", "by_itself", "by_committee", "standing"),)
    can_delete = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("item").order_by("item__order")

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.status in STAFF.states)

    @display(description="满分")
    def most(self, line) -> str:
        return shown(line.item.most)

    @display(description="门户数据得分")
    def by_portal(self, line) -> str:
        return in_points(points_known(line)) if line.is_applicable else "不计"

    @display(description="自评")
    def by_itself(self, line) -> str:
        return self._said(line, COMMITTEE, line.self_remark)

    @display(description="初评")
    def by_committee(self, line) -> str:
        return self._said(line, STAFF, line.committee_remark)

    @display(description="现得分")
    def standing(self, line) -> str:
        return in_points(points_of(line))

    def _said(self, line, before, remark: str) -> str:
        points = in_points(points_before(line, before))
        return f"{points}（{remark}）" if remark else points


class FoundVetoInline(ViewInline):
    model = RatingVeto
    fields = ("veto", "number", "reason", "entered_by")
    readonly_fields = ("number", "entered_by")
    show_change_link = False

    def get_queryset(self, request):
        """One that was lifted keeps its row without words; it says nothing any more."""
        lifted = Q(veto__test=LimitTest.BY_HAND, reason="")
        rows = super().get_queryset(request).exclude(lifted)
        return rows.select_related("veto", "entered_by")


@register(Rating)
class RatingAdmin(VisibleAdmin):
    """Rounds begin from a measure; here they are looked through and decided."""

    list_display = ("organisation", "year", "measure", "state", "points", "level", "decided_on")
    extra_columns = ("level_by_points", "handed_in_on", "endorsed_on", "noticed_on")
    list_filter = (
        "year",
        ("scheme", RelatedDropdownFilter),
        "scheme__kind",
        "status",
        AreaFilter,
        ("organisation__unit", RelatedDropdownFilter),
    )
    list_select_related = ("organisation", "scheme", "level", "level_by_points")
    search_fields = ("organisation__name",)
    change_form_before_template = "admin/_steps.html"
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("organisation", "year"),
                    ("scheme", "status"),
                    ("points", "level_by_points", "level"),
                    "explanation",
                    ("chosen", "choice_reason"),
                    ("self_words", "committee_words"),
                    ("handed_in_on", "endorsed_on"),
                    ("noticed_on", "decided_on"),
                )
            },
        ),
    )
    inlines = (LineInline, FoundVetoInline)
    actions_list = ("round",)
    actions_detail = ("choose", "veto", "lift", "note_objection", "print_it")

    def get_urls(self):
        step = self.admin_site.admin_view(partial(rating_step, self))
        step.model_admin = self
        own = path("<path:object_id>/step/", step, name="grades_rating_step")
        return [own, *super().get_urls()]

    def get_readonly_fields(self, request, obj=None):
        return [f.name for f in self.model._meta.fields]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.status in STAFF.states)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        rating = self.get_object(request, object_id)
        shown_too = {"steps": buttons(rating, request.user) if rating else []}
        return super().change_view(
            request, object_id, form_url, {**shown_too, **(extra_context or {})}
        )

    def perform(self, request, obj, form, change) -> None:
        """What is saved are the lines, by the service; see save_formset."""

    def save_formset(self, request, form, formset, change) -> None:
        formset.save(commit=False)
        if formset.model is not RatingLine:
            return
        said = [
            services.Said(
                row.instance, row.cleaned_data["staff_points"], row.cleaned_data["staff_remark"]
            )
            for row in formset.forms
            if row.has_changed()
        ]
        services.save_marks(
            rating=form.instance,
            stage=STAFF,
            said=said,
            expected_version=form.cleaned_data["opened_version"],
            by=request.user,
        )

    @display(description="办法", ordering="scheme__name")
    def measure(self, rating) -> str:
        return str(rating.scheme)

    @display(description="状态", ordering="status", label=TONES)
    def state(self, rating) -> tuple[str, str]:
        return rating.status, rating.get_status_display()

    def get_actions_detail(self, request, object_id):
        """Level and vetoes while the staff decide, objections while the notice stands."""
        rating = self.get_object(request, str(object_id))
        if rating is None:
            return []
        closed = set()
        if rating.status not in STAFF.states:
            closed |= {"choose", "veto", "lift"}
        elif not vetoes_by_hand(rating).exists():
            closed |= {"veto", "lift"}
        elif not entered_by_hand(rating).exists():
            closed.add("lift")
        if rating.status != RatingStatus.NOTICE:
            closed.add("note_objection")
        offered = super().get_actions_detail(request, object_id)
        return [a for a in offered if a.method.original_function_name not in closed]

    def has_print_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("grades.view_rating")

    def has_object_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("grades.add_ratingobjection")

    @action(description="打印评定表", url_path="print", icon="print", permissions=["print"])
    def print_it(self, request, object_id):
        document = print_sheet(self.visible_object(request, object_id))
        return redirect("core:document_download", document.uuid)

    @action(description="登记异议", url_path="objection", icon="forum", permissions=["object"])
    def note_objection(self, request, object_id):
        """What was said by telephone or in a letter; bodies with an account write it themselves."""
        return verb_page(
            self,
            request,
            object_id,
            title="登记异议",
            form_class=SpokenForm,
            permission="view",
            run=lambda rating, given: services.raise_objection(
                rating=rating, by=request.user, **given
            ),
            done="异议已登记，请在“公示异议”里答复",
        )

    def has_review_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm(REVIEW)

    @action(description="分批公示和定级", url_path="round", icon="rule", permissions=["review"])
    def round(self, request):
        return round_page(self, request)

    @action(description="确定等级", url_path="choose", icon="star", permissions=["act"])
    def choose(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="确定等级",
            form_class=LevelForm,
            permission="review",
            run=lambda rating, given: services.choose_level(
                rating=rating, by=request.user, **given
            ),
            done="等级已确定",
            reading=quotas_in_words,
        )

    @action(description="认定否决情形", url_path="veto", icon="block", permissions=["act"])
    def veto(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="认定否决情形",
            form_class=VetoForm,
            permission="review",
            run=lambda rating, given: services.enter_veto(rating=rating, by=request.user, **given),
            done="已认定，等级已按办法调整",
        )

    @action(description="取消否决认定", url_path="lift", icon="undo", permissions=["act"])
    def lift(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="取消否决认定",
            form_class=LiftForm,
            permission="review",
            run=lambda rating, given: services.lift_veto(by=request.user, **given),
            done="已取消认定，等级已按办法重算",
        )
