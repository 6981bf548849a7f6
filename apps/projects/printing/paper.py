"""One project as a PDF, kept with a code by which it can be verified."""

from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from apps.core import documents, pdf
from apps.core.models import Document
from apps.core.standings import Standing, standing
from apps.projects.documents import ProjectSheet
from apps.projects.models import SecretaryProject
from apps.projects.printing.fitting import facts_of, fitted
from apps.projects.printing.sheets import moment_of, sheets_of

# With the key of the project: it says whose paper a document is.
KIND = "projects.sheet"
TEMPLATE = "projects/paper/project_sheet.pdf.html"
# Moves on with every change of the template: documents of an older one stay as they were.
TEMPLATE_VERSION = "1"
CURRENT = Standing(True, "与系统中这个项目现在的内容一致")
CHANGED = Standing(False, "打印以后项目又有新的进展，请以新打印的为准")


def print_sheet(project_pk: int) -> Document:
    """The paper of a project as it stands: the same state gives the same document."""
    [(project, sheet)] = sheets_of(SecretaryProject.objects.filter(pk=project_pk))
    kind, digest = f"{KIND}:{project.uuid}", documents.data_hash(dict(sheet))
    moment = moment_of([project])
    return documents.publish(
        kind=kind,
        title=f"书记项目表（{project}）"[:200],
        template_version=TEMPLATE_VERSION,
        digest=digest,
        render=lambda: render_sheet(sheet, kind, digest, moment),
    )


def render_sheet(sheet: ProjectSheet, kind: str, digest: str, moment: datetime) -> bytes:
    code = documents.verification_code(kind, TEMPLATE_VERSION, digest)
    stamped = {**on_paper(sheet), **verification(code, digest)}
    return pdf.render(TEMPLATE, {"sheet": stamped}, created=moment)


def on_paper(sheet: ProjectSheet) -> dict:
    return {**fitted(sheet), "facts": facts_of(sheet)}


def verification(code: str, digest: str) -> dict[str, str]:
    address = urljoin(settings.PUBLIC_URL, f"{reverse('core:verify')}?code={code}")
    return {"verification_code": code, "verification_url": address, "data_hash": digest}


@documents.reader
def may_read(document: Document, user) -> bool:
    """Whoever sees the project."""
    kind, _, key = document.kind.partition(":")
    return kind == KIND and SecretaryProject.objects.visible_to(user).filter(uuid=key).exists()


@standing(KIND)
def standing_of_sheet(document: Document) -> Standing:
    key = document.kind.partition(":")[2]
    [(_, sheet)] = sheets_of(SecretaryProject.objects.filter(uuid=key))
    return CURRENT if documents.data_hash(dict(sheet)) == document.data_hash else CHANGED
