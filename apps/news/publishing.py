"""What visitors see, and how browsers keep it: always asked for again, seldom sent again."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Sum
from django.http import Http404
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import condition, require_safe

from apps.accounts import display
from apps.core import access
from apps.news.choices import Section
from apps.news.models import Article


def public_page(view: Callable) -> Callable:
    """Declare a page of 党员之家 that is sent again only after an article has changed."""
    return open_page(condition(etag_func=_etag)(view))


def open_page(view: Callable) -> Callable:
    """Declare a page open to all: 404 with a search, no cookie, no counter."""

    @access.public
    @require_safe
    @wraps(view)
    def page(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            return missing(request)
        # A page that was taken down must not live on in caches: they ask each time.
        whose = {"private" if request.user.is_authenticated else "public": True}
        patch_cache_control(response, no_cache=True, **whose)
        return response

    return page


def _etag(request, *args: Any, **kwargs: Any) -> str | None:
    """The same page for the same articles and the same look; readers with an account get it new."""
    if request.user.is_authenticated:
        return None
    stamp = Article.objects.published().aggregate(
        Count("pk"), Sum("version"), Max("published_at"), Max("updated_at")
    )
    look = display.of(request)
    words = f"{request.get_full_path()}|{stamp}|{look}|{site()}"
    return quote_etag(hashlib.sha256(words.encode()).hexdigest()[:32])


def site() -> dict[str, str]:
    """Who publishes, as the foot of each page says it; what is not set is not shown."""
    return {
        "organiser": settings.NEWS_ORGANISER,
        "contact": settings.NEWS_CONTACT,
        "icp": settings.NEWS_ICP,
        "police": settings.NEWS_POLICE_RECORD,
        "mark": settings.NEWS_PARTY_MARK,
    }


def page_of(request, template: str, status: int = 200, **context: Any):
    """A page in the frame of 党员之家."""
    frame = {"site": site(), "sections": [(s.value, s.label) for s in Section]}
    return render(request, template, {**frame, **context}, status=status)


def missing(request):
    return page_of(request, "news/missing.html", status=404)
