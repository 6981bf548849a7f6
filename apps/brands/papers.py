"""The sheet of a brand and the register of a batch on paper: plain values, printed once."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple, TypedDict
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from apps.brands.choices import PUBLIC
from apps.brands.models import Batch, Brand
from apps.brands.register import brands_of_batch
from apps.core import documents, pdf
from apps.core.models import Document, PublicModel
from apps.core.models.spans import day_in_words, span_in_words


class Kind(NamedTuple):
    """One sort of paper; `version` moves on with every change of its template."""

    name: str
    template: str
    version: str


SHEET = Kind("brands.sheet", "brands/paper/brand_sheet.pdf.html", "1")
REGISTER = Kind("brands.register", "brands/paper/batch_register.pdf.html", "1")


class FigureLine(TypedDict):
    name: str
    value: str
    days: str


class SpanLine(TypedDict):
    layer: str
    days: str


class BrandSheet(TypedDict):
    name: str
    organisation: str
    unit: str
    layer: str
    certified_on: str
    next_recheck_on: str
    batches: str
    meaning: str
    business_link: str
    measures: str
    effects: str
    copied_from: str
    figures: list[FigureLine]
    spans: list[SpanLine]
    adoptions: str


class BatchLine(TypedDict):
    name: str
    owner: str
    layer: str


class BatchRegister(TypedDict):
    title: str
    decided_on: str
    plan: str
    as_of: str
    issuer: str
    lines: list[BatchLine]


def print_sheet(brand: Brand, today: date) -> Document:
    """The same state of the brand gives the same document."""
    return _print(SHEET, brand, f"党建品牌登记表（{brand}）", sheet_of(brand), today)


def print_register(batch: Batch, today: date) -> Document:
    register = register_of(batch, today)
    return _print(REGISTER, batch, f"{register['title']}名录", register, today)


def sheet_of(brand: Brand) -> BrandSheet:
    """What the paper says is what its reader sees: of a registered brand what everybody reads."""
    unit = brand.organisation.unit
    spans = brand.layer_spans.select_related("batch").order_by("starts_on", "pk")
    shown = spans.filter(layer__in=PUBLIC) if brand.certified_on else spans
    adoptions = brand.adoptions.select_related("organisation").order_by("since", "pk")
    return {
        "name": brand.name,
        "organisation": brand.organisation.name,
        "unit": unit.name if unit else "",
        "layer": brand.get_status_display(),
        "certified_on": _day(brand.certified_on),
        "next_recheck_on": _day(brand.next_recheck_on),
        "batches": "，".join(str(b) for b in (brand.certified_in, brand.demonstrated_in) if b),
        "meaning": brand.meaning,
        "business_link": brand.business_link,
        "measures": brand.measures,
        "effects": brand.effects,
        "copied_from": brand.copied_from,
        "figures": [
            {"name": f.name, "value": str(f.quantity), "days": f.days_in_words}
            for f in brand.effect_rows.all()
        ],
        "spans": [{"layer": span.words, "days": _days(span)} for span in shown],
        "adoptions": "、".join(adoption.organisation.name for adoption in adoptions),
    }


def register_of(batch: Batch, today: date) -> BatchRegister:
    return {
        "title": f"{batch.title or '党建品牌'}（{batch}）",
        "decided_on": _day(batch.decided_on),
        "plan": batch.plan.name if batch.plan else "",
        "as_of": day_in_words(today),
        "issuer": settings.NEWS_ORGANISER,
        "lines": [
            {"name": brand.name, "owner": _owner(brand), "layer": brand.get_status_display()}
            for brand in brands_of_batch(batch)
        ],
    }


def _owner(brand: Brand) -> str:
    return str(brand.organisation.unit or brand.organisation)


def _day(day: date | None) -> str:
    return day_in_words(day) if day else ""


def _days(span) -> str:
    if span.ends_on is None:
        return f"{day_in_words(span.starts_on)}起"
    return span_in_words(span.starts_on, span.ends_on)


def _print(
    kind: Kind, row: PublicModel, title: str, values: Mapping[str, Any], today: date
) -> Document:
    name = f"{kind.name}:{row.uuid}"
    digest = documents.data_hash(dict(values))
    return documents.publish(
        kind=name,
        title=title,
        template_version=kind.version,
        digest=digest,
        render=lambda: _rendered(kind, name, digest, values, today),
    )


def _rendered(kind: Kind, name: str, digest: str, values: Mapping[str, Any], today: date) -> bytes:
    code = documents.verification_code(name, kind.version, digest)
    stamped = {
        **values,
        "verification_code": code,
        "verification_url": urljoin(settings.PUBLIC_URL, f"{reverse('core:verify')}?code={code}"),
        "data_hash": digest,
    }
    moment = timezone.make_aware(datetime.combine(today, time.min))
    return pdf.render(kind.template, {"paper": stamped}, created=moment)


@documents.reader
def may_read(document: Document, user) -> bool:
    """Whoever sees the brand, or the batch."""
    kind, _, key = document.kind.partition(":")
    models: dict[str, Any] = {SHEET.name: Brand, REGISTER.name: Batch}
    return kind in models and models[kind].objects.visible_to(user).filter(uuid=key).exists()
