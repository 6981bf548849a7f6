"""A brand and a batch on paper, for whoever sees them."""

from uuid import UUID

from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from apps.brands.models import Batch
from apps.brands.papers import print_register, print_sheet
from apps.brands.views.seen import VIEW, seen_brand
from apps.core import access


@require_POST
@access.permission(VIEW)
def brand_paper(request, uuid: UUID):
    document = print_sheet(seen_brand(request, uuid), timezone.localdate())
    return redirect("core:document_download", document.uuid)


@require_POST
@access.permission("brands.view_batch")
def batch_paper(request, uuid: UUID):
    batches = Batch.objects.visible_to(request.user).select_related("plan")
    document = print_register(get_object_or_404(batches, uuid=uuid), timezone.localdate())
    return redirect("core:document_download", document.uuid)
