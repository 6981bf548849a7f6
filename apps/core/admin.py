"""The one import point of the admin: leaving Unfold changes this module alone."""

from django.contrib import admin
from django.contrib.admin import action, display, register, site
from django.db import transaction
from django.http import HttpRequest
from django.templatetags.static import static
from unfold.admin import ModelAdmin as ThemeModelAdmin
from unfold.admin import StackedInline as ThemeStackedInline
from unfold.admin import TabularInline as ThemeTabularInline

from apps.core.versions import claim_version

__all__ = [
    "ReadOnlyAdmin",
    "StackedInline",
    "TabularInline",
    "VisibleAdmin",
    "action",
    "admin",
    "display",
    "register",
    "site",
]


def shim_stylesheet(request: HttpRequest) -> str:
    return static("core/admin.css")


class VisibleAdmin(ThemeModelAdmin):
    """Rows by `visible_to`, no hard delete, saves checked against the version that was opened."""

    list_filter_submit = True
    warn_unsaved_form = True
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_field_queryset(self, db, db_field, request):
        """Choices obey the same visibility as lists."""
        queryset = super().get_field_queryset(db, db_field, request)
        if queryset is None:
            queryset = db_field.remote_field.model._default_manager.all()
        visible_to = getattr(queryset, "visible_to", None)
        return visible_to(request.user) if visible_to else queryset

    @transaction.atomic
    def save_model(self, request, obj, form, change) -> None:
        if change and hasattr(obj, "version"):
            claim_version(obj, expected=obj.version)
        super().save_model(request, obj, form, change)


class ReadOnlyAdmin(VisibleAdmin):
    """Looking up only: rows that the system itself writes."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


class TabularInline(ThemeTabularInline):
    extra = 0
    can_delete = False


class StackedInline(ThemeStackedInline):
    extra = 0
    can_delete = False
