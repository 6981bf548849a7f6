"""What jurors read of a brand that stands before them."""

from collections.abc import Iterable

from apps.brands.models import Brand, BrandCandidacy
from apps.juries import dossiers
from apps.juries.choices import Subject
from apps.juries.dossiers import Dossier, DossierFile
from apps.juries.models import Candidate

TITLES = {
    "meaning": "释义",
    "business_link": "与中心工作的结合",
    "measures": "主要措施",
    "effects": "成效",
    "copied_from": "借鉴自",
}


def of_candidates(candidates: Iterable[Candidate]) -> dict[int, Dossier]:
    rows = BrandCandidacy.objects.filter(candidate__in=[c.pk for c in candidates])
    rows = rows.prefetch_related("brand__effect_rows", "brand__logos").select_related("brand")
    return {row.candidate_id: _dossier(row.brand) for row in rows}


def _dossier(brand: Brand) -> Dossier:
    return Dossier(title=f"“{brand}”", sections=tuple(_sections(brand)), files=_files(brand))


def _sections(brand: Brand):
    for name, title in TITLES.items():
        if text := getattr(brand, name):
            yield title, text
    if rows := [row.words for row in brand.effect_rows.all()]:
        yield "成效数据", "\n".join(rows)


def _files(brand: Brand) -> tuple[DossierFile, ...]:
    logo = brand.logo
    return (DossierFile(logo.name, logo.path, logo.content_type),) if logo else ()


dossiers.register(Subject.BRAND, of_candidates)
