"""The desk of rules: what a change would do is shown before it is saved."""

from functools import partial

from django.urls import path
from django.utils import timezone

from apps.branches.models import Organisation
from apps.core.admin import VisibleAdmin, display, emptiness, register
from apps.duties import services
from apps.duties.admin.due import due_list
from apps.duties.forms import DutyRuleForm
from apps.duties.impact import impact_of
from apps.duties.models import DutyRule


@register(DutyRule)
class DutyRuleAdmin(VisibleAdmin):
    form = DutyRuleForm
    list_display = ("name", "code", "number", "cycle", "least", "condition", "authority", "days")
    list_filter = (
        "authority",
        "cycle",
        "condition",
        ("valid_to", emptiness("版本", empty="现行", filled="已被新版代替")),
    )
    change_form_before_template = "admin/duties/_impact.html"
    search_fields = ("name", "code", "key")
    fieldsets = (
        (None, {"fields": (("code", "name"), "source", "authority")}),
        ("要求", {"fields": ("indicator", ("cycle", "minimum"), "multiplier")}),
        ("适用", {"fields": ("kinds", "condition")}),
        ("生效", {"fields": ("starts_on",)}),
    )
    add_fieldsets = (
        (None, {"fields": (("code", "key", "name"), "source", "authority")}),
        *fieldsets[1:3],
        ("生效", {"fields": ("valid_from",)}),
    )

    def get_urls(self):
        due = self.admin_site.admin_view(partial(due_list, self))
        due.model_admin = self
        return [path("due/", due, name="duties_dutyrule_due"), *super().get_urls()]

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj else self.add_fieldsets

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.is_trial = "_preview" in request.POST
        return form

    def render_change_form(self, request, context, *args, **kwargs):
        """A form that is only tried comes back as it was sent, with its impact above it."""
        form = context["adminform"].form
        if getattr(form, "is_trial", False) and not form.errors:
            seen = Organisation.objects.visible_to(request.user)
            context["impact"] = impact_of(
                form.trial(), form.stored(), seen, today=timezone.localdate()
            )
        return super().render_change_form(request, context, *args, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        return ("code",) if obj else ()

    def has_change_permission(self, request, obj=None) -> bool:
        """An old version is history."""
        is_current = obj is None or obj.valid_to is None
        return is_current and super().has_change_permission(request, obj)

    @display(description="最低次数", ordering="minimum")
    def least(self, rule) -> str:
        """1 and 0.5, as people write them."""
        return f"{rule.minimum.normalize():f}"

    @display(description="生效期间")
    def days(self, rule) -> str:
        return f"{rule.valid_from} 起" + (f"，至 {rule.valid_to} 前" if rule.valid_to else "")

    def perform(self, request, obj, form, change) -> None:
        if not change:
            obj.save()
            return
        changes = {f: form.cleaned_data[f] for f in services.REVISABLE if f in form.cleaned_data}
        successor = services.new_rule_version(
            rule=obj, starts_on=form.cleaned_data["starts_on"], **changes
        )
        obj.__dict__.update(successor.__dict__)
