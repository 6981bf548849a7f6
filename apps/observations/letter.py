"""旁听反馈函: what a unit is told, from rows to plain values; the same words on PDF and in Word."""

from datetime import datetime, time
from functools import lru_cache
from typing import TypedDict
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation
from apps.core import documents, pdf
from apps.core.models import Document
from apps.core.numerals import NUMERALS
from apps.core.standings import Standing, standing
from apps.core.word import CONTENT_TYPE, fill
from apps.observations.models import Observation

__all__ = ["CONTENT_TYPE", "Letter", "letter_of", "print_letter", "write_letter"]
# With the key of the observation: it says whose paper a document is.
KIND = "observations.letter"
TEMPLATE = "observations/paper/letter.pdf.html"
# Moves on with every change of the template: documents of an older one stay as they were.
TEMPLATE_VERSION = "1"
CURRENT = Standing(True, "与系统中这次旁听的反馈一致")
CHANGED = Standing(False, "打印以后反馈内容有变动，请以新打印的为准")


class Section(TypedDict):
    heading: str
    paragraphs: list[str]


class ItemLine(TypedDict):
    part: str
    name: str
    words: str
    remark: str


class Letter(TypedDict):
    title: str
    addressee: str
    opening: str
    sections: list[Section]
    closing: str
    issuer: str
    dated_on: str
    items: list[ItemLine]


def letter_of(observation: Observation) -> Letter:
    """Of one that was fed back; in six queries."""
    findings = observation.findings.select_related("item")
    return {
        "title": f"关于{observation.unit}中心组学习列席旁听情况的反馈",
        "addressee": observation.organisation.name,
        "opening": _opening(observation),
        "sections": _sections(observation),
        "closing": _closing(observation),
        "issuer": _issuer(),
        "dated_on": day_in_words(observation.fed_back_on),
        "items": [
            {
                "part": finding.item.get_part_display(),
                "name": finding.item.name,
                "words": finding.words,
                "remark": finding.remark,
            }
            for finding in findings
        ],
    }


def _opening(observation: Observation) -> str:
    team = "、".join(str(row) for row in observation.observers.select_related("person"))
    session = observation.session
    theme = f"（主题：{session.theme}）" if session else ""
    came = ""
    if session and session.present_count is not None and session.expected_count is not None:
        came = f"应到成员{session.expected_count}人，实到{session.present_count}人。"
    day = day_in_words(observation.scheduled_on)
    return f"{day}，{team}列席旁听了你单位理论学习中心组学习{theme}。{came}现将有关情况反馈如下。"


def _sections(observation: Observation) -> list[Section]:
    problems = [problem.text for problem in observation.problems.all()]
    texts = [
        ("总体评价", [f"{observation.get_overall_display()}。{observation.summary}"]),
        ("好的做法", _paragraphs(observation.highlights)),
        ("存在的问题", [f"{n}．{text}" for n, text in enumerate(problems, start=1)]),
        ("意见建议", _paragraphs(observation.suggestions)),
    ]
    kept = [(heading, lines) for heading, lines in texts if lines]
    return [
        {"heading": f"{NUMERALS[number]}、{heading}", "paragraphs": lines}
        for number, (heading, lines) in enumerate(kept)
    ]


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _closing(observation: Observation) -> str:
    """Deadlines are those of the issues: the letter asks for nothing else."""
    issues = [problem.issue for problem in observation.problems.select_related("issue")]
    days = [issue.deadline_at_first for issue in issues if issue]
    if not days:
        return ""
    return (
        f"请就存在的问题制定措施，于{day_in_words(max(days))}前完成整改，并在系统中登记整改情况。"
    )


def _issuer() -> str:
    """The work committee, in whose name the letter goes out."""
    committees = Organisation.objects.filter(kind=OrganisationKind.WORK_COMMITTEE)
    root = committees.existing_on(timezone.localdate()).order_by("pk").first()
    return root.name if root else settings.NEWS_ORGANISER


def day_in_words(day) -> str:
    return date_format(day, "Y年n月j日") if day else ""


def print_letter(observation: Observation) -> Document:
    """The same feedback gives the same document."""
    letter = letter_of(observation)
    kind, digest = f"{KIND}:{observation.uuid}", documents.data_hash(dict(letter))
    return documents.publish(
        kind=kind,
        title=letter["title"][:200],
        template_version=TEMPLATE_VERSION,
        digest=digest,
        render=lambda: _render(observation, letter, kind, digest),
    )


def _render(observation: Observation, letter: Letter, kind: str, digest: str) -> bytes:
    code = documents.verification_code(kind, TEMPLATE_VERSION, digest)
    address = urljoin(settings.PUBLIC_URL, f"{reverse('core:verify')}?code={code}")
    stamped = {
        **letter,
        "verification_code": code,
        "verification_url": address,
        "data_hash": digest,
    }
    moment = timezone.make_aware(datetime.combine(observation.fed_back_on, time.min))  # type: ignore[arg-type]
    return pdf.render(TEMPLATE, {"letter": stamped}, created=moment)


@lru_cache(maxsize=1)
def _template() -> bytes:
    # Building costs the Word library: only the process that writes pays for it.
    from apps.observations.letter_template import build

    return build()


def write_letter(observation: Observation) -> bytes:
    """As a Word file, with the same words as the PDF."""
    letter = letter_of(observation)
    return fill(_template(), letter, title=letter["title"], author=letter["issuer"])


@documents.reader
def may_read(document: Document, user) -> bool:
    """Whoever reads the feedback: the committee, the unit, and those who were sent."""
    kind, _, key = document.kind.partition(":")
    return kind == KIND and Observation.objects.read_by(user).filter(uuid=key).exists()


@standing(KIND)
def standing_of_letter(document: Document) -> Standing:
    key = document.kind.partition(":")[2]
    observation = Observation.objects.get(uuid=key)
    is_same = documents.data_hash(dict(letter_of(observation))) == document.data_hash
    return CURRENT if is_same else CHANGED
