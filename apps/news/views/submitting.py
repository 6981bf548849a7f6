"""信息报送 in the browser: what one's units reported, where it was adopted, and reporting more."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.models import Organisation, Unit
from apps.branches.scope import scope
from apps.core import access, drafts
from apps.core.files import StorageFull
from apps.core.idempotency import once, sent_before
from apps.core.sending import send_stored
from apps.news.drafts import SUBMISSION
from apps.news.forms import SubmissionForm
from apps.news.models import Article, InfoFile, InfoSubmission
from apps.news.services import submit_information

VIEW, ADD = "news.view_infosubmission", "news.add_infosubmission"
PAGE = 30


@access.permission(VIEW)
@require_safe
def submission_list(request):
    rows = InfoSubmission.objects.visible_to(request.user).of_living_units(timezone.localdate())
    rows = rows.select_related("unit")
    context = {
        "page": Paginator(rows.prefetch_related("adoptions"), PAGE).get_page(
            request.GET.get("page", "")
        ),
        "may_add": request.user.has_perm(ADD),
    }
    return render(request, "news/submission_list.html", context)


@access.permission(VIEW)
@require_safe
def submission_detail(request, uuid: UUID):
    rows = InfoSubmission.objects.visible_to(request.user)
    rows = rows.select_related("unit", "article", "submitted_by")
    submission = get_object_or_404(rows, uuid=uuid)
    context = {
        "submission": submission,
        "adoptions": submission.adoptions.all(),
        "files": submission.files.all(),
    }
    return render(request, "news/submission_detail.html", context)


@access.permission(ADD)
def submission_create(request):
    """Blank, or from an article whose text is not typed again."""
    article = _article(request)
    units = _units(request)
    form = SubmissionForm(
        request.POST or None,
        request.FILES or None,
        units=units,
        is_from_article=article is not None,
        initial=_initial(units, article),
    )
    if request.method == "POST" and form.is_valid():
        submission = _save(request, form, article)
        if submission:
            return redirect("news:submission_detail", submission.uuid)
    context = {"form": form, "article": article, **drafts.page_of(request.user, SUBMISSION)}
    return render(request, "news/submission_form.html", context, status=422 if form.errors else 200)


@access.permission(VIEW)
@require_safe
def submission_file(request, uuid: UUID):
    found = get_object_or_404(InfoFile.objects.visible_to(request.user), uuid=uuid)
    return send_stored(found.path, name=found.name, content_type=found.content_type)


def _article(request) -> Article | None:
    key = (request.POST or request.GET).get("article", "")
    if not key:
        return None
    try:
        return get_object_or_404(Article.objects.visible_to(request.user), uuid=UUID(key))
    except ValueError:
        raise Http404 from None


def _units(request):
    """The units of the bodies for which the user may report."""
    today = timezone.localdate()
    places = Organisation.objects.in_scope(scope(request.user, ADD)).existing_on(today)
    return Unit.objects.filter(pk__in=places.values("unit")).order_by("name")


def _initial(units, article: Article | None) -> dict:
    if article:
        owner = article.organisation.unit
        first = owner and owner.uuid
    else:
        first = units.values_list("uuid", flat=True).first() if units.count() == 1 else None
    title = article.title if article else ""
    return {"unit": first, "title": title, "starts_on": timezone.localdate()}


def _save(request, form: SubmissionForm, article: Article | None) -> InfoSubmission | None:
    sent = sent_before(user=request.user, key=form.cleaned_data["form_key"])
    if sent:  # asked first: its own first sending would look like a namesake
        messages.success(request, "这条信息已经登记过，没有重复登记")
        return InfoSubmission.objects.get(pk=sent.target_pk or 0)
    given = {k: v for k, v in form.cleaned_data.items() if k != "form_key"}
    try:
        submission, _ = once(
            user=request.user,
            key=form.cleaned_data["form_key"],
            create=lambda: submit_information(by=request.user, article=article, **given),
        )
    except (StorageFull, ValidationError) as refusal:
        form.add_error(None, getattr(refusal, "messages", [str(refusal)]))
        return None
    messages.success(request, "已登记报送")
    return submission
