"""提醒函 and 批复: plain values, printed as PDF and written as Word with the same words."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, TypedDict
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from apps.branches.choices import SECRETARY_POSTS, OrganisationKind
from apps.branches.models import Organisation
from apps.core import documents, pdf, word
from apps.core.models import Document
from apps.core.models.spans import day_in_words
from apps.elections import rules
from apps.elections.choices import PaperKind
from apps.elections.models import Election, Renewal, RenewalPaper
from apps.elections.turnover import posts_won

# With the key of the renewal or by-election: it says whose paper a document is.
KIND = "elections.letter"
TEMPLATE = "elections/paper/letter.pdf.html"
# Moves on with every change of the template: documents of an older one stay as they were.
TEMPLATE_VERSION = "2"


Subject = Renewal | Election


class Letter(TypedDict):
    """`paragraphs` stand as they are; `issuer` signs."""

    title: str
    doc_no: str
    addressee: str
    paragraphs: list[str]
    issuer: str
    dated_on: str


def letter_of(subject: Subject, kind: PaperKind) -> Letter:
    """The letter that belongs to a paper of the renewal or by-election; refused where that is not
    there yet."""
    paper = _paper(subject, kind)
    make = makers_of(subject).get(kind)
    if paper is None or make is None:
        raise ValidationError(f"“{subject}”还没有{kind.label}，请先办到这一步")
    body = subject.organisation
    return {
        "title": paper.title or kind.label,
        "doc_no": paper.doc_no,
        "addressee": body.name,
        "paragraphs": make(subject),
        "issuer": issuer_of(body),
        "dated_on": day_in_words(paper.dated_on),
    }


def issuer_of(body: Organisation) -> str:
    """The next higher body; at the top it is the work committee itself."""
    parent = body.parent
    return parent.name if parent else settings.NEWS_ORGANISER


def print_letter(subject: Subject, kind: PaperKind) -> Document:
    """The same words give the same document."""
    letter = letter_of(subject, kind)
    name, digest = f"{KIND}:{subject.uuid}", documents.data_hash(dict(letter))
    return documents.publish(
        kind=name,
        title=f"{letter['title']}（{letter['addressee']}）"[:200],
        template_version=TEMPLATE_VERSION,
        digest=digest,
        render=lambda: _render(letter, name, digest, _day(subject, kind)),
    )


def write_letter(subject: Subject, kind: PaperKind) -> bytes:
    letter = letter_of(subject, kind)
    return word.fill(_template(), letter, title=letter["title"], author=letter["issuer"])


@lru_cache(maxsize=1)
def _template() -> bytes:
    # Building costs the Word library: only the process that writes pays for it.
    from apps.elections.word_template import build

    return build()


def _render(letter: Letter, name: str, digest: str, day: date) -> bytes:
    code = documents.verification_code(name, TEMPLATE_VERSION, digest)
    address = urljoin(settings.PUBLIC_URL, f"{reverse('core:verify')}?code={code}")
    stamped = {**letter, "verification_code": code, "verification_url": address}
    moment = timezone.make_aware(datetime.combine(day, time.min))
    return pdf.render(TEMPLATE, {"paper": {**stamped, "data_hash": digest}}, created=moment)


def _paper(subject: Subject, kind: PaperKind) -> RenewalPaper | None:
    return subject.papers.filter(kind=kind).order_by("-dated_on", "-pk").first()


def _day(subject: Subject, kind: PaperKind) -> date:
    paper = _paper(subject, kind)
    return paper.dated_on if paper else timezone.localdate()


def _notice(renewal: Renewal) -> list[str]:
    term, limits = renewal.term, rules.limits()
    asked_by = day_in_words(rules.notice_on(term.ends_on, limits.request_days))
    name = _committee(renewal.organisation)
    return [
        f"你组织第{term.number}届{name}于{day_in_words(term.starts_on)}选举产生，任期{term.term_years}年，"
        f"将于{day_in_words(term.ends_on)}届满。请按期做好换届工作，现将有关事项提醒如下：",
        f"一、请于{asked_by}前报送换届请示，写明大会形式、拟召开日期、委员名额和候选人产生办法。",
        f"二、经批复同意后，组织党员提名，确定候选人预备人选并报批。委员候选人的差额不少于应选人数的"
        f"{_number(limits.surplus)}%。",
        f"三、大会选举时，有选举权的到会人数不少于应到会人数的{_number(limits.turnout)}%，"
        "得赞成票超过实到会有选举权人数一半的方可当选。",
        f"四、选举结果请及时报告。确需延期的，须经批准，一般不超过{limits.extension_months}个月。",
    ]


def _approval(renewal: Renewal) -> list[str]:
    request = _paper(renewal, PaperKind.REQUEST)
    named = f"《{request.title}》" if request and request.title else "换届请示"
    number = f"（{request.doc_no}）" if request and request.doc_no else ""
    planned = day_in_words(renewal.planned_on) if renewal.planned_on else ""
    limits = rules.limits(renewal.approved_on)
    return [
        f"你组织{named}{number}收悉。经研究，批复如下：",
        f"一、同意你组织于{planned}召开{renewal.get_body_display()}，进行换届选举。",
        f"二、同意新一届{_committee(renewal.organisation)}设委员{renewal.seats}名，实行差额选举，"
        f"候选人的差额不少于应选人数的{_number(limits.surplus)}%。",
        "三、请按规定做好候选人预备人选的酝酿、推荐和报批，选举结果及时报告。",
    ]


def _result(renewal: Renewal) -> list[str]:
    election = renewal.elections.standing().get()
    lines = [_answered(election, "换届选举"), *_in_office(election)]
    if renewal.next_term:
        lines.append(
            f"新一届任期{renewal.next_term.term_years}年，自{day_in_words(renewal.next_term.starts_on)}起，"
            f"至{day_in_words(renewal.next_term.ends_on)}届满。"
        )
    return lines


def _result_of_by_election(election: Election) -> list[str]:
    return [
        _answered(election, "补选"),
        *_in_office(election),
        f"任期与本届相同，至{day_in_words(election.term.ends_on)}届满。",
    ]


def _answered(election: Election, noun: str) -> str:
    return (
        f"你组织关于{noun}结果的报告收悉。{day_in_words(election.held_on)}召开的"
        f"{election.get_body_display()}选举有效。经研究，批复如下："
    )


def _in_office(election: Election) -> list[str]:
    """Secretary and deputies are approved, the others filed (R-TERM-03, step 7)."""
    won = posts_won(election)
    heads = [f"{person}任{post.label}" for person, post in won if post in SECRETARY_POSTS]
    members = [str(person) for person, post in won if post not in SECRETARY_POSTS]
    lines = [f"同意{'，'.join(heads)}。"] if heads else []
    if members:
        named = _committee(election.organisation)
        lines.append(f"{'、'.join(members)}任{named}委员，予以备案。")
    return lines


MAKERS: dict[PaperKind, Callable[[Any], list[str]]] = {
    PaperKind.NOTICE: _notice,
    PaperKind.APPROVAL: _approval,
    PaperKind.RESULT_APPROVAL: _result,
}
MAKERS_OF_BY_ELECTION = {PaperKind.RESULT_APPROVAL: _result_of_by_election}


def makers_of(subject: Subject) -> Mapping[PaperKind, Callable[[Any], list[str]]]:
    return MAKERS if isinstance(subject, Renewal) else MAKERS_OF_BY_ELECTION


def _committee(body: Organisation) -> str:
    if body.kind == OrganisationKind.ORGAN_COMMITTEE:
        return "委员会"
    return "总支部委员会" if body.kind == OrganisationKind.GENERAL_BRANCH else "支部委员会"


def _number(value) -> str:
    return f"{value.normalize():f}"


@documents.reader
def may_read(document: Document, user) -> bool:
    """Whoever sees the renewal or the by-election."""
    kind, _, key = document.kind.partition(":")
    if kind != KIND:
        return False
    rows = (model.objects.visible_to(user).filter(uuid=key) for model in (Renewal, Election))
    return any(found.exists() for found in rows)
