"""The sheet of a brand and the register of a batch on paper: plain values, printed once."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple, TypedDict
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from apps.brands.choices import PUBLIC
from apps.brands.models import Batch, Brand, LayerSpan
from apps.brands.register import brands_of_batch
from apps.core import documents, pdf
from apps.core.models import Document, PublicModel
from apps.core.models.spans import day_in_words, span_in_words

# Millimetres of the columns: a heading and its words, twice; a text has the last three to itself.
HEAD, HALF = 24, 54
WIDE = HALF + HEAD + HALF
# Points that the table of a sheet may take on the page of templates/pdf/projects.css.
ROOM = 540


class Kind(NamedTuple):
    """One sort of paper; `version` moves on with every change of its template."""

    name: str
    template: str
    version: str


SHEET = Kind("brands.sheet", "brands/paper/brand_sheet.pdf.html", "1")
REGISTER = Kind("brands.register", "brands/paper/batch_register.pdf.html", "1")


class TextLine(TypedDict):
    heading: str
    text: str


class BrandSheet(TypedDict):
    """`facts` are rows of two headings with their words; a long text is cut where it is printed."""

    name: str
    organisation: str
    facts: list[tuple[str, str, str, str]]
    texts: list[TextLine]


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
    sheet = sheet_of(brand)
    return _print(SHEET, brand, f"党建品牌登记表（{brand}）", sheet, today, lambda: _fitted(sheet))


def print_register(batch: Batch, today: date) -> Document:
    register = register_of(batch, today)
    return _print(REGISTER, batch, f"{register['title']}名录", register, today)


def sheet_of(brand: Brand) -> BrandSheet:
    """What the paper says is what its reader sees: of a registered brand what everybody reads."""
    unit = brand.organisation.unit
    batches = "，".join(str(b) for b in (brand.certified_in, brand.demonstrated_in) if b)
    return {
        "name": brand.name,
        "organisation": brand.organisation.name,
        "facts": [
            ("党组织", brand.organisation.name, "所在单位", unit.name if unit else ""),
            ("层级", brand.get_status_display(), "批次", batches),
            ("认定日期", _day(brand.certified_on), "下次复核", _day(brand.next_recheck_on)),
        ],
        "texts": [{"heading": heading, "text": text} for heading, text in _texts(brand)],
    }


def _texts(brand: Brand) -> Iterator[tuple[str, str]]:
    yield "释义", brand.meaning
    yield "与中心工作的结合", brand.business_link
    yield "主要措施", brand.measures
    yield "成效", brand.effects
    for heading, lines in (
        ("成效数据", (row.words for row in brand.effect_rows.all())),
        ("层级经历", (f"{_days(span)}{span.words}" for span in _spans(brand))),
        ("学用单位", (str(a.organisation) for a in brand.adoptions.select_related("organisation"))),
    ):
        if text := "；".join(lines):
            yield heading, text
    if brand.copied_from:
        yield "借鉴自", brand.copied_from


def _spans(brand: Brand) -> QuerySet[LayerSpan]:
    spans = brand.layer_spans.select_related("batch").order_by("starts_on", "pk")
    return spans.filter(layer__in=PUBLIC) if brand.is_public else spans


def _fitted(sheet: BrandSheet) -> dict[str, Any]:
    """The sheet with its texts cut to one page, and whether anything was cut."""
    # Faces are read to measure text: only the process that prints pays for them.
    from apps.core.pdf import fitting

    rows = [max(fitting.lines_in(text, HALF) for text in row[1::2]) for row in sheet["facts"]]
    rows.append(fitting.lines_in(sheet["name"], WIDE))
    spare = ROOM - sum(map(fitting.row_height, rows))
    spare -= len(sheet["texts"]) * fitting.row_height(0)
    per_line = fitting.row_height(1) - fitting.row_height(0)
    wanted = [fitting.lines_in(line["text"], WIDE) for line in sheet["texts"]]
    given = fitting.shares(wanted, int(spare / per_line))
    cut = [
        {**line, "text": fitting.cut_to(line["text"], WIDE, lines)}
        for line, lines in zip(sheet["texts"], given, strict=True)
    ]
    return {**sheet, "texts": cut, "is_cut": given != wanted}


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
    kind: Kind,
    row: PublicModel,
    title: str,
    values: Mapping[str, Any],
    today: date,
    lay_out: Callable[[], Mapping[str, Any]] | None = None,
) -> Document:
    """The document of `values`; `lay_out` says how they stand on the page, if not as they are."""
    name = f"{kind.name}:{row.uuid}"
    digest = documents.data_hash(dict(values))

    def render() -> bytes:
        code = documents.verification_code(name, kind.version, digest)
        address = urljoin(settings.PUBLIC_URL, f"{reverse('core:verify')}?code={code}")
        stamp = {"verification_code": code, "verification_url": address, "data_hash": digest}
        paper = {**(lay_out() if lay_out else values), **stamp}
        moment = timezone.make_aware(datetime.combine(today, time.min))
        return pdf.render(kind.template, {"paper": paper}, created=moment)

    return documents.publish(
        kind=name, title=title, template_version=kind.version, digest=digest, render=render
    )


@documents.reader
def may_read(document: Document, user) -> bool:
    """Whoever sees the brand, or the batch."""
    kind, _, key = document.kind.partition(":")
    models: dict[str, Any] = {SHEET.name: Brand, REGISTER.name: Batch}
    return kind in models and models[kind].objects.visible_to(user).filter(uuid=key).exists()
