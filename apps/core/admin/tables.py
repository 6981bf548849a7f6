"""Lists and forms of the desk."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from unfold.admin import ModelAdmin as ThemeModelAdmin
from unfold.admin import StackedInline as ThemeStackedInline
from unfold.admin import TabularInline as ThemeTabularInline

from apps.core import chronicle
from apps.core.admin.forms import EditForm
from apps.core.admin.lists import ListedAdmin
from apps.core.admin.theme import ManyChoicesField
from apps.core.lifecycle import registered
from apps.core.pinyin import pinyin_beside
from apps.core.versions import StaleVersion, claim_version

# Digits of a key of the history, and one more.
LONGEST_KEY = 10
# What a service says when it does not do what was asked; the form shows it.
Refusals = (ValidationError, StaleVersion)


def in_words(choices: dict[str, str], shown: str) -> str:
    """Several of a list of choices, which the theme shows by their codes."""
    return "、".join(choices.get(key, key) for key in str(shown).split(", "))


class VisibleAdmin(ListedAdmin):
    """Rows by `visible_to`, no hard delete, saves checked against the version that was opened."""

    form = EditForm
    list_filter_submit = True
    warn_unsaved_form = True
    show_full_result_count = False
    list_per_page = 50
    object_history_template = "admin/chronicle.html"

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_search_fields(self, request) -> list[str]:
        """A name is also found by its pinyin, in the list as in every field that completes it."""
        fields = super().get_search_fields(request)
        return [*fields, *filter(None, (pinyin_beside(self.model, name) for name in fields))]

    def view_on_site(self, obj) -> str | None:
        """The page of the record in the portal, where it has one."""
        address = getattr(obj, "get_absolute_url", None)
        return address() if address else None

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def has_act_permission(self, request, object_id=None) -> bool:
        """Whether the verbs of a record are offered; the page itself asks for the record."""
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    def get_actions_detail(self, request, object_id):
        """The verbs of the record's state; a step of another state would only be refused."""
        offered = super().get_actions_detail(request, object_id)
        obj = self.get_object(request, str(object_id))
        lifecycle = registered().get(self.opts.label)
        if obj is None or lifecycle is None:
            return offered
        closed = {t.step for t in lifecycle.transitions if obj.status not in t.sources}
        return [a for a in offered if a.method.original_function_name not in closed]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Several of a list of choices are ticked, not typed as codes."""
        if isinstance(db_field, ArrayField) and db_field.base_field.choices:
            return ManyChoicesField(
                label=db_field.verbose_name,
                choices=db_field.base_field.choices,
                required=not db_field.blank,
                help_text=db_field.help_text,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @cached_property
    def readonly_preprocess_fields(self) -> dict[str, Callable[[str], str]]:
        """What is ticked is read by its labels where it cannot be changed."""
        listed = [f for f in self.model._meta.fields if isinstance(f, ArrayField)]
        return {
            field.name: partial(in_words, {str(k): str(v) for k, v in field.base_field.choices})
            for field in listed
            if field.base_field.choices
        }

    def get_field_queryset(self, db, db_field, request):
        """Choices obey the same visibility as lists."""
        queryset = super().get_field_queryset(db, db_field, request)
        if queryset is None:
            queryset = db_field.remote_field.model._default_manager.all()
        visible_to = getattr(queryset, "visible_to", None)
        return self.narrow(db_field, visible_to(request.user) if visible_to else queryset)

    def narrow(self, db_field, queryset):
        """What a field takes of the rows that may be seen; its picker offers no others."""
        return queryset

    def picked(self, obj) -> str:
        """A row of this model in a field that picks one: enough to tell namesakes apart."""
        return str(obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        target = self.admin_site._registry.get(db_field.remote_field.model)
        if field is not None and isinstance(target, VisibleAdmin):
            field.label_from_instance = target.picked  # type: ignore[method-assign]
        return field

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        """Nothing is chosen beforehand: the theme would take the first, be it the wrong role."""
        if not (db_field.blank or db_field.has_default()):
            kwargs["choices"] = [("", "请选择"), *db_field.choices]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_fields(self, request, obj=None):
        """The version is hidden in the form itself, beside the fields."""
        return [f for f in super().get_fields(request, obj) if f != "opened_version"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        stated = {
            "refusal": getattr(request, "refusal", None),
            "restored": self._restored(request, obj),
        }
        return type(form.__name__, (form,), stated)

    def _restored(self, request, obj) -> dict:
        """The plain fields of an older version, to be looked at and saved like any other change."""
        event = request.GET.get("restore", "")
        if (
            obj is None
            or request.method != "GET"
            or not (event.isdecimal() and len(event) < LONGEST_KEY)
        ):
            return {}
        return chronicle.fields_at(obj, int(event))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What a service refuses comes back as an error of the form, with nothing saved."""
        extra_context = {"show_history": chronicle.is_kept(self.model), **(extra_context or {})}
        if object_id and request.method == "GET" and request.GET.get("restore"):
            messages.info(request, "表单里是所选版本的内容，还没有保存。请核对后保存")
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refusals as refusal:
            request.refusal = refusal
            return super().changeform_view(request, object_id, form_url, extra_context)

    @transaction.atomic
    def save_model(self, request, obj, form, change) -> None:
        if change and hasattr(obj, "version"):
            claim_version(obj, expected=form.cleaned_data["opened_version"])
        self.perform(request, obj, form, change)

    def perform(self, request, obj, form, change) -> None:
        """The verb behind the save button; a model with services of its own overrides it."""
        super().save_model(request, obj, form, change)

    def log_addition(self, request, obj, message) -> None:
        """The database keeps the history; a second one would tell less."""

    def log_change(self, request, obj, message) -> None:
        """See log_addition."""

    def history_view(self, request, object_id, extra_context=None):
        if not chronicle.is_kept(self.model):
            raise Http404
        obj = self.visible_object(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{obj}的变更历史",
            "entries": chronicle.of(obj),
            "can_restore": self.has_change_permission(request, obj),
            "object": obj,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)

    def visible_object(self, request, object_id):
        obj = self.get_object(request, str(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_permission(request, obj):
            raise PermissionDenied("您没有查看这条记录的权限")
        return obj


class ReadOnlyAdmin(VisibleAdmin):
    """Looking up only: rows that the system itself writes."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


class SystemAdmin(ReadOnlyAdmin):
    """Rows of the portal itself, not of an organisation: whoever may see one may see all."""

    def get_queryset(self, request):
        return ThemeModelAdmin.get_queryset(self, request)


class TabularInline(ThemeTabularInline):
    extra = 0
    can_delete = False
    view_on_site = False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The head of a column is no label to a reader: each cell says what it is."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = str(field.label)
        return field


class StackedInline(ThemeStackedInline):
    """Rows with more fields than stand beside one another."""

    extra = 0
    can_delete = False
    view_on_site = False


class ViewInline(TabularInline):
    """Rows shown beside their record; they change through verbs of their own."""

    tab = True
    show_change_link = True
    per_page = 20

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False
