"""案例: submitted upward, sometimes with a prize, and written as an article by one click."""

from apps.core.admin import (
    RelatedDropdownFilter,
    VerbForm,
    VisibleAdmin,
    action,
    display,
    emptiness,
    register,
    verb_page,
)
from apps.news.models import Case
from apps.news.services import publish_case


class AskNothing(VerbForm):
    """Name and content of the case become the article."""


@register(Case)
class CaseAdmin(VisibleAdmin):
    list_display = ("title", "unit", "year", "days", "submitted_to", "prize", "article")
    list_filter = (
        "year",
        ("submitted_to", emptiness("上报", empty="未上报", filled="已上报")),
        ("prize", emptiness("获奖", empty="未获奖", filled="已获奖")),
        ("unit", RelatedDropdownFilter),
    )
    list_select_related = ("unit", "article")
    search_fields = ("title", "unit__name", "submitted_to", "prize")
    autocomplete_fields = ("unit",)
    fieldsets = (
        (None, {"fields": ("unit", "year", "title", "summary")}),
        ("上报", {"fields": ("submitted_to", ("starts_on", "ends_on"))}),
        ("获奖", {"fields": (("prize", "awarded_by"), "awarded_on")}),
    )
    actions_detail = ("write",)

    @display(description="报送日期", ordering="starts_on")
    def days(self, case) -> str:
        return case.days_in_words

    @action(description="写成文章", url_path="write", icon="article", permissions=["act"])
    def write(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="写成文章",
            form_class=AskNothing,
            run=lambda case, _: publish_case(case=case, by=request.user),
            done="已写成“案例”栏目的文章草稿，三审后公开",
        )
