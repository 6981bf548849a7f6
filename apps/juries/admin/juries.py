"""Juries at the desk: who marks what, who has handed in, and the steps to the result."""

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone

from apps.core.admin import (
    TabularInline,
    ViewInline,
    VisibleAdmin,
    action,
    display,
    register,
    step_page,
    verb_page,
)
from apps.juries import services
from apps.juries.admin.forms import ChairForm, PaperSheetForm, ReasonForm, WordsForm
from apps.juries.choices import TAKING, JuryStatus, TieRule
from apps.juries.handing_in import table_of
from apps.juries.judging import judge
from apps.juries.models import Candidate, Juror, Jury, ResultList

TONES = {
    JuryStatus.DRAFT: "info",
    JuryStatus.OPEN: "warning",
    JuryStatus.CLOSED: "info",
    JuryStatus.FROZEN: "success",
    JuryStatus.CANCELLED: "danger",
}


class JurorInline(TabularInline):
    """Seats: corrected while the jury is prepared, added until the marking ends."""

    model = Juror
    fields = ("person", "name", "unit", "employer", "is_chair")
    autocomplete_fields = ("person", "unit")
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("jury", "person", "unit")

    def has_add_permission(self, request, obj=None) -> bool:
        return super().has_add_permission(request, obj) and (obj is None or obj.status in TAKING)

    def has_change_permission(self, request, obj=None) -> bool:
        is_prepared = obj is None or obj.status == JuryStatus.DRAFT
        return super().has_change_permission(request, obj) and is_prepared


class CandidateInline(ViewInline):
    """Entered from the projects and brands, which know what they are."""

    model = Candidate
    fields = ("order", "label", "organisation", "left_on", "left_because")
    readonly_fields = fields
    show_change_link = False
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")


class ListInline(ViewInline):
    model = ResultList
    fields = ("number", "frozen_at", "frozen_by", "jury_line")
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("frozen_by")


@register(Jury)
class JuryAdmin(VisibleAdmin):
    list_display = ("title", "year", "scheme", "opens_on", "closes_on", "places", "state")
    list_filter = ("status", "scheme__subject", "year")
    list_select_related = ("scheme",)
    search_fields = ("title", "candidates__label")
    fields = ("title", ("year", "places"), "scheme", ("opens_on", "closes_on"), "status")
    inlines = (JurorInline, CandidateInline, ListInline)
    actions_detail = (
        *("handed_in", "open", "paper", "close", "choose", "resume", "freeze", "reopen"),
        "cancel",
    )

    def get_inlines(self, request, obj):
        """A new one has seats to fill, and nothing that was judged."""
        return self.inlines if obj else (JurorInline,)

    def get_changeform_initial_data(self, request) -> dict:
        return {"year": timezone.localdate().year, **super().get_changeform_initial_data(request)}

    def get_readonly_fields(self, request, obj=None) -> tuple[str, ...]:
        """What the sheets rest on stays; the days and the places can still be changed."""
        if obj is None or obj.status == JuryStatus.DRAFT:
            return ("status",)
        return ("status", "scheme", "year")

    def has_change_permission(self, request, obj=None) -> bool:
        is_over = obj is not None and obj.status in (JuryStatus.FROZEN, JuryStatus.CANCELLED)
        return super().has_change_permission(request, obj) and not is_over

    def has_conduct_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("juries.conduct_jury")

    def has_enter_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("juries.enter_sheet")

    def narrow(self, db_field, queryset):
        if db_field.name == "scheme":
            return queryset.valid_on(timezone.localdate())
        return queryset

    def view_on_site(self, obj) -> None:
        """The page of a jury in the portal is its jurors'."""

    def get_actions_detail(self, request, object_id):
        """Besides the steps: sheets are entered while it is open, ties settled before the end."""
        jury = self.get_object(request, str(object_id))
        offered = super().get_actions_detail(request, object_id)
        hidden = set() if jury and jury.status == JuryStatus.OPEN else {"paper"}
        if not (jury and _waits_for_chair(jury)):
            hidden.add("choose")
        return [a for a in offered if a.method.original_function_name not in hidden]

    def save_formset(self, request, form, formset, change) -> None:
        """New seats by their verb; one that is corrected keeps the name of its person."""
        for juror in formset.save(commit=False):
            if juror.pk is None:
                made = services.seat(
                    jury=form.instance,
                    person=juror.person,
                    name=juror.name,
                    unit=juror.unit,
                    employer=juror.employer,
                    is_chair=juror.is_chair,
                )
                juror.__dict__.update(made.__dict__)
            else:
                juror.name = juror.person.name if juror.person else juror.name
                juror.save()

    @display(description="状态", ordering="status", label=TONES)
    def state(self, jury) -> tuple[str, str]:
        return jury.status, jury.get_status_display()

    @action(
        description="交表情况", url_path="handed-in", icon="fact_check", permissions=["conduct"]
    )
    def handed_in(self, request, object_id):
        jury = self.visible_object(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"交表情况：{jury}",
            "jury": jury,
            "table": table_of(jury),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/juries/handed_in.html", context)

    @action(description="代录纸质评分表", url_path="paper", icon="edit_note", permissions=["enter"])
    def paper(self, request, object_id):
        """An expert without an account marks on paper; nobody looks the sheet up afterwards."""
        return verb_page(
            self,
            request,
            object_id,
            title="代录纸质评分表",
            form_class=PaperSheetForm,
            permission="conduct",
            run=lambda jury, given: services.keep_sheet(
                juror=given["juror"],
                candidate=given["candidate"],
                entry=given["entry"],
                hand_in=True,
                from_paper=True,
            ),
            done="评分表已录入",
        )

    @action(description="组长选定", url_path="choose", icon="how_to_reg", permissions=["conduct"])
    def choose(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="组长选定",
            form_class=ChairForm,
            permission="conduct",
            run=lambda jury, given: services.choose(jury=jury, chosen=given["chosen"]),
            done="组长的选定已记录，可以确定结果",
        )

    @action(description="开始评审", url_path="open", icon="play_arrow", permissions=["conduct"])
    def open(self, request, object_id):
        return self._step(request, object_id, "open", "开始评审", WordsForm)

    @action(description="截止评审", url_path="close", icon="lock", permissions=["conduct"])
    def close(self, request, object_id):
        return self._step(request, object_id, "close", "截止评审", WordsForm)

    @action(description="继续评审", url_path="resume", icon="undo", permissions=["conduct"])
    def resume(self, request, object_id):
        return self._step(request, object_id, "resume", "继续评审", ReasonForm)

    @action(description="确定结果", url_path="freeze", icon="gavel", permissions=["conduct"])
    def freeze(self, request, object_id):
        return self._step(request, object_id, "freeze", "确定结果", WordsForm, reading=preview)

    @action(description="重新评议", url_path="reopen", icon="restart_alt", permissions=["conduct"])
    def reopen(self, request, object_id):
        return self._step(request, object_id, "reopen", "重新评议", ReasonForm)

    @action(description="取消评审", url_path="cancel", icon="block", permissions=["conduct"])
    def cancel(self, request, object_id):
        return self._step(request, object_id, "cancel", "取消评审", ReasonForm)

    def _step(self, request, object_id, step: str, title: str, form_class, reading=None):
        return step_page(
            self,
            request,
            object_id,
            step=step,
            title=title,
            form_class=form_class,
            permission="conduct",
            reading=reading,
        )


def _waits_for_chair(jury: Jury) -> bool:
    return jury.status == JuryStatus.CLOSED and jury.scheme.ties == TieRule.BY_CHAIR


def preview(jury: Jury) -> str:
    """The result as it would be frozen now, or why it cannot be."""
    try:
        lines, refusal = judge(jury, timezone.localdate()), ""
    except ValidationError as refused:
        lines, refusal = [], " ".join(refused.messages)
    return render_to_string("admin/juries/_preview.html", {"lines": lines, "refusal": refusal})
