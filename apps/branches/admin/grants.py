"""Roles: the desk of the security administrator."""

from apps.branches import services
from apps.branches.forms import DayForm
from apps.branches.models import RoleGrant
from apps.core.admin import VisibleAdmin, action, register, verb_page


@register(RoleGrant)
class RoleGrantAdmin(VisibleAdmin):
    list_display = ("user", "role", "organisation", "valid_from", "valid_to", "reason")
    list_filter = ("role",)
    list_select_related = ("user", "organisation")
    search_fields = ("user__username", "user__name")
    fields = ("user", "role", "organisation", "valid_from", "valid_to", "reason")
    actions_detail = ("end",)

    def has_change_permission(self, request, obj=None) -> bool:
        """A grant is ended by its verb and never rewritten."""
        return obj is None and super().has_change_permission(request)

    def perform(self, request, obj, form, change) -> None:
        answers = dict(form.cleaned_data)
        granted = services.grant_role(
            by=request.user,
            since=answers.pop("valid_from"),
            until=answers.pop("valid_to"),
            request=request,
            **answers,
        )
        obj.__dict__.update(granted.__dict__)

    def get_field_queryset(self, db, db_field, request):
        """He names accounts and organisations in a grant without seeing what is in them."""
        return db_field.remote_field.model._default_manager.all()

    @action(description="收回", url_path="end", icon="block", permissions=["act"])
    def end(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="收回",
            form_class=DayForm,
            run=lambda grant, answers: services.end_grant(
                grant=grant, by=request.user, request=request, **answers
            ),
            done="已收回",
        )
