"""Keeping, changing and forgetting a view; each leads back to the list that it belongs to."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from apps.core import access, saved_views
from apps.core.forms import CleanForm
from apps.core.listings import Listing, clean_query, find
from apps.core.models import SavedView


class SavedViewForm(CleanForm):
    name = forms.CharField(
        label="名称", max_length=30, error_messages={"required": "请给视图起一个名称"}
    )
    is_default = forms.BooleanField(label="打开列表时先显示", required=False)
    is_shared = forms.BooleanField(label="共享", required=False)
    columns = forms.MultipleChoiceField(label="列", required=False)

    def __init__(self, *args, listing: Listing, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["columns"]
        choice.choices = [(c.name, c.label) for c in listing.columns(user)]


@access.signed_in
@require_POST
def view_create(request):
    listing = listing_asked(request)
    view = SavedView(owner=request.user, listing=listing.key)
    return _keep(request, listing, view, f"已存为视图“{request.POST.get('name', '')}”")


@access.signed_in
@require_POST
def view_update(request, uuid: UUID):
    view, listing = _view(request, uuid)
    return _keep(request, listing, view, "视图已修改")


@access.signed_in
@require_POST
def view_delete(request, uuid: UUID):
    view, listing = _view(request, uuid)
    name = view.name
    saved_views.forget_view(view=view, by=request.user)
    messages.success(request, f"已删除视图“{name}”")
    return redirect(f"{listing.url}?view={saved_views.ALL}")


def listing_asked(request: HttpRequest) -> Listing:
    """The list that a form was sent from."""
    listing = find(request.POST.get("listing", ""))
    if listing is None:
        raise BadRequest("没有写明是哪个列表。请回到列表页再操作")
    if not listing.allows(request.user):
        raise PermissionDenied("您没有查看这个列表的权限")
    return listing


def _view(request: HttpRequest, uuid: UUID) -> tuple[SavedView, Listing]:
    view = get_object_or_404(SavedView.objects.visible_to(request.user), uuid=uuid)
    listing = find(view.listing)
    if listing is None:
        raise BadRequest("这个视图的列表已经没有了")
    return view, listing


def _keep(request: HttpRequest, listing: Listing, view: SavedView, done: str):
    form = SavedViewForm(request.POST, listing=listing, user=request.user)
    query = clean_query(request.POST.get("query", ""))
    try:
        if not form.is_valid():
            raise ValidationError([m for errors in form.errors.values() for m in errors])
        before = request.POST.getlist("shown")
        if view.pk is None or request.POST.get("with_query"):
            view.query = query
        else:
            before = view.columns
        for name, value in form.cleaned_data.items():
            setattr(view, name, value)
        view.query = listing.refit(request.user, view.query, before, view.columns)
        saved_views.keep_view(view=view, by=request.user)
    except ValidationError as refused:
        messages.error(request, f"视图没有保存：{'；'.join(refused.messages)}")
        return redirect(f"{listing.url}?{query}&view={saved_views.ALL}")
    messages.success(request, done)
    return redirect(saved_views.address(view, listing))
