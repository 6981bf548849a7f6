"""整改台账 of an inspection on paper: one line for each issue, as the ledger stands today."""

from datetime import date, datetime, time
from typing import TypedDict
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from apps.core import documents, pdf
from apps.core.models import Document
from apps.core.models.spans import day_in_words
from apps.inspections.choices import IssueStatus
from apps.inspections.models import Inspection, Issue

# With the key of the inspection: it says whose paper a document is.
KIND = "inspections.ledger"
TEMPLATE = "inspections/paper/ledger.pdf.html"
# Moves on with every change of the template: documents of an older one stay as they were.
TEMPLATE_VERSION = "2"


class LedgerLine(TypedDict):
    organisation: str
    text: str
    level: str
    measures: str
    due_on: str
    first_due_on: str
    state: str


class Ledger(TypedDict):
    title: str
    as_of: str
    summary: str
    issuer: str
    lines: list[LedgerLine]


def ledger_of(inspection: Inspection, today: date) -> Ledger:
    """In two queries, however many issues."""
    issues = Issue.objects.found_by(inspection).select_related("organisation")
    rows = list(issues.prefetch_related("measures__owner").order_by("organisation__name", "pk"))
    closed = sum(row.status == IssueStatus.CLOSED for row in rows)
    late = sum(row.is_overdue(today) for row in rows)
    return {
        "title": f"{inspection}整改台账",
        "as_of": day_in_words(today),
        "summary": f"共{len(rows)}个问题，已销号{closed}个，未销号{len(rows) - closed}个，逾期{late}个。",
        "issuer": settings.NEWS_ORGANISER,
        "lines": [_line(row, today) for row in rows],
    }


def _line(issue: Issue, today: date) -> LedgerLine:
    measures = "；".join(f"{one.text}（{one.owner}）" for one in issue.measures.all())
    state = issue.get_status_display()
    if issue.closed_on:
        state = f"{issue.closed_on:%m-%d}销号"
    elif issue.is_overdue(today):
        state += "，逾期"
    return {
        "organisation": issue.organisation.name,
        "text": issue.text,
        "level": issue.get_level_display(),
        "measures": measures,
        "due_on": str(issue.due_on),
        "first_due_on": str(issue.first_due_on or ""),
        "state": state,
    }


def print_ledger(inspection: Inspection, today: date) -> Document:
    """The same state of the issues on a day gives the same document."""
    ledger = ledger_of(inspection, today)
    kind, digest = f"{KIND}:{inspection.uuid}", documents.data_hash(dict(ledger))
    return documents.publish(
        kind=kind,
        title=f"{ledger['title']}（{ledger['as_of']}）",
        template_version=TEMPLATE_VERSION,
        digest=digest,
        render=lambda: _render(ledger, kind, digest, today),
    )


def _render(ledger: Ledger, kind: str, digest: str, today: date) -> bytes:
    code = documents.verification_code(kind, TEMPLATE_VERSION, digest)
    address = urljoin(settings.PUBLIC_URL, f"{reverse('core:verify')}?code={code}")
    stamp = {"verification_code": code, "verification_url": address, "data_hash": digest}
    moment = timezone.make_aware(datetime.combine(today, time.min))
    return pdf.render(TEMPLATE, {"ledger": {**ledger, **stamp}}, created=moment)


@documents.reader
def may_read(document: Document, user) -> bool:
    """Whoever sees the inspection: the committee, its leaders, and the team."""
    kind, _, key = document.kind.partition(":")
    return kind == KIND and Inspection.objects.seen_by(user).filter(uuid=key).exists()
