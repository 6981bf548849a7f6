"""A frozen list on paper: read from what was frozen and nothing else, so always the same."""

from datetime import datetime, time
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from apps.core import documents, pdf
from apps.core.exact import shown
from apps.core.models import Document
from apps.core.standings import Standing, standing
from apps.juries.models import Jury, ResultLine, ResultList

KIND = "juries.result_list"
TEMPLATE = "juries/paper/result_list.pdf.html"
# Moves on with every change of the template: documents of an older one stay as they were.
TEMPLATE_VERSION = "1"


def paper_of(result: ResultList) -> dict:
    """Plain values of one list, in three queries."""
    scheme = result.jury.scheme
    lines = [_line(line) for line in result.lines.select_related("candidate")]
    return {
        "list": str(result.uuid),
        "title": result.title,
        "number": result.number,
        "frozen_on": date_format(timezone.localtime(result.frozen_at), "Y年n月j日"),
        "scheme": str(scheme),
        "criteria": "、".join(f"{c}（{shown(c.most)}分）" for c in scheme.criteria.all()),
        "averaging": _averaging(scheme),
        "jury_line": result.jury_line,
        "places": f"{result.places}个" if result.places else "不限",
        "inside": [line for line in lines if line["is_in"]],
        "outside": [line for line in lines if not line["is_in"]],
    }


def _averaging(scheme) -> str:
    if not scheme.trimmed:
        return scheme.get_averaging_display()
    return f"最高、最低各去掉{scheme.trimmed}份后平均"


def _line(line: ResultLine) -> dict:
    return {
        "label": line.candidate.label,
        "organisation": line.organisation_name,
        "mean": f"{line.mean}" if line.mean is not None else "—",
        "light": line.get_light_display() or "不计分",
        "is_in": line.is_in,
        "explanation": line.explanation,
        "marks": "、".join(_mark(mark) for mark in line.marks),
    }


def _mark(mark: dict) -> str:
    words = f"{mark.get('juror', '')}{mark['points']}"
    return words if mark["is_counted"] else f"{words}（不计）"


def print_list(result: ResultList) -> Document:
    content = paper_of(result)
    digest = documents.data_hash(content)
    return documents.publish(
        kind=_kind(result),
        title=f"{result.title}结果（第{result.number}次）",
        template_version=TEMPLATE_VERSION,
        digest=digest,
        render=lambda: render_list(result, content, digest),
    )


def render_list(result: ResultList, content: dict, digest: str) -> bytes:
    code = documents.verification_code(_kind(result), TEMPLATE_VERSION, digest)
    stamped = {
        **content,
        "verification_code": code,
        "verification_url": urljoin(settings.PUBLIC_URL, f"{reverse('core:verify')}?code={code}"),
        "data_hash": digest,
    }
    day = timezone.localtime(result.frozen_at).date()
    moment = timezone.make_aware(datetime.combine(day, time.min))
    return pdf.render(TEMPLATE, {"sheet": stamped}, created=moment)


def _kind(result: ResultList) -> str:
    """With the key of the list: it says whose paper a document is."""
    return f"{KIND}:{result.uuid}"


@documents.reader
def may_read(document: Document, user) -> bool:
    """Whoever reads the results of the city, and the jury itself."""
    kind, _, key = document.kind.partition(":")
    if kind != KIND:
        return False
    seen = ResultList.objects.visible_to(user).filter(uuid=key)
    return seen.exists() or Jury.objects.sat_on_by(user).filter(lists__uuid=key).exists()


@standing(KIND)
def standing_of_list(document: Document) -> Standing:
    key = document.kind.partition(":")[2]
    if ResultList.objects.in_force().filter(uuid=key).exists():
        return Standing(True, "这份文件由本系统生成，是这次评审现行的结果")
    return Standing(False, "这份文件由本系统生成，但评审组已重新评议，请以最新的结果为准")
