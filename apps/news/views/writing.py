"""Articles as their units write them and their reviewers read them."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation
from apps.branches.scope import scope
from apps.core import access, drafts
from apps.core.files import StorageFull
from apps.core.idempotency import changed, once
from apps.core.lifecycle import history_of, lifecycle_of
from apps.core.sending import send_stored
from apps.core.versions import StaleVersion
from apps.news import pages
from apps.news.choices import ArticleStatus
from apps.news.drafts import form_of, form_of_correction
from apps.news.forms import ArticleForm, CorrectionForm, PictureForms
from apps.news.lifecycle import steps_for
from apps.news.models import Article, Attachment, Picture
from apps.news.prefill import of_activity
from apps.news.sending import send_picture
from apps.news.services import correct_article, draft_article, rewrite_article

VIEW, ADD, CHANGE = "news.view_article", "news.add_article", "news.change_article"
PAGE = 30
CORRECTED = ("title", "body", "note")


@access.permission(VIEW)
@require_safe
def draft_list(request):
    """What is being written and reviewed; what is public stands behind it."""
    rows = Article.objects.visible_to(request.user).select_related("organisation").defer("body")
    asked = request.GET.get("status", "")
    rows = rows.filter(status=asked) if asked in ArticleStatus.values else rows.unfinished()
    context = {
        "page": Paginator(rows.order_by("-updated_at", "-pk"), PAGE).get_page(
            request.GET.get("page", "")
        ),
        "statuses": ArticleStatus.choices,
        "asked": asked,
        "may_add": request.user.has_perm(ADD),
        "unfinished": drafts.unfinished_of(request.user).filter(form=form_of(None)).first(),
    }
    return render(request, "news/draft_list.html", context)


@access.permission(VIEW)
@require_safe
def draft_detail(request, uuid: UUID):
    """The article as it will look, with what may be done about it."""
    article = _seen(request, uuid)
    context = {
        **pages.article(article),
        "steps": steps_for(article, request.user),
        "can_edit": _may_edit(request.user, article),
        "can_correct": _may_correct(request.user, article),
        "taken": _in_words(article),
        "last": history_of(article).first(),
        "may_submit": request.user.has_perm("news.add_infosubmission"),
    }
    return render(request, "news/draft_detail.html", context)


@access.permission(ADD)
def draft_create(request):
    form = ArticleForm(
        request.POST or None,
        request.FILES or None,
        places=_places(request),
        initial=_first(request),
    )
    pictures = PictureForms.of(request.POST or None, request.FILES or None, [])
    if request.method == "POST" and _is_sound(form, pictures):
        article = _save_new(request, form, pictures)
        if article:
            return redirect(article)
    return _form_page(request, form, pictures)


@access.permission(CHANGE)
def draft_update(request, uuid: UUID):
    article = _seen(request, uuid, CHANGE)
    if not _may_edit(request.user, article) and request.method != "POST":
        messages.warning(request, f"这篇文章现在是“{article.get_status_display()}”，不能修改")
        return redirect(article)
    form = ArticleForm(
        request.POST or None,
        request.FILES or None,
        places=Organisation.objects.none(),
        article=article,
        initial=_stored(article),
    )
    hanging = list(article.pictures.all())
    pictures = PictureForms.of(request.POST or None, request.FILES or None, hanging)
    is_sent = request.method == "POST" and _is_sound(form, pictures)
    if is_sent and _save_changes(request, article, form, pictures):
        return redirect(article)
    return _form_page(request, form, pictures, article)


@access.permission("news.publish_article")
def article_correct(request, uuid: UUID):
    """更正 of what is public: readers see at once what was corrected, and when."""
    article = _seen(request, uuid, "news.publish_article")
    if not _may_correct(request.user, article):
        messages.warning(request, "已发布的文章才用“更正”；没有发布的请直接修改")
        return redirect(article)
    initial = {"title": article.title, "body": article.body, "version": article.version}
    form = CorrectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _correct(request, article, form):
        return redirect(article)
    context = {
        "form": form,
        "article": article,
        **drafts.page_of(request.user, form_of_correction(article), record=article),
    }
    return render(request, "news/article_correct.html", context, status=422 if form.errors else 200)


@access.permission(VIEW)
@require_safe
def draft_picture(request, uuid: UUID, size: str):
    """A picture for whoever sees its article, published or not."""
    return send_picture(
        get_object_or_404(Picture.objects.visible_to(request.user), uuid=uuid), size
    )


@access.permission(VIEW)
@require_safe
def draft_file(request, uuid: UUID):
    found = get_object_or_404(Attachment.objects.visible_to(request.user), uuid=uuid)
    return send_stored(found.path, name=found.name, content_type=found.content_type)


def _seen(request, uuid: UUID, permission: str = VIEW) -> Article:
    """404 for what is not seen, 403 for a missing right on what is."""
    rows = Article.objects.visible_to(request.user).select_related("organisation", "created_by")
    article = get_object_or_404(rows, uuid=uuid)
    if not request.user.has_perm(permission, article):
        raise PermissionDenied("您可以查看这篇文章，但没有修改它的权限")
    return article


def _places(request):
    places = Organisation.objects.in_scope(scope(request.user, ADD))
    here = places.existing_on(timezone.localdate()).exclude(kind=OrganisationKind.SUBGROUP)
    return here.order_by("path")


def _first(request) -> dict:
    """The highest body of the user is chosen already; a zone's activity tells its own words."""
    first = _places(request).values_list("uuid", flat=True).first()
    activity = request.GET.get("activity", "")
    known = of_activity(request.user, activity) if activity else {}
    return {"organisation": first, **known}


def _stored(article: Article) -> dict:
    names = ("section", "title", "subtitle", "source", "author", "body", "publish_at", "version")
    return {name: getattr(article, name) for name in names}


def _may_edit(user, article: Article) -> bool:
    """Its unit until it is sent in; the reviewers while they read it."""
    if article.is_writable:
        return user.has_perm(CHANGE, article)
    return article.is_under_review and user.has_perm("news.recheck_article", article)


def _may_correct(user, article: Article) -> bool:
    is_published = article.status == ArticleStatus.PUBLISHED
    return is_published and user.has_perm("news.publish_article", article)


def _is_sound(form: ArticleForm, pictures: PictureForms) -> bool:
    return all([form.is_valid(), pictures.is_valid()])


def _save_new(request, form: ArticleForm, pictures: PictureForms) -> Article | None:
    given = form.cleaned_data
    try:
        article, is_new = once(
            user=request.user,
            key=given["form_key"],
            create=lambda: draft_article(
                organisation=given["organisation"],
                text=form.text(),
                by=request.user,
                hangings=pictures.hangings(),
                attachments=given["attachments"],
            ),
        )
    except (StorageFull, ValidationError) as refusal:
        form.add_error(None, getattr(refusal, "messages", [str(refusal)]))
        return None
    told = "已存为草稿。核对预览后点“送初审”" if is_new else "这篇文章已经保存过，没有重复保存"
    messages.success(request, told)
    return article


def _save_changes(request, article: Article, form: ArticleForm, pictures: PictureForms) -> bool:
    given = form.cleaned_data
    try:
        changed(
            user=request.user,
            key=given["form_key"],
            change=lambda: rewrite_article(
                article=article,
                text=form.text(),
                expected_version=given["version"] or 0,
                hangings=pictures.hangings(),
                attachments=given["attachments"],
                removed=given.get("removed", ()),
            ),
        )
    except StaleVersion as stale:
        form.accept_version(cast(Article, stale.current).version)
        form.add_error(None, f"{stale}。再按一次保存，就以您的为准")
    except (StorageFull, ValidationError) as refusal:
        form.add_error(None, getattr(refusal, "messages", [str(refusal)]))
    else:
        messages.success(request, "已保存")
        return True
    return False


def _correct(request, article: Article, form: CorrectionForm) -> bool:
    given = form.cleaned_data
    try:
        changed(
            user=request.user,
            key=given["form_key"],
            change=lambda: correct_article(
                article=article,
                expected_version=given["version"],
                by=request.user,
                **{name: given[name] for name in CORRECTED},
            ),
        )
    except (StaleVersion, ValidationError) as refusal:
        form.add_error(None, getattr(refusal, "messages", [str(refusal)]))
        return False
    messages.success(request, "已更正，读者现在看到的是更正后的文章")
    return True


def _form_page(request, form, pictures, article: Article | None = None):
    is_wrong = form.errors or any(pictures.errors) if form.is_bound else False
    context = {
        "form": form,
        "pictures": pictures,
        "article": article,
        **drafts.page_of(request.user, form_of(article), record=article),
    }
    return render(request, "news/draft_form.html", context, status=422 if is_wrong else 200)


def _in_words(article: Article) -> list:
    steps = lifecycle_of(article).by_step
    return [(change, steps[change.step].label) for change in history_of(article).reverse()]
