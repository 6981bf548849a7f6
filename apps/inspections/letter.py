"""督查整改通知: what a unit is told after a visit, the same words on PDF and in Word."""

from datetime import datetime, time
from functools import lru_cache
from typing import TypedDict
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation
from apps.core import documents, pdf, policy
from apps.core.models import Document
from apps.core.models.spans import day_in_words
from apps.core.standings import Standing, standing
from apps.core.word import CONTENT_TYPE, fill
from apps.inspections.models import Visit
from apps.inspections.rules import ACKNOWLEDGE_DAYS

__all__ = ["CONTENT_TYPE", "Letter", "letter_of", "print_letter", "write_letter"]
# With the key of the visit: it says whose paper a document is.
KIND = "inspections.letter"
TEMPLATE = "inspections/paper/letter.pdf.html"
# Moves on with every change of the template: documents of an older one stay as they were.
TEMPLATE_VERSION = "1"
CURRENT = Standing(True, "与系统中这次督查下发的问题一致")
CHANGED = Standing(False, "打印以后下发的问题有变动，请以新打印的为准")


class IssueLine(TypedDict):
    number: str
    organisation: str
    text: str
    level: str
    due_on: str


class Letter(TypedDict):
    title: str
    addressee: str
    opening: str
    summary: list[str]
    closing: str
    issuer: str
    dated_on: str
    issues: list[IssueLine]


def letter_of(visit: Visit) -> Letter:
    """The deadlines are the first ones: an extension changes no letter that went out."""
    lines = _lines(visit)
    return {
        "title": f"关于{visit.unit}督查情况的整改通知"
        if lines
        else f"关于{visit.unit}督查情况的通知",
        "addressee": _addressee(visit),
        "opening": _opening(visit, len(lines)),
        "summary": [line.strip() for line in visit.summary.splitlines() if line.strip()],
        "closing": _closing(visit) if lines else "",
        "issuer": _issuer(),
        "dated_on": day_in_words(visit.held_on),
        "issues": lines,
    }


def _lines(visit: Visit) -> list[IssueLine]:
    issues = visit.issues.standing().select_related("organisation").order_by("pk")
    return [
        {
            "number": str(number),
            "organisation": issue.organisation.name,
            "text": issue.text,
            "level": issue.get_level_display(),
            "due_on": day_in_words(issue.deadline_at_first),
        }
        for number, issue in enumerate(issues, start=1)
    ]


def _addressee(visit: Visit) -> str:
    """The Party group of the unit, else the one organisation above all others of it, if there is one."""
    bodies = Organisation.objects.existing_on(visit.held_on).filter(unit=visit.unit)
    uppermost = list(bodies.exclude(parent__unit=visit.unit))
    groups = [body for body in uppermost if body.kind == OrganisationKind.PARTY_GROUP]
    heads = groups or uppermost
    return heads[0].name if len(heads) == 1 else visit.unit.name


def _opening(visit: Visit, number: int) -> str:
    team = "、".join(
        str(row.inspector) for row in visit.present.select_related("inspector__person")
    )
    found = f"发现问题{number}个" if number else "没有发现需要整改的问题"
    return f"{day_in_words(visit.held_on)}，{team}按照“{visit.inspection}”到你单位督查，{found}。"


def _closing(visit: Visit) -> str:
    days = policy.count(ACKNOWLEDGE_DAYS, visit.held_on)
    return (
        f"请在{days}个工作日内签收，制定措施、明确责任人，按时限完成整改，并在系统中登记整改情况。"
        "系统里已有的会议记录、活动可以直接作佐证，不用另报材料。"
    )


def _issuer() -> str:
    """The work committee, in whose name the letter goes out."""
    committees = Organisation.objects.filter(kind=OrganisationKind.WORK_COMMITTEE)
    root = committees.existing_on(timezone.localdate()).order_by("pk").first()
    return root.name if root else settings.NEWS_ORGANISER


def print_letter(visit: Visit) -> Document:
    """The same issues give the same document."""
    letter = letter_of(visit)
    kind, digest = f"{KIND}:{visit.uuid}", documents.data_hash(dict(letter))
    return documents.publish(
        kind=kind,
        title=letter["title"],
        template_version=TEMPLATE_VERSION,
        digest=digest,
        render=lambda: _render(visit, letter, kind, digest),
    )


def _render(visit: Visit, letter: Letter, kind: str, digest: str) -> bytes:
    code = documents.verification_code(kind, TEMPLATE_VERSION, digest)
    address = urljoin(settings.PUBLIC_URL, f"{reverse('core:verify')}?code={code}")
    stamp = {"verification_code": code, "verification_url": address, "data_hash": digest}
    moment = timezone.make_aware(datetime.combine(visit.held_on, time.min))
    return pdf.render(TEMPLATE, {"letter": {**letter, **stamp}}, created=moment)


@lru_cache(maxsize=1)
def _template() -> bytes:
    # Building costs the Word library: only the process that writes pays for it.
    from apps.inspections.letter_template import build

    return build()


def write_letter(visit: Visit) -> bytes:
    """As a Word file, with the same words as the PDF."""
    letter = letter_of(visit)
    return fill(_template(), letter, title=letter["title"], author=letter["issuer"])


@documents.reader
def may_read(document: Document, user) -> bool:
    """The committee, its leaders, the team, and whoever answers for the unit."""
    kind, _, key = document.kind.partition(":")
    return kind == KIND and Visit.objects.told_to(user).filter(uuid=key).exists()


@standing(KIND)
def standing_of_letter(document: Document) -> Standing:
    visit = Visit.objects.get(uuid=document.kind.partition(":")[2])
    is_same = documents.data_hash(dict(letter_of(visit))) == document.data_hash
    return CURRENT if is_same else CHANGED
