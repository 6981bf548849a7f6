"""The annual sheet of one result: plain values from what is stored, printed once."""

from collections.abc import Iterable
from datetime import datetime, time
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.assessments.choices import WEIGHTED, ManualKind, PartBasis, PartSource
from apps.assessments.documents import Adjustment, Evidence, ManualItem, SheetLine
from apps.assessments.facts import MONTHS_LABEL
from apps.assessments.models import ManualEntry, Result, ScoreLine
from apps.assessments.records import Records, of_line, records_of
from apps.assessments.scoring import VetoHeld
from apps.core import documents, pdf
from apps.core.exact import half_up, shown
from apps.core.models import Document
from apps.core.models.spans import day_in_words

KIND = "assessment.annual"
TEMPLATE = "assessments/annual_sheet.pdf.html"
# Moves on with every change of the template: documents of an older one stay as they were.
TEMPLATE_VERSION = "2"
ROUNDING = (
    "各项得分按精确值合计，只在总分处四舍五入一次，保留两位小数；表中各项得分取两位小数，便于阅读"
)
EMPTY = "—"


def print_sheet(result: Result) -> Document:
    """The document of a result: the one it has, or a new one of the stored values."""
    if result.document:
        return result.document
    sheet = result.sheet or sheet_of(result)
    digest = documents.data_hash(sheet)
    document = documents.publish(
        kind=KIND,
        title=f"{sheet['year']}年度{sheet.get('subject', '党组织')}考核表（{sheet['organisation']}）",
        template_version=TEMPLATE_VERSION,
        digest=digest,
        render=lambda: render(sheet, digest, result.run.dated_on),
    )
    # A worker that lost its lease may have been faster: the first sheet stays.
    Result.objects.filter(pk=result.pk, document=None).update(
        sheet=sheet, data_hash=digest, document=document, updated_at=timezone.now()
    )
    return document


def render(sheet: dict, digest: str, dated_on) -> bytes:
    code = documents.verification_code(KIND, TEMPLATE_VERSION, digest)
    address = urljoin(settings.PUBLIC_URL, f"{reverse('core:verify')}?code={code}")
    stamped = sheet | {
        "verification_code": code,
        "verification_url": address,
        "data_hash": digest,
    }
    created = timezone.make_aware(datetime.combine(dated_on, time()))
    return pdf.render(TEMPLATE, {"sheet": stamped}, created=created)


def sheet_of(result: Result) -> dict:
    """An AnnualSheet but for its code and hash, which come from all the rest."""
    people = ("manual_entry__author", "manual_entry__approved_by")
    lines = list(result.lines.select_related("part", *people).order_by("order"))
    held = [VetoHeld(**veto) for veto in result.facts.get("vetoes", [])]
    records = records_of([*lines, *held])
    run, facts = result.run, result.facts
    return {
        "year": run.year,
        "subject": "单位" if result.unit_id else "党组织",
        **{key: facts[key] for key in FACTS},
        "total": f"{result.total:.2f}",
        "grade": result.grade,
        "grade_reason": result.grade_reason,
        "class_label": result.class_label,
        "parts": parts_of(facts, lines, records),
        "deductions": adjustments(lines, records, PartSource.DEDUCTION),
        "bonuses": adjustments(lines, records, PartSource.BONUS),
        "vetoes": [*scheme_vetoes(held, records), *vetoes_of(result)],
        "manual_items": [manual_item(x, x.manual_entry) for x in lines if x.manual_entry],
        "months_label": MONTHS_LABEL,
        "months": [{"label": f"{n}月", "value": v} for n, v in enumerate(facts["months"], 1)],
        "scheme_name": run.scheme.name,
        "scheme_version": f"第{run.scheme.number}版",
        "thresholds": [
            {"grade": t.grade, "at_least": shown(t.minimum)}
            for t in run.scheme.thresholds.order_by("-minimum")
        ],
        "rounding": ROUNDING,
        "issued_on": day_in_words(run.dated_on),
    }


FACTS = (
    "organisation",
    "issuer",
    "kind",
    "unit",
    "zone",
    "secretary",
    "founded_on",
    "full_members",
    "probationary_members",
    "full_total",
)


def parts_of(facts: dict, lines: list[ScoreLine], records: Records) -> list[dict]:
    grouped: dict[int, list[SheetLine]] = {}
    for line in lines:
        if line.part.source in WEIGHTED:
            grouped.setdefault(line.part_id, []).append(sheet_line(line, records))
    return [
        {**part, "lines": own} for part, own in zip(facts["parts"], grouped.values(), strict=True)
    ]


def sheet_line(line: ScoreLine, records: Records) -> SheetLine:
    counts = line.is_applicable
    return {
        "code": line.rule_code,
        "label": line.label,
        "number": shown(line.number) if counts else EMPTY,
        "target": shown(line.target) if counts and line.target is not None else "",
        "unit": line.unit if counts else "",
        "points": points(line.points) if counts else EMPTY,
        "max_points": points(line.max_points) if counts and not takes(line) else EMPTY,
        "explanation": line.explanation,
        "evidence": evidence(line, records),
    }


def takes(line: ScoreLine) -> bool:
    """A deduction inside a part that begins full is worth nothing of its own."""
    return line.part.basis == PartBasis.DEDUCTED and line.criterion_id is not None


def evidence(line: ScoreLine | VetoHeld, records: Records) -> list[Evidence]:
    return [
        {"on": record.on.isoformat() if record.on else "", "title": record.title}
        for record in of_line(line, records)
    ]


def adjustments(
    lines: Iterable[ScoreLine], records: Records, source: PartSource
) -> list[Adjustment]:
    return [
        {
            "label": line.label,
            "points": points(line.points),
            "explanation": line.explanation,
            "evidence": evidence(line, records),
        }
        for line in lines
        if line.part.source == source and line.manual_entry is None
    ]


def scheme_vetoes(held: Iterable[VetoHeld], records: Records) -> list[Adjustment]:
    """Those whose condition the scheme states, with the rows that met it."""
    return [
        {
            "label": veto.name,
            "points": "",
            "explanation": f"{veto.reason}，最高为“{veto.grade_cap}”",
            "evidence": evidence(veto, records),
        }
        for veto in held
    ]


def vetoes_of(result: Result) -> list[Adjustment]:
    """Those that were approved when the run was computed; an approved entry no longer changes."""
    vetoes = ManualEntry.objects.of_year(result.run.year).filter(
        organisation=result.organisation_id,
        kind=ManualKind.VETO,
        approved_at__lte=result.run.computed_at,
    )
    return [
        {
            "label": veto.reason,
            "points": "",
            "explanation": (
                f"最高为“{veto.grade_cap}”，{name_of(veto.author)}录入，{name_of(veto.approved_by)}批准"
            ),
            "evidence": [],
        }
        for veto in vetoes.select_related("author", "approved_by").order_by("approved_at", "pk")
    ]


def manual_item(line: ScoreLine, entry: ManualEntry) -> ManualItem:
    return {
        "on": timezone.localdate(entry.approved_at).isoformat(),
        "label": line.label,
        "points": points(line.points),
        "author": name_of(entry.author),
        "approver": name_of(entry.approved_by),
        "reason": line.explanation,
    }


def name_of(user: User | None) -> str:
    return user.name if user else EMPTY


def points(value: Decimal) -> str:
    return f"{half_up(Fraction(value), 2)}"
