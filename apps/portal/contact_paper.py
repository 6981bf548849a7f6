"""案头书 on paper: the same values in the look of the committee's other papers."""

from datetime import datetime, time
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from apps.contacts.models import ContactPoint
from apps.core import documents, pdf
from apps.core.models import Document
from apps.portal.contact_sheet import ContactSheet, sheet_of

# With the key of the contact point: it says whose paper a document is.
KIND = "portal.contact_sheet"
TEMPLATE = "portal/paper/contact_sheet.pdf.html"
# Moves on with every change of the template: documents of an older one stay as they were.
TEMPLATE_VERSION = "1"


def print_sheet(point: ContactPoint, today) -> Document:
    """The paper of today: the same state of the branch gives the same document."""
    sheet = sheet_of(point, today)
    kind = f"{KIND}:{point.uuid}"
    digest = documents.data_hash(dict(sheet))
    return documents.publish(
        kind=kind,
        title=f"联系点案头书（{sheet['branch']}，{sheet['as_of']}）",
        template_version=TEMPLATE_VERSION,
        digest=digest,
        render=lambda: render_sheet(sheet, kind, digest, today),
    )


def render_sheet(sheet: ContactSheet, kind: str, digest: str, today) -> bytes:
    code = documents.verification_code(kind, TEMPLATE_VERSION, digest)
    address = urljoin(settings.PUBLIC_URL, f"{reverse('core:verify')}?code={code}")
    stamped = {
        **sheet,
        "verification_code": code,
        "verification_url": address,
        "data_hash": digest,
    }
    moment = timezone.make_aware(datetime.combine(today, time.min))
    return pdf.render(TEMPLATE, {"sheet": stamped}, created=moment)


@documents.reader
def may_read(document: Document, user) -> bool:
    """Whoever sees the contact point."""
    kind, _, key = document.kind.partition(":")
    return kind == KIND and ContactPoint.objects.visible_to(user).filter(uuid=key).exists()
