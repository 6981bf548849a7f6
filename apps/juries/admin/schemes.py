"""Measures of judging: edited until a jury opens with one, then copied."""

from django.shortcuts import redirect

from apps.core.admin import (
    TabularInline,
    VerbForm,
    VisibleAdmin,
    action,
    register,
    verb_page,
)
from apps.juries import services
from apps.juries.models import JuryCriterion, JuryScheme


class CriterionInline(TabularInline):
    model = JuryCriterion
    fields = ("order", "name", "most", "meaning")
    hide_title = True

    def has_add_permission(self, request, obj=None) -> bool:
        return super().has_add_permission(request, obj) and _may_edit(obj)

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and _may_edit(obj)


def _may_edit(scheme: JuryScheme | None) -> bool:
    return scheme is None or scheme.is_editable


@register(JuryScheme)
class JurySchemeAdmin(VisibleAdmin):
    list_display = ("name", "number", "subject", "averaging", "is_anonymous", "valid_from")
    list_filter = ("subject", "averaging", "is_anonymous")
    search_fields = ("name", "source")
    readonly_fields = ("number",)
    fieldsets = (
        (None, {"fields": (("name", "number"), ("subject", "valid_from"), "source")}),
        ("计分", {"fields": (("averaging", "trimmed"), ("least_sheets", "is_anonymous"))}),
        ("结论", {"fields": (("passes_from", "amend_from"), "ties")}),
    )
    inlines = (CriterionInline,)
    actions_detail = ("copy",)

    def has_change_permission(self, request, obj=None) -> bool:
        """A jury marks by what it opened with."""
        return super().has_change_permission(request, obj) and _may_edit(obj)

    @action(description="另建新版", url_path="copy", icon="content_copy", permissions=["act"])
    def copy(self, request, object_id):
        made = []
        response = verb_page(
            self,
            request,
            object_id,
            title="另建新版",
            form_class=VerbForm,
            permission="add",
            run=lambda scheme, _: made.append(services.new_version(scheme=scheme)),
            done="已建新版，请修改；以后的评审会选用新版",
        )
        return redirect("admin:juries_juryscheme_change", made[0].pk) if made else response
