"""The admin site of the committee's staff: the same rights as everywhere, no superuser needed."""

from functools import partial

from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.functional import SimpleLazyObject
from unfold.sites import UnfoldAdminSite

from apps.core import access

LONGEST_SEARCH = 50


class PortalAdminSite(UnfoldAdminSite):
    site_title = "六亮 · 工委工作台"
    index_title = "工作台"

    def get_urls(self) -> list:
        """Without the door that leads from any content type and key to any row."""
        return [p for p in super().get_urls() if getattr(p, "name", "") != "view_on_site"]

    def each_context(self, request) -> dict:
        """Colours stand in static/core/admin.css: an inline style would need a hole in the CSP."""
        return {**super().each_context(request), "colors": None}

    def get_app_list(self, request, app_label=None):
        """Asked for on every page and shown on hardly any: the rights on each table of the desk,
        and an address for each, take as long as the page itself."""
        return SimpleLazyObject(partial(super().get_app_list, request, app_label))

    def has_permission(self, request) -> bool:
        """Whoever holds a role of the desk today."""
        return request.user.is_active and request.user.is_staff

    @access.public
    def login(self, request, extra_context=None):
        """One door for everybody, with its lock-out and second factor."""
        # Imported late: this module is loaded before the app registry is ready.
        from django.contrib.auth.views import redirect_to_login

        if request.user.is_authenticated:
            raise PermissionDenied("您的账号不能进入工委工作台")
        return redirect_to_login(request.GET.get("next") or request.get_full_path())

    def autocomplete_view(self, request):
        # Imported late, see login.
        from apps.core.pickers import PickerView

        return PickerView.as_view(admin_site=self)(request)

    @access.signed_in
    def search(self, request, extra_context=None):
        if not self.has_permission(request):
            raise PermissionDenied("您的账号不能进入工委工作台")
        # Imported late, see login.
        from apps.core.command import find

        results = find(request, request.GET.get("s", "")[:LONGEST_SEARCH])
        context = {"results": results, **(extra_context or {})}
        template = "admin/command_results.html"
        return TemplateResponse(request, template, context, headers={"HX-Trigger": "search"})


class PortalAdminConfig(AdminConfig):
    default_site = "apps.core.admin_site.PortalAdminSite"
    verbose_name = "工委工作台"
