"""Frozen lists, printed and looked up; objections, answered."""

from django.shortcuts import redirect

from apps.core.admin import (
    ObjectionAdmin,
    ReadOnlyAdmin,
    ViewInline,
    action,
    display,
    register,
    verb_page,
)
from apps.juries import services
from apps.juries.admin.forms import SpokenObjectionForm
from apps.juries.models import Objection, ResultLine, ResultList
from apps.juries.paper import print_list


class LineInline(ViewInline):
    model = ResultLine
    fields = ("order", "candidate", "sheets", "mean", "light", "is_in", "explanation")
    readonly_fields = fields
    show_change_link = False
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("candidate")


@register(ResultList)
class ResultListAdmin(ReadOnlyAdmin):
    list_display = ("jury", "number", "frozen_at", "frozen_by", "jury_line")
    list_filter = ("jury__year", "jury__scheme__subject")
    list_select_related = ("jury", "frozen_by")
    search_fields = ("jury__title", "lines__candidate__label")
    fields = ("jury", "number", "frozen_at", "frozen_by", "jury_line")
    inlines = (LineInline,)
    actions_detail = ("print_it", "note_objection")

    def has_print_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("juries.view_resultlist")

    @action(description="打印结果", url_path="print", icon="print", permissions=["print"])
    def print_it(self, request, object_id):
        document = print_list(self.visible_object(request, object_id))
        return redirect("core:document_download", document.uuid)

    def has_object_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("juries.add_objection")

    @action(description="登记异议", url_path="objection", icon="forum", permissions=["object"])
    def note_objection(self, request, object_id):
        """What was said by telephone or in a letter; units with an account write it themselves."""
        return verb_page(
            self,
            request,
            object_id,
            title="登记异议",
            form_class=SpokenObjectionForm,
            permission="view",
            run=lambda result, given: services.raise_objection(**given, by=request.user),
            done="异议已登记，请在评审异议中答复",
        )


@register(Objection)
class JuryObjectionAdmin(ObjectionAdmin):
    list_display = ("short", "candidate", "spoken_by", "created_at", "state", "answered_at")
    list_filter = ("status", "line__result_list__jury__year")
    list_select_related = ("line__candidate", "raised_by")
    search_fields = ("text", "answer", "line__candidate__label", "speaker")
    fields = ("result_list", "line", "spoken_by", "text", "status", "answer", "answered_at")
    readonly_fields = fields
    upheld_done = "已答复。需要改变结果的，请在评审会中重新评议"

    @display(description="评审会")
    def result_list(self, objection) -> str:
        return str(objection.line.result_list)

    @display(description="参评对象", ordering="line__candidate__label")
    def candidate(self, objection) -> str:
        return str(objection.line.candidate)

    def answer_it(self, objection, **given):
        return services.answer_objection(objection=objection, **given)
