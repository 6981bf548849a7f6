"""The form of whose turn it is, and the portal's numbers read again."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from apps.core import access, drafts
from apps.core.idempotency import changed, sent_before
from apps.core.lifecycle import lifecycle_of
from apps.core.versions import StaleVersion
from apps.grades.drafts import form_of
from apps.grades.forms import MarksForm
from apps.grades.lifecycle import RATE
from apps.grades.marks import COMMITTEE, SELF, Stage, stage_of
from apps.grades.models import Rating
from apps.grades.services import read_again, save_marks
from apps.grades.views.shared import seen_rating, turn_of

KEPT = {"self": "自评已保存，还没有提交", "committee": "初评已保存，还没有上报"}
SENT = {"self": "自评已提交，由上级党委初评", "committee": "初评已上报，由工委评定"}


@access.permission(RATE)
def rating_update(request, uuid: UUID):
    """The self-rating while it is open, then the committee's look at it."""
    rating = seen_rating(request, uuid)
    stage = turn_of(request, rating)
    if stage is None:
        return _not_now(request, rating)
    lines = list(rating.lines.all())
    form = MarksForm(request.POST or None, rating=rating, stage=stage, lines=lines)
    if request.method == "POST" and form.is_valid() and _saved(request, rating, stage, form):
        said = SENT if form.is_handed_on else KEPT
        messages.success(request, said[stage.name])
        return redirect(rating)
    context = {
        "rating": rating,
        "stage": stage,
        "form": form,
        "hand_on": lifecycle_of(rating).by_step["submit" if stage is SELF else "endorse"].label,
        **drafts.page_of(request.user, form_of(rating, stage), record=rating),
    }
    status = 422 if form.is_bound else 200
    return render(request, "grades/rating_form.html", context, status=status)


def _not_now(request, rating: Rating):
    """403 where it is somebody else's turn, a sentence where it is nobody's any more."""
    stage = stage_of(rating)
    if stage in (SELF, COMMITTEE):
        raise PermissionDenied(f"“{rating}”的{stage.label}不由您办理")
    messages.warning(request, f"“{rating}”现在是“{rating.get_status_display()}”，不能再改")
    return redirect(rating)


def _saved(request, rating: Rating, stage: Stage, form: MarksForm) -> bool:
    given = form.cleaned_data
    if sent_before(user=request.user, key=given["form_key"]):
        return True
    try:
        changed(
            user=request.user,
            key=given["form_key"],
            change=lambda: save_marks(
                rating=rating,
                stage=stage,
                said=form.said(),
                words=given["words"],
                expected_version=given["version"],
                hand_on=form.is_handed_on,
                by=request.user,
            ),
        )
    except StaleVersion as stale:
        form.accept_version(stale.current.version)  # type: ignore[attr-defined]
        form.add_error(None, f"{stale}。再按保存，就以您这里填写的为准")
        return False
    except ValidationError as refusal:
        form.add_refusal(refusal)
        return False
    return True


@access.permission(RATE)
@require_POST
def rating_read(request, uuid: UUID):
    """Take the portal's numbers of today."""
    rating = seen_rating(request, uuid)
    try:
        read_again(rating=rating, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, "已按门户现在的记录重新取数，您填写的内容没有变")
    return redirect(rating)
