"""党员之家 as everybody reads it: no account, no cookie, no counter of any kind."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from apps.core.search import Typed
from apps.core.sending import send_stored
from apps.news import pages
from apps.news.choices import Section
from apps.news.forms import SearchForm
from apps.news.models import Article, Attachment, Picture
from apps.news.publishing import missing, page_of, public_page
from apps.news.sending import send_picture


@public_page
def home(request):
    return page_of(request, "news/home.html", **pages.home(), here="home")


@public_page
def section_list(request, section: str):
    if section not in Section.values:
        raise Http404
    rows = pages.page(pages.of_section(section), request.GET.get("page", ""))
    name = Section(section).label
    return page_of(request, "news/section_list.html", page=rows, name=name, here=section)


@public_page
def article_detail(request, uuid: UUID):
    article = get_object_or_404(_published().select_related("organisation"), uuid=uuid)
    context = {**pages.article(article), **pages.neighbours(article)}
    return page_of(request, "news/article_detail.html", **context, here=article.section)


@public_page
def search(request):
    form = SearchForm(request.GET)
    typed = Typed.of(form.cleaned_data["q"]) if form.is_valid() else Typed.of("")
    context = {"form": form, "typed": typed, "here": "search"}
    if typed:
        rows = pages.page(pages.found(typed), request.GET.get("page", ""))
        context |= {"page": rows, "hits": pages.with_excerpts(rows)}
    return page_of(request, "news/search.html", **context)


@public_page
def accessibility(request):
    return page_of(request, "news/accessibility.html", here="accessibility")


@public_page
def nowhere(request, rest: str):
    """Any other address below /news/."""
    return missing(request)


@public_page
def picture(request, uuid: UUID, size: str):
    """A picture of a published article; drafts show theirs on the pages of their writers."""
    found = get_object_or_404(Picture.objects.filter(article__in=_published()), uuid=uuid)
    return send_picture(found, size)


@public_page
def attachment(request, uuid: UUID):
    found = get_object_or_404(Attachment.objects.filter(article__in=_published()), uuid=uuid)
    return send_stored(found.path, name=found.name, content_type=found.content_type)


def _published():
    return Article.objects.published()
