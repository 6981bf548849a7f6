"""补全: notes that follow a filed record within the days that are given for them."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.core.lifecycle import advance
from apps.core.uploads import KeptFile
from apps.core.versions import claim_version
from apps.meetings.models import Meeting, Speech
from apps.meetings.services.records import attach
from apps.meetings.sitting import SpeechEntry


@transaction.atomic
def complete_meeting(
    *,
    meeting: Meeting,
    minutes: str,
    speeches: Iterable[SpeechEntry] = (),
    attachments: Iterable[KeptFile] = (),
    expected_version: int,
    by,
) -> Meeting:
    """Add to a filed record what it still lacks; nothing that it says already is rewritten.

    StaleVersion if it is not `expected_version` any more, StepRefused once the days are over.
    """
    speeches, attachments = list(speeches), list(attachments)
    if not (minutes or speeches or attachments):
        raise ValidationError("请填写会议记录、发言要点，或添加附件")
    claim_version(meeting, expected=expected_version)
    stored = advance(meeting, "complete", by=by, note=_what(minutes, speeches, attachments))
    if minutes:
        if stored.minutes:
            raise ValidationError({"minutes": "会议记录已经填过。需要改写的，请上级退回后修改"})
        stored.minutes = minutes
        stored.save(update_fields=["minutes", "updated_at"])
    Speech.objects.bulk_create(
        Speech(meeting=stored, person=entry.person, gist=entry.gist) for entry in speeches
    )
    attach(stored, attachments)
    return stored


def _what(minutes: str, speeches: list, attachments: list) -> str:
    """What was added, in the words of the history."""
    parts = (
        ("会议记录", bool(minutes)),
        (f"发言要点 {len(speeches)} 条", bool(speeches)),
        (f"附件 {len(attachments)} 个", bool(attachments)),
    )
    return "、".join(words for words, is_there in parts if is_there)
