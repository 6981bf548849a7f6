"""Titles are given on the form that adds one, and withdrawn with a reason; nothing else changes them."""

from apps.core.admin import (
    TextField,
    VerbForm,
    VisibleAdmin,
    action,
    display,
    emptiness,
    register,
    verb_page,
)
from apps.projects import services
from apps.projects.models import Title

GIVEN = ("project", "kind", "year", "awarded_on", "awarded_until")


class WithdrawalForm(VerbForm):
    reason = TextField(
        label="撤销原因",
        max_length=200,
        help_text="和称号一起长期保存",
        error_messages={"required": "请写明撤销称号的原因"},
    )


@register(Title)
class TitleAdmin(VisibleAdmin):
    list_display = ("project", "owner", "kind", "year", "awarded_on", "state")
    list_filter = (
        "year",
        "kind",
        "kind__level",
        ("withdrawn_on", emptiness("状态", empty="有效", filled="已撤销")),
    )
    list_select_related = ("project__organisation", "kind")
    search_fields = ("project__title", "project__organisation__name")
    autocomplete_fields = ("project",)
    fieldsets = ((None, {"fields": ("project", "kind", "year", ("awarded_on", "awarded_until"))}),)
    actions_detail = ("withdraw",)

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.fieldsets
        return ((None, {"fields": (*GIVEN, "withdrawn_on", "withdrawal_reason")}),)

    def has_change_permission(self, request, obj=None) -> bool:
        return obj is None and super().has_change_permission(request)

    def perform(self, request, obj, form, change) -> None:
        answers = {name: form.cleaned_data[name] for name in GIVEN}
        obj.__dict__.update(services.give_title(**answers, by=request.user).__dict__)

    @display(description="承担党组织", ordering="project__organisation__name")
    def owner(self, title) -> str:
        return str(title.project.organisation)

    @display(
        description="状态", ordering="withdrawn_on", label={"valid": "success", "gone": "danger"}
    )
    def state(self, title) -> tuple[str, str]:
        return ("valid", "有效") if title.is_valid else ("gone", "已撤销")

    def get_actions_detail(self, request, object_id):
        title = self.get_object(request, str(object_id))
        return super().get_actions_detail(request, object_id) if title and title.is_valid else []

    @action(description="撤销称号", url_path="withdraw", icon="block", permissions=["act"])
    def withdraw(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="撤销称号",
            form_class=WithdrawalForm,
            run=lambda title, answers: services.withdraw_title(
                title=title, by=request.user, **answers
            ),
            done="称号已撤销，记录保留",
        )
