"""Schemes: edited as drafts, activated, frozen by the first issued results (R-ASM-01)."""

from django.shortcuts import redirect

from apps.assessments import services
from apps.assessments.models import Criterion, GradeThreshold, Part, Scheme
from apps.core.admin import (
    TabularInline,
    VerbForm,
    VisibleAdmin,
    action,
    display,
    register,
    verb_page,
)
from apps.core.admin import TextField as NoteField
from apps.core.chronicle import in_words
from apps.core.lifecycle import advance


class NoteForm(VerbForm):
    note = NoteField(label="原因", max_length=200)


def is_draft(obj: Scheme | Part) -> bool:
    scheme = obj.scheme if isinstance(obj, Part) else obj
    return scheme.is_editable


class DraftInline(TabularInline):
    """Editable while the scheme is a draft; the parent must be stored before rows are added."""

    def has_add_permission(self, request, obj=None) -> bool:
        return obj is not None and is_draft(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or is_draft(obj))


class PartInline(DraftInline):
    model = Part
    fields = ("order", "name", "source", "weight")
    show_change_link = True


class ThresholdInline(DraftInline):
    model = GradeThreshold
    fields = ("grade", "minimum", "share_limit", "ballot_value")


class CriterionInline(DraftInline):
    model = Criterion
    fields = ("order", "label", "measure", "points", "duty_key", "indicator", "target")


@register(Scheme)
class SchemeAdmin(VisibleAdmin):
    list_display = ("name", "number", "status", "updated_at")
    list_filter = ("status",)
    readonly_fields = ("status", "number", "kinds_in_words")
    inlines = (PartInline, ThresholdInline)
    actions_detail = ("activate", "revise", "copy")

    def get_fields(self, request, obj=None) -> tuple[str, ...]:
        """A scheme that is in force shows its kinds in words, a draft has boxes to tick."""
        kinds = "kinds" if self.has_change_permission(request, obj) else "kinds_in_words"
        return ("name", kinds, "note", "status", "number")

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_editable)

    @display(description="考核的组织类别")
    def kinds_in_words(self, scheme) -> str:
        return in_words(scheme, "kinds")

    @action(description="启用", url_path="activate", icon="task_alt", permissions=["act"])
    def activate(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="启用",
            form_class=VerbForm,
            run=lambda scheme, _: advance(scheme, "activate", by=request.user),
            done="方案已启用",
        )

    @action(description="退回起草", url_path="revise", icon="undo", permissions=["act"])
    def revise(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="退回起草",
            form_class=NoteForm,
            run=lambda scheme, answers: advance(scheme, "revise", by=request.user, **answers),
            done="方案已退回起草，可以修改",
        )

    @action(description="另建新版", url_path="copy", icon="content_copy", permissions=["act"])
    def copy(self, request, object_id):
        made = []
        response = verb_page(
            self,
            request,
            object_id,
            title="另建新版",
            form_class=VerbForm,
            run=lambda scheme, _: made.append(services.new_version(scheme=scheme)),
            done="已建新版，请修改后启用",
        )
        return redirect("admin:assessments_scheme_change", made[0].pk) if made else response


@register(Part)
class PartAdmin(VisibleAdmin):
    """The criteria of one part; reached from its scheme."""

    list_display = ("name", "scheme", "source", "weight")
    list_filter = ("scheme",)
    list_select_related = ("scheme",)
    fields = ("scheme", "order", "name", "source", "weight")
    inlines = (CriterionInline,)

    def get_readonly_fields(self, request, obj=None):
        return ("scheme",) if obj else ()

    def get_field_queryset(self, db, db_field, request):
        return super().get_field_queryset(db, db_field, request).filter(status="draft")

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and (
            obj is None or obj.scheme.is_editable
        )
