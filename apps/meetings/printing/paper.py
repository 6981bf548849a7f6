"""One record as a PDF, printed while one waits: some 50 ms, so nothing of it is kept."""

from apps.core import pdf
from apps.meetings.documents import RecordSheet
from apps.meetings.models import Meeting
from apps.meetings.printing.records import sheets_of

RECORD_KIND = "meetings.record"
RECORD_TEMPLATE = "meetings/paper/record.pdf.html"
RECORD_TEMPLATE_VERSION = "1"
# Of the page (GB/T 9704); and how many lines are printed while one waits.
CHARACTERS = 28
MOST_LINES = 2000


def sheet_of_one(meeting_pk: int) -> tuple[Meeting, RecordSheet]:
    return sheets_of(Meeting.objects.filter(pk=meeting_pk))[0]


def render_record(meeting: Meeting, sheet: RecordSheet) -> bytes:
    return pdf.render(RECORD_TEMPLATE, {"sheet": sheet}, created=meeting.updated_at)


def is_long(sheet: RecordSheet) -> bool:
    """Whether printing would take longer than half a second: a line costs about 0.2 ms."""
    texts = [*sheet["minutes"], *(line["text"] for line in sheet["resolutions"])]
    texts += [line["text"] for line in sheet["follow_ups"]]
    texts += [text for speech in sheet["speeches"] for text in speech["paragraphs"]]
    return sum(1 + len(text) // CHARACTERS for text in texts) > MOST_LINES
