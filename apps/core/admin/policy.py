"""Numbers that rules lay down: what is in force stays, a change is another row with a later day."""

import re

from django import forms
from django.contrib.admin import register
from django.utils import timezone
from unfold.decorators import action, display

from apps.core.admin.forms import EditForm
from apps.core.admin.tables import SystemAdmin
from apps.core.admin.theme import LongTextField
from apps.core.admin.verbs import redirect_to_add
from apps.core.models import PolicyNumber

COPIED = ("key", "name", "bound", "value", "unit", "per", "source")


class PolicyNumberForm(EditForm):
    items = LongTextField(
        label="名目",
        required=False,
        help_text="规定点了名的写名称，一行一个；数值要等于行数。没有名目就留空",
    )

    class Meta:
        model = PolicyNumber
        fields = (*COPIED, "valid_from", "items")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(listed := self.initial.get("items"), list):
            self.initial["items"] = "\n".join(listed)

    def clean_items(self) -> list[str]:
        return re.findall(r"\S.*", self.cleaned_data["items"])

    def clean_valid_from(self):
        """What has been counted and assessed by the old number is not counted anew."""
        day = self.cleaned_data["valid_from"]
        if self.instance.pk is None and day < timezone.localdate():
            raise forms.ValidationError("执行日期不能早于今天，过去的数值不改写")
        return day


@register(PolicyNumber)
class PolicyNumberAdmin(SystemAdmin):
    form = PolicyNumberForm
    list_display = ("name", "phrase", "valid_from", "source")
    search_fields = ("name", "key", "source")
    fields = (
        *("name", "key"),
        *(("bound", "value"), ("unit", "per")),
        *("items", "valid_from", "source"),
    )
    actions_detail = ("renew",)

    @display(description="内容")
    def phrase(self, rule) -> str:
        return rule.words

    def has_add_permission(self, request) -> bool:
        return request.user.has_perm("core.add_policynumber")

    def has_change_permission(self, request, obj=None) -> bool:
        is_to_come = obj is None or obj.valid_from > timezone.localdate()
        return is_to_come and request.user.has_perm("core.change_policynumber")

    def has_renew_permission(self, request, object_id=None) -> bool:
        return self.has_add_permission(request)

    @action(description="另定新数值", url_path="renew", icon="edit_calendar", permissions=["renew"])
    def renew(self, request, object_id):
        rule = self.visible_object(request, object_id)
        return redirect_to_add(
            "core_policynumber",
            items="\n".join(rule.items),
            **{name: getattr(rule, name) for name in COPIED},
        )
