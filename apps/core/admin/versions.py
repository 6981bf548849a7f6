"""Rows with versions: one in use keeps its words, a change is a copy with the next number."""

from django.db.models import Model
from django.shortcuts import redirect
from unfold.decorators import action

from apps.core.admin.forms import VerbForm
from apps.core.admin.tables import VisibleAdmin
from apps.core.admin.verbs import verb_page


def _may_edit(version: Model | None) -> bool:
    return version is None or version.is_editable  # type: ignore[attr-defined]


class ClosesInUse:
    """For pages of a version, or of what belongs to one."""

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and _may_edit(obj)  # type: ignore[misc]


class PartOfVersion(ClosesInUse):
    """For the inlines of a version: they close with it."""

    def has_add_permission(self, request, obj=None) -> bool:
        return super().has_add_permission(request, obj) and _may_edit(obj)  # type: ignore[misc]


class VersionAdmin(ClosesInUse, VisibleAdmin):
    """`copied` is said when the next version stands."""

    readonly_fields: tuple[str, ...] = ("number",)
    actions_detail: tuple[str, ...] = ("copy",)
    copied: str

    def next_version(self, version: Model) -> Model:
        raise NotImplementedError

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
            run=lambda version, _: made.append(self.next_version(version)),
            done=self.copied,
        )
        if not made:
            return response
        place = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return redirect(place, made[0].pk)
