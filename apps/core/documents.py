"""Documents: rendered once for the same data, verifiable by the code that is printed on them."""

import base64
import hashlib
import json
from collections.abc import Callable

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from apps.core import files
from apps.core.models import Document

# Each app that hangs documents on its rows says who may read them.
Reader = Callable[[Document, models.Model], bool]
_readers: list[Reader] = []


def reader(function: Reader) -> Reader:
    """Decorator: `function(document, user)` answers whether the user may read the document."""
    _readers.append(function)
    return function


def is_readable_by(document: Document, user) -> bool:
    """Whoever keeps all documents, or whom the app of its rows lets in."""
    return user.has_perm("core.view_document") or any(may(document, user) for may in _readers)


@files.register_of_paths
def paths_of_documents():
    return Document.objects.values_list("path", flat=True)


def data_hash(content: dict) -> str:
    """SHA-256 (hex) of the plain values that a document is made of, in canonical order."""
    canonical = json.dumps(
        content, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def verification_code(kind: str, template_version: str, digest: str) -> str:
    """Sixteen letters and digits in groups of four; known before rendering, so it can be printed."""
    seed = f"{kind}\n{template_version}\n{digest}".encode()
    letters = base64.b32encode(hashlib.sha256(seed).digest()).decode()[:16]
    return "-".join(letters[i : i + 4] for i in range(0, 16, 4))


def find(*, kind: str, template_version: str, digest: str) -> Document | None:
    return Document.objects.filter(
        kind=kind, template_version=template_version, data_hash=digest
    ).first()


def publish(
    *, kind: str, title: str, template_version: str, digest: str, render: Callable[[], bytes]
) -> Document:
    """The document of this data: the one that exists, or a new one from `render` (a PDF)."""
    existing = find(kind=kind, template_version=template_version, digest=digest)
    if existing:
        return existing
    stored = files.store(render(), suffix=".pdf")
    with transaction.atomic():
        document, _ = Document.objects.get_or_create(
            kind=kind,
            template_version=template_version,
            data_hash=digest,
            defaults={
                "title": title,
                "sha256": stored.sha256,
                "size": stored.size,
                "path": stored.path,
                "code": verification_code(kind, template_version, digest),
            },
        )
    return document
