"""What the rules say about a record while it is being typed (R-VOTE-01 to R-VOTE-06, 3.4)."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_POST

from apps.core import access
from apps.meetings.advice import hints_of
from apps.meetings.choices import KINDS_OF, MeetingKind
from apps.meetings.forms import MeetingForm
from apps.meetings.roll import roll_of
from apps.meetings.views.recording import ADD, asked_organisation, posted_day


@require_POST
@access.permission(ADD)
def meeting_hints(request):
    """A fragment; nothing is saved and nothing is refused."""
    organisation = asked_organisation(request, request.POST.get("organisation", ""))
    kind = request.POST.get("kind", "")
    if organisation is None or kind not in KINDS_OF.get(organisation.kind, ()):
        raise Http404
    roll = roll_of(organisation=organisation, kind=MeetingKind(kind), on=posted_day(request))
    form = MeetingForm(request.POST, roll=roll, complete=False)
    form.is_valid()
    context = {"hints": hints_of(form.sketch, roll), "has_review": "excellent" in form.fields}
    return render(request, "meetings/_hints.html", context)
