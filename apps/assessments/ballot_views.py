"""The ballot paper: open to whoever holds a code, no account needed, nothing of him kept."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.assessments.ballot_paper import BallotPaperForm
from apps.assessments.ballots import cast_ballot, is_open
from apps.assessments.models import BallotPoll
from apps.core import access


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.public
def ballot_cast(request, uuid: UUID):
    polls = BallotPoll.objects.on_paper().select_related("organisation")
    poll = get_object_or_404(polls, uuid=uuid)
    form = BallotPaperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cast_ballot(poll=poll, typed=form.cleaned_data["code"], vote=form.cleaned_data["vote"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(f"{reverse('assessments:ballot_cast', args=[poll.uuid])}?cast=1")
    context = {
        "poll": poll,
        "form": form,
        "is_cast": request.GET.get("cast") == "1",
        "is_open": is_open(poll),
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/ballot_cast.html", context, status=status)
