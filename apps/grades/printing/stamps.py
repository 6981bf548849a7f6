"""What every paper of grades carries: who it is from, and how it is verified."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation
from apps.core import documents, pdf
from apps.core.models import Document


def issuer() -> str:
    """The work committee, in whose name a list goes out."""
    committees = Organisation.objects.filter(kind=OrganisationKind.WORK_COMMITTEE)
    root = committees.existing_on(timezone.localdate()).order_by("pk").first()
    return root.name if root else settings.NEWS_ORGANISER


def publish(
    values: Mapping[str, Any], *, kind: str, title: str, template: str, version: str, day: date
) -> Document:
    """The same values give the same document; `day` is the only moment that gets into it."""
    digest = documents.data_hash(dict(values))
    code = documents.verification_code(kind, version, digest)
    address = urljoin(settings.PUBLIC_URL, f"{reverse('core:verify')}?code={code}")
    stamp = {"verification_code": code, "verification_url": address, "data_hash": digest}
    moment = timezone.make_aware(datetime.combine(day, time.min))
    return documents.publish(
        kind=kind,
        title=title,
        template_version=version,
        digest=digest,
        render=lambda: pdf.render(template, {"paper": {**values, **stamp}}, created=moment),
    )
