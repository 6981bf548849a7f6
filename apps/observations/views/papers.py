"""The feedback letter as a file."""

from uuid import UUID

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from apps.core import access
from apps.core.sending import is_in_messenger, send_bytes
from apps.core.views import open_elsewhere
from apps.observations.choices import ObservationStatus
from apps.observations.letter import CONTENT_TYPE, print_letter, write_letter
from apps.observations.models import Observation


@require_POST
@access.signed_in
def letter_pdf(request, uuid: UUID):
    """Printed when it is asked for; the same feedback leads to the same document."""
    return redirect(print_letter(_fed_back(request, uuid)))


@access.signed_in
@require_safe
def letter_word(request, uuid: UUID):
    observation = _fed_back(request, uuid)
    if is_in_messenger(request):
        return open_elsewhere(request, _name(observation))
    return send_bytes(
        write_letter(observation), name=f"{_name(observation)}.docx", content_type=CONTENT_TYPE
    )


def _fed_back(request, uuid: UUID) -> Observation:
    """There is no letter before the unit is given its feedback."""
    rows = Observation.objects.read_by(request.user).filter(status=ObservationStatus.FED_BACK)
    related = rows.select_related("group__unit", "group__organisation", "session", "cycle")
    return get_object_or_404(related, uuid=uuid)


def _name(observation: Observation) -> str:
    return f"{observation.unit}列席旁听反馈"
