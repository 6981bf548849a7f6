"""Which rows a page is about: 404 where they are not seen, 403 where they may only be read."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation
from apps.branches.scope import scope
from apps.brands.models import Brand
from apps.core.versions import StaleVersion

VIEW, ADD, CHANGE = "brands.view_brand", "brands.add_brand", "brands.change_brand"
ADOPT, CHANGE_ADOPTION = "brands.add_adoption", "brands.change_adoption"


def seen_brand(request, uuid: UUID, permission: str = VIEW) -> Brand:
    rows = Brand.objects.visible_to(request.user).select_related("organisation__unit")
    brand = get_object_or_404(rows, uuid=uuid)
    if not request.user.has_perm(permission, brand):
        raise PermissionDenied("您可以查看这个品牌，但没有修改它的权限")
    return brand


def told(form, stale: StaleVersion):
    """Nothing is lost: what was typed stays in the form, and may be saved over the other."""
    current: Any = stale.current
    form.accept_version(current.version)
    form.add_error(None, f"{stale}。再按一次保存，就以您的为准")
    return form


def places(user, permission: str):
    """The bodies for which the user may do it today; a subgroup has no brand of its own."""
    rows = Organisation.objects.in_scope(scope(user, permission))
    here = rows.existing_on(timezone.localdate()).exclude(kind=OrganisationKind.SUBGROUP)
    return here.order_by("path")
