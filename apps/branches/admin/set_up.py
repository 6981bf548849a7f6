"""The page behind “组织设置提醒”: every piece of advice with its sentence."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils import timezone

from apps.branches.choices import SetUpRule
from apps.branches.scope import scope
from apps.branches.set_up import set_ups

VIEW = "branches.view_setupexception"
PAGE_SIZE = 50


def set_up_list(model_admin, request):
    """One line for each organisation and rule; what was approved stands on a list of its own."""
    if not request.user.has_perm(VIEW):
        raise PermissionDenied("您没有查看组织设置提醒的权限")
    is_open = request.GET.get("show") != "approved"
    rule = request.GET.get("rule", "")
    where = scope(request.user, "branches.view_organisation")
    lines = [
        (found.organisation, advice)
        for found in set_ups(where, timezone.localdate())
        for advice in found.advice
        if advice.is_open == is_open and rule in ("", advice.rule.value)
    ]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "组织设置提醒",
        "page": Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page")),
        "is_open": is_open,
        "rule": rule,
        "rules": SetUpRule.choices,
        "may_except": request.user.has_perm("branches.add_setupexception"),
    }
    return TemplateResponse(request, "admin/branches/set_up_list.html", context)
