"""A juror's pages: his juries, one jury, and one candidate with the sheet that he fills in."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.core import access, drafts
from apps.core.idempotency import changed, once
from apps.core.sending import is_in_messenger, send_stored
from apps.core.versions import StaleVersion
from apps.core.views import open_elsewhere
from apps.juries.desks import Desk, desk_of
from apps.juries.dossiers import dossiers_of
from apps.juries.drafts import form_of
from apps.juries.forms import SheetForm
from apps.juries.models import Candidate, Jury, ResultLine, Sheet
from apps.juries.services import keep_sheet


@access.signed_in
@require_safe
def jury_list(request):
    juries = Jury.objects.sat_on_by(request.user).with_progress(request.user)
    return render(request, "juries/jury_list.html", {"juries": juries})


@access.signed_in
@require_safe
def jury_detail(request, uuid: UUID):
    jury = get_object_or_404(_juries(request), uuid=uuid)
    desk = desk_of(jury, request.user)
    lines = ResultLine.objects.in_force().filter(result_list__jury=jury)
    context = {
        "jury": jury,
        "desk": desk,
        "lines": lines.select_related("candidate__organisation", "result_list"),
        "is_taking": jury.takes_sheets_on(timezone.localdate()),
    }
    return render(request, "juries/jury_detail.html", context)


@access.signed_in
def candidate_detail(request, uuid: UUID):
    """The dossier, and the sheet beside it; after the close both are only read."""
    candidate = _candidate(request, uuid)
    desk = desk_of(candidate.jury, request.user)
    place = desk.place_of(candidate)
    form = None
    if place.may_write:
        criteria = candidate.jury.scheme.criteria.all()
        form = SheetForm(request.POST or None, criteria=criteria, sheet=place.sheet)
        if request.method == "POST" and form.is_valid():
            sheet = _kept(request, desk, candidate, form)
            if sheet:
                return _after(request, desk, candidate, sheet)
    elif request.method == "POST":
        messages.error(request, f"没有保存：{place.why_not}")
        return redirect("juries:candidate_detail", uuid)
    return _candidate_page(request, desk, candidate, form)


def _candidate_page(request, desk: Desk, candidate: Candidate, form: SheetForm | None):
    place = desk.place_of(candidate)
    context = {
        "jury": candidate.jury,
        "candidate": candidate,
        "place": place,
        "dossier": dossiers_of(candidate.jury.subject, [candidate])[candidate.pk],
        "form": form,
    }
    if form:
        context |= drafts.page_of(request.user, form_of(candidate), record=place.sheet)
    status = 422 if form and form.is_bound else 200
    return render(request, "juries/candidate_detail.html", context, status=status)


def _kept(request, desk: Desk, candidate: Candidate, form: SheetForm) -> Sheet | None:
    given = form.cleaned_data

    def keep() -> Sheet:
        return keep_sheet(
            juror=desk.juror,
            candidate=candidate,
            entry=form.entry(),
            hand_in=form.must_be_complete,
            expected_version=given["version"],
        )

    try:
        if given["version"]:
            return changed(user=request.user, key=given["form_key"], change=keep)
        return once(user=request.user, key=given["form_key"], create=keep)[0]
    except StaleVersion as stale:
        form.accept_version(cast(Sheet, stale.current).version)
        form.add_error(None, str(stale))
    except ValidationError as refusal:
        form.add_refusal(refusal)
    return None


def _after(request, desk: Desk, candidate: Candidate, sheet: Sheet):
    """On to the next one that waits, or back to the list when all have been marked."""
    if sheet.handed_in_at is None:
        messages.success(request, f"已保存，还没有交：{candidate}")
        return redirect("juries:candidate_detail", candidate.uuid)
    left = desk_of(candidate.jury, request.user).waiting
    said = f"已交“{candidate}”的评分表。"
    if not left:
        messages.success(request, f"{said}您的评分表都交齐了")
        return redirect(candidate.jury)
    messages.success(request, f"{said}还有 {len(left)} 个没有评，下一个：{left[0].candidate}")
    return redirect("juries:candidate_detail", left[0].candidate.uuid)


@access.signed_in
@require_safe
def dossier_file(request, uuid: UUID, number: int):
    """A file of the dossier: jurors have no right to the page that it comes from."""
    candidate = _candidate(request, uuid)
    files = dossiers_of(candidate.jury.subject, [candidate])[candidate.pk].files
    if not 1 <= number <= len(files):
        raise Http404
    file = files[number - 1]
    if is_in_messenger(request):
        return open_elsewhere(request, file.name)
    return send_stored(file.path, name=file.download_name, content_type=file.content_type)


def _juries(request):
    return Jury.objects.sat_on_by(request.user).select_related("scheme")


def _candidate(request, uuid: UUID) -> Candidate:
    rows = Candidate.objects.filter(jury__in=_juries(request))
    return get_object_or_404(rows.select_related("jury__scheme", "organisation__unit"), uuid=uuid)
