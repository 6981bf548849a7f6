"""An issued report as a PDF: its plain values, printed once and kept with a code."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import cast
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from apps.core import documents, pdf
from apps.core.bundles import bundle
from apps.core.models import Document
from apps.reports.documents import Paper
from apps.reports.models import QuarterlyReport

# With the key of the report: it says whose paper a document is.
KIND = "reports.quarterly"
TEMPLATE = "reports/paper/quarterly_report.pdf.html"
# Moves on with every change of the template: documents of an older one stay as they were.
TEMPLATE_VERSION = "1"


def print_report(report: QuarterlyReport) -> Document:
    """The document of an issued report: the one it has, or a new one of what was issued."""
    if report.document:
        return report.document
    # What was sent out has both.
    paper, moment = cast(Paper, report.paper), cast(datetime, report.issued_at)
    kind, digest = f"{KIND}:{report.uuid}", documents.data_hash(dict(paper))
    document = documents.publish(
        kind=kind,
        title=f"{report}"[:200],
        template_version=TEMPLATE_VERSION,
        digest=digest,
        render=lambda: render(paper, kind, digest, moment),
    )
    # A worker that lost its lease may have been faster: the first document stays.
    QuarterlyReport.objects.filter(pk=report.pk, document=None).update(
        document=document, updated_at=timezone.now()
    )
    return document


def render(paper: Paper, kind: str, digest: str, moment: datetime) -> bytes:
    code = documents.verification_code(kind, TEMPLATE_VERSION, digest)
    address = urljoin(settings.PUBLIC_URL, f"{reverse('core:verify')}?code={code}")
    stamp = {"verification_code": code, "verification_url": address, "data_hash": digest}
    return pdf.render(TEMPLATE, {"paper": {**paper, **stamp}}, created=moment)


def bundle_of(reports: Iterable[QuarterlyReport]) -> Iterator[bytes]:
    """Printed reports of one quarter as one ZIP, dated by the end of the quarter."""
    printed = [(one, one.document) for one in reports if one.document]
    named = [(str(report), document.path) for report, document in printed]
    return bundle(named, dated=printed[0][0].period.last_day)
