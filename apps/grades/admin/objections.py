"""Objections to what was announced, answered at the desk."""

from apps.core.admin import ObjectionAdmin, display, register
from apps.grades import services
from apps.grades.models import RatingObjection


@register(RatingObjection)
class RatingObjectionAdmin(ObjectionAdmin):
    list_display = ("short", "body", "spoken_by", "created_at", "state", "answered_at")
    list_filter = ("status", "rating__year")
    list_select_related = ("rating__organisation", "rating__scheme", "raised_by")
    search_fields = ("text", "answer", "rating__organisation__name", "speaker")
    fields = ("rating", "spoken_by", "text", "status", "answer", "answered_at")
    readonly_fields = fields
    upheld_done = "已答复。请在这个党组织的评定里“撤回公示”，重新评定后再公示"

    @display(description="党组织", ordering="rating__organisation__name")
    def body(self, objection) -> str:
        return str(objection.rating)

    def answer_it(self, objection, **given):
        return services.answer_objection(objection=objection, **given)
