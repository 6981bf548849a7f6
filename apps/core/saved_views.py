"""视图: what a list offers as tabs, and the verbs that keep, change and forget a view."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.http import urlencode

from apps.core.listings import Column, Listing, clean_query
from apps.core.models import SavedView

SHARE = "core.share_savedview"
# The tab of the list without any view; a default does not take its place.
ALL = "all"


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_current: bool = False
    is_shared: bool = False


@dataclass(frozen=True)
class ViewBar:
    """What stands above a list: its views, how to keep this one, and its export."""

    listing: Listing
    tabs: list[Tab]
    current: SavedView | None
    query: str
    columns: list[Column]
    may_share: bool
    may_change: bool

    @property
    def shown_columns(self) -> list[str]:
        return [c.name for c in self.columns if c.is_shown]


def address(view: SavedView, listing: Listing) -> str:
    mark = urlencode({"view": str(view.uuid)})
    return f"{listing.url}?{view.query}&{mark}" if view.query else f"{listing.url}?{mark}"


def views_of(listing: Listing, user) -> list[SavedView]:
    return list(SavedView.objects.visible_to(user).filter(listing=listing.key))


def default_of(views: Sequence[SavedView], user) -> SavedView | None:
    """One's own before the committee's."""
    defaults = [v for v in views if v.is_default]
    defaults.sort(key=lambda view: (view.owner_id != user.pk, view.is_shared))
    return defaults[0] if defaults else None


def chosen(views: Sequence[SavedView], mark: str) -> SavedView | None:
    """The view that an address names, if the user may see it."""
    return next((v for v in views if str(v.uuid) == mark), None)


def bar(listing: Listing, user, views: Sequence[SavedView], given) -> ViewBar:
    """`given` is the query of the page (a QueryDict)."""
    current = chosen(views, given.get("view", ""))
    tabs = [Tab("全部", f"{listing.url}?view={ALL}", current is None)]
    tabs += [Tab(v.name, address(v, listing), v is current, v.is_shared) for v in views]
    wanted = current.columns if current else []
    columns = [
        Column(c.name, c.label, c.name in wanted if wanted else c.is_shown)
        for c in listing.columns(user)
    ]
    return ViewBar(
        listing=listing,
        tabs=tabs,
        current=current,
        query=clean_query(given.urlencode()),
        columns=columns,
        may_share=user.has_perm(SHARE),
        may_change=current is not None and may_change(current, user),
    )


def may_change(view: SavedView, user) -> bool:
    """Whoever made it; a shared one also those who share, so that none outlives its author."""
    return view.owner_id == user.pk or view.is_shared and user.has_perm(SHARE)


@transaction.atomic
def keep_view(*, view: SavedView, by) -> SavedView:
    """Store a new or changed view; its being the default takes that from the one before."""
    if view.pk and not may_change(view, by):
        raise PermissionDenied("您不能修改别人的视图")
    if view.is_shared and not by.has_perm(SHARE):
        raise PermissionDenied("您没有共享视图的权限")
    same = SavedView.objects.filter(owner=view.owner, listing=view.listing, name=view.name)
    if same.exclude(pk=view.pk).exists():
        raise ValidationError(f"您已有名为“{view.name}”的视图，请换一个名称")
    if view.is_default:
        _defaults_beside(view).update(is_default=False)
    view.save()
    return view


def forget_view(*, view: SavedView, by) -> None:
    """A setting, not a record: it is gone for good."""
    if not may_change(view, by):
        raise PermissionDenied("您不能删除别人的视图")
    view.delete()


def _defaults_beside(view: SavedView):
    others = SavedView.objects.filter(listing=view.listing, is_default=True).exclude(pk=view.pk)
    return (
        others.filter(is_shared=True)
        if view.is_shared
        else others.filter(owner=view.owner, is_shared=False)
    )
