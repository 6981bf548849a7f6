"""The form of one observation, filled in by those who were sent."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from apps.core import access, drafts
from apps.core.idempotency import changed, sent_before
from apps.core.models.spans import day_in_words
from apps.core.versions import StaleVersion
from apps.observations.choices import WRITING
from apps.observations.drafts import form_of
from apps.observations.forms import ReturnForm
from apps.observations.models import Observation
from apps.observations.services import return_form


@access.signed_in
def observation_return(request, uuid: UUID):
    rows = Observation.objects.answered_by(request.user)
    related = rows.select_related("group__unit", "group__organisation", "session", "cycle__form")
    observation = get_object_or_404(related, uuid=uuid)
    why = _why_not(observation)
    if why and request.method != "POST":
        messages.error(request, why)
        return redirect(observation)
    items = observation.cycle.form.items.all()
    form = ReturnForm(request.POST or None, observation=observation, items=items)
    if request.method == "POST" and form.is_valid() and _returned(request, observation, form, why):
        messages.success(request, f"反馈表已交：{observation}")
        return redirect(observation)
    context = {
        "observation": observation,
        "form": form,
        **drafts.page_of(request.user, form_of(observation), record=observation),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "observations/observation_form.html", context, status=status)


def _why_not(observation: Observation) -> str:
    if observation.status not in WRITING:
        return f"“{observation}”现在是“{observation.get_status_display()}”，不用填反馈表"
    day = observation.scheduled_on
    if day and day > timezone.localdate():
        return f"学习定在{day_in_words(day)}，还没有到，旁听过以后再填反馈表"
    return ""


def _returned(request, observation: Observation, form: ReturnForm, why_not: str) -> bool:
    """A refused form is shown again with all that was typed; a second click is no mistake."""
    key = form.cleaned_data["form_key"]

    def hand_in() -> Observation:
        if why_not:
            raise ValidationError(why_not)
        return return_form(
            observation=observation,
            entry=form.entry(),
            by=request.user,
            expected_version=form.cleaned_data["version"],
        )

    if why_not and sent_before(user=request.user, key=key):
        return True
    try:
        changed(user=request.user, key=key, change=hand_in)
    except StaleVersion as stale:
        form.accept_version(cast(Observation, stale.current).version)
        form.add_error(None, str(stale))
    except ValidationError as refusal:
        form.add_refusal(refusal)
    return not form.errors
