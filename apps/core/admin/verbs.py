"""Pages that do one verb."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from apps.core.admin.forms import VerbForm
from apps.core.admin.tables import VisibleAdmin
from apps.core.lifecycle import advance


def verb_page(
    model_admin: VisibleAdmin,
    request: HttpRequest,
    object_id: str,
    *,
    title: str,
    form_class: type[VerbForm],
    run: Callable,
    done: str,
    permission: str = "change",
    reading: Callable | None = None,
) -> HttpResponse:
    """One page for one verb: ask, call the service `run(record, cleaned_data)`, tell.

    `permission` is the action that the user must be allowed on the record; `reading` makes the
    HTML of what is to be read before.
    """
    record = model_admin.visible_object(request, object_id)
    if not request.user.has_perm(
        f"{record._meta.app_label}.{permission}_{record._meta.model_name}", record
    ):
        raise PermissionDenied(f"您没有“{title}”的权限")
    answers = request.POST if request.method == "POST" else None
    form = form_class(answers, record=record, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                run(record, form.cleaned_data)
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, done)
            return redirect(
                f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_change",
                record.pk,
            )
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"{title}：{record}",
        "form": form,
        "record": record,
        "opts": model_admin.opts,
        "verb": title,
        "reading": reading(record) if reading else "",
    }
    return TemplateResponse(request, "admin/verb.html", context)


def redirect_to_add(model: str, **initial) -> HttpResponse:
    """To the form that adds a row of `app_model`, with what is known already filled in."""
    return redirect(f"{reverse(f'admin:{model}_add')}?{urlencode(initial)}")


def step_page(
    model_admin: VisibleAdmin,
    request: HttpRequest,
    object_id: str,
    *,
    step: str,
    title: str,
    form_class: type[VerbForm],
    permission: str,
    reading: Callable | None = None,
) -> HttpResponse:
    """One page for one step: the lifecycle asks for the state, this page only for words."""
    return verb_page(
        model_admin,
        request,
        object_id,
        title=title,
        form_class=form_class,
        run=lambda record, given: advance(
            record, step, by=request.user, note=given.get("note", "")
        ),
        done=f"已{title}",
        permission=permission,
        reading=reading,
    )
