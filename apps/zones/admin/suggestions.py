"""Suggestions at the desk: an owner and a day for each, and what is late."""

from datetime import timedelta
from typing import cast

from django import forms
from django.contrib.admin import SimpleListFilter
from django.utils import timezone

from apps.accounts.models import User
from apps.branches.models import Unit
from apps.branches.secretaries import committee_staff
from apps.core import policy
from apps.core.admin import (
    ChoiceOfRow,
    DateField,
    LongTextField,
    VerbForm,
    VisibleAdmin,
    action,
    display,
    register,
    step_page,
    verb_page,
)
from apps.zones.choices import SuggestionStatus
from apps.zones.models import Suggestion
from apps.zones.services import answer_suggestion, assign_suggestion

TONES = {
    SuggestionStatus.COLLECTED: "warning",
    SuggestionStatus.ASSIGNED: "info",
    SuggestionStatus.ANSWERED: "success",
    SuggestionStatus.ACCEPTED: "success",
    SuggestionStatus.DECLINED: "danger",
}


class LateFilter(SimpleListFilter):
    """Past the day on which the answer was due."""

    title = "答复期限"
    parameter_name = "late"

    def lookups(self, request, model_admin):
        return [("answer", "逾期未答复")]

    def queryset(self, request, queryset):
        return queryset.overdue(timezone.localdate()) if self.value() == "answer" else queryset


class AssignForm(VerbForm):
    owner = ChoiceOfRow(
        queryset=User.objects.none(),
        label="承办人",
        required=False,
        empty_label="由单位承办",
        help_text="工委干部；由单位承办的，下面选单位",
    )
    owner_unit = ChoiceOfRow(
        queryset=Unit.objects.none(), label="承办单位", required=False, empty_label="由工委干部承办"
    )
    due_on = DateField(
        label="答复期限", error_messages={"required": "请填写答复期限，如 2026-12-10"}
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        staff = [user.pk for user in committee_staff(today)]
        cast(ChoiceOfRow, self.fields["owner"]).queryset = User.objects.filter(pk__in=staff)
        units = Unit.objects.visible_to(self.user).filter(dissolved_on=None)
        cast(ChoiceOfRow, self.fields["owner_unit"]).queryset = units
        days = policy.count("suggestion_answer_days", on=today)
        self.initial = {
            "owner": self.record.owner_id,
            "owner_unit": self.record.owner_unit_id,
            "due_on": self.record.due_on or today + timedelta(days=days),
        }


class AnswerForm(VerbForm):
    answer = LongTextField(
        label="答复",
        max_length=2000,
        help_text="提出人会看到",
        error_messages={"required": "请填写答复"},
    )


class RefusalForm(VerbForm):
    note = LongTextField(
        label="原因",
        max_length=500,
        help_text="提出人会看到",
        error_messages={"required": "请写明不予采纳的原因"},
    )


@register(Suggestion)
class SuggestionAdmin(VisibleAdmin):
    list_display = ("short", "spoken_words", "zone", "made_on", "owned_words", "due_on", "state")
    list_filter = ("status", LateFilter, "zone__year", "zone__name")
    list_select_related = ("zone", "unit", "person", "owner", "owner_unit")
    search_fields = ("text", "answer", "unit__name", "speaker")
    date_hierarchy = "made_on"
    autocomplete_fields = ("zone", "activity", "unit", "person")
    readonly_fields = ("owned_words", "due_on", "answer", "status")
    actions_detail = ("assign", "answer_it", "decline")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("zone", "activity"),
                    "unit",
                    ("person", "speaker"),
                    "text",
                    "made_on",
                )
            },
        ),
        ("办理", {"fields": ("owned_words", ("due_on", "status"), "answer")}),
    )

    def get_changeform_initial_data(self, request) -> dict:
        return {"made_on": timezone.localdate(), **super().get_changeform_initial_data(request)}

    def perform(self, request, obj, form, change) -> None:
        if not change:
            obj.created_by = request.user
        super().perform(request, obj, form, change)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "text" and isinstance(field, forms.CharField):
            field.error_messages["required"] = "请填写意见建议的内容"
        return field

    @display(description="意见建议")
    def short(self, suggestion) -> str:
        return str(suggestion)

    @display(description="提出")
    def spoken_words(self, suggestion) -> str:
        return suggestion.spoken_by

    @display(description="承办")
    def owned_words(self, suggestion) -> str:
        return suggestion.owned_by or "（待指派）"

    @display(description="状态", ordering="status", label=TONES)
    def state(self, suggestion) -> tuple[str, str]:
        return suggestion.status, suggestion.get_status_display()

    def has_assign_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("zones.assign_suggestion")

    @action(description="指派", url_path="assign", icon="person_add", permissions=["assign"])
    def assign(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="指派承办",
            form_class=AssignForm,
            run=lambda suggestion, given: assign_suggestion(
                suggestion=suggestion, by=request.user, **given
            ),
            done="已指派，承办人会收到消息",
            permission="assign",
        )

    @action(description="答复", url_path="answer", icon="reply", permissions=["assign"])
    def answer_it(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="答复",
            form_class=AnswerForm,
            run=lambda suggestion, given: answer_suggestion(
                suggestion=suggestion, answer=given["answer"], by=request.user
            ),
            done="已答复，提出人会收到消息",
            permission="answer",
        )

    @action(description="不予采纳", url_path="decline", icon="block", permissions=["assign"])
    def decline(self, request, object_id):
        return step_page(
            self,
            request,
            object_id,
            step="decline",
            title="不予采纳",
            form_class=RefusalForm,
            permission="assign",
        )
