"""What belongs to a visit, a contact point or a topic when its history is told."""

from apps.contacts.models import Promise, ResearchResult
from apps.core.snapshots import Part, belongs

belongs(
    "contacts.ContactVisit",
    Part(Promise, "visit", known_by=("text",), state="status", told=("owner", "due_on")),
)
belongs("contacts.ResearchTopic", Part(ResearchResult, "topic", known_by=("title",)))
