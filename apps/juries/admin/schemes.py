"""Measures of judging: edited until a jury opens with one, then copied."""

from apps.core.admin import PartOfVersion, TabularInline, VersionAdmin, register
from apps.juries import services
from apps.juries.models import JuryCriterion, JuryScheme


class CriterionInline(PartOfVersion, TabularInline):
    model = JuryCriterion
    fields = ("order", "name", "most", "meaning")
    hide_title = True


@register(JuryScheme)
class JurySchemeAdmin(VersionAdmin):
    list_display = ("name", "number", "subject", "averaging", "is_anonymous", "valid_from")
    list_filter = ("subject", "averaging", "is_anonymous")
    search_fields = ("name", "source")
    fieldsets = (
        (None, {"fields": (("name", "number"), ("subject", "valid_from"), "source")}),
        ("计分", {"fields": (("averaging", "trimmed"), ("least_sheets", "is_anonymous"))}),
        ("结论", {"fields": (("passes_from", "amend_from"), "ties")}),
    )
    inlines = (CriterionInline,)
    copied = "已建新版，请修改；以后的评审会选用新版"

    def next_version(self, version):
        return services.new_version(scheme=version)
