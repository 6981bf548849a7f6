"""The page behind “临期”: who has what to do by when."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils import timezone

from apps.branches.areas import areas
from apps.branches.models import Organisation
from apps.duties import todo
from apps.duties.due import due_soon

VIEW = "duties.view_dutyrule"
PAGE_SIZE = 100


def due_list(model_admin, request):
    """One line for each organisation; by zone where one is asked for."""
    if not request.user.has_perm(VIEW):
        raise PermissionDenied("您没有查看应办事项的权限")
    today = timezone.localdate()
    zones = areas(request.user, today)
    asked = next((a for a in zones if a.key == request.GET.get("area", "")), None)
    seen = Organisation.objects.visible_to(request.user)
    if asked:
        seen = seen.filter(unit__in=asked.units)
    page = Paginator(due_soon(seen, today=today), PAGE_SIZE).get_page(request.GET.get("page"))
    shown = Organisation.objects.select_related("unit").in_bulk([body.pk for body, _ in page])
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "临期未办",
        "page": page,
        "lines": [(shown[body.pk], todo.entries(body, duties, today)) for body, duties in page],
        "areas": zones,
        "asked": asked,
    }
    return TemplateResponse(request, "admin/duties/due_list.html", context)
