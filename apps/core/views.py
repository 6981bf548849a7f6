"""Views of the kernel: one for every step of every lifecycle, one for every document."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from apps.core import access, audit, documents, lifecycle
from apps.core.models import AuditEvent, Document
from apps.core.sending import is_in_messenger, send_stored


@access.public
@require_safe
def health(request):
    """For the machines that watch the portal: it answers, and so does its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_POST
@access.signed_in
def lifecycle_step(request, model_label: str, uuid: UUID, step: str):
    """Take a step on an object that the user sees; whether he may is the lifecycle's question."""
    obj: Any = get_object_or_404(_model(model_label).objects.visible_to(request.user), uuid=uuid)
    try:
        obj = lifecycle.take_by_hand(obj, step, by=request.user, note=request.POST.get("note", ""))
    except lifecycle.StepRefused as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, f"{obj}：现在是“{obj.get_status_display()}”")
    return redirect(_next(request) or obj.get_absolute_url())


def _model(label: str):
    """The model of a registered lifecycle; labels in addresses are lower case."""
    for registered in lifecycle.registered():
        if registered.lower() == label.lower():
            return apps.get_model(registered)
    raise Http404


def _next(request) -> str:
    """The page that the form asks for, if it is one of ours."""
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else ""


@access.signed_in
@require_safe
def document_download(request, uuid: UUID):
    """A finished document, for whoever may read what it was made from."""
    document = get_object_or_404(Document, uuid=uuid)
    if not documents.is_readable_by(document, request.user):
        raise Http404
    if is_in_messenger(request):
        return open_elsewhere(request, document.title)
    audit.record(AuditEvent.Kind.DOWNLOADED, request=request, subject=document.title)
    name = f"{document.title}.pdf"
    return send_stored(document.path, name=name, content_type=document.content_type)


def open_elsewhere(request, title: str):
    """In a messenger: the address to copy instead of a download that would be lost (ux 3.5)."""
    context = {"title": title, "address": request.build_absolute_uri()}
    return render(request, "core/open_elsewhere.html", context)
