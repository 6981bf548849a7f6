"""七、党建品牌: how many stand in each layer, which came in and which went out."""

from apps.brands.choices import BrandLayer
from apps.indicators.catalogue.brands import KEYS
from apps.indicators.models import Level
from apps.reports.chapters import writing
from apps.reports.chapters.definitions import Chapter, Section
from apps.reports.figures import Figures, Span

LAYERS = tuple(f"brands_{KEYS.get(layer, layer.value)}" for layer in BrandLayer)
MOVES = (
    *("brands_reported_in", "brands_shortlisted_in", "brands_certified_in"),
    *("brands_shown_in", "brands_withdrawn_in"),
)
BESIDE = ("brand_rechecks_due", "brand_rechecks", "brand_adoptions", "brands_adopted")


def write(f: Figures) -> list[Section]:
    return [
        writing.section(
            "",
            writing.paragraph(
                "季度末各层次品牌分别统计、不相加：",
                writing.named(f, LAYERS) or "没有登记的品牌",
                "。",
            ),
            writing.paragraph(
                "本季度申报品牌",
                writing.beside(f, "brands_reported_in"),
                "，新认定（进）",
                writing.beside(f, "brands_certified_in"),
                "，命名示范品牌",
                f.of("brands_shown_in"),
                "，摘牌（出）",
                writing.beside(f, "brands_withdrawn_in"),
                "。开展复核",
                f.of("brand_rechecks"),
                "，季度末应复核",
                f.of("brand_rechecks_due"),
                "；学用品牌做法",
                f.of("brand_adoptions"),
                "。",
            ),
            tables=[
                writing.comparison("品牌情况", f, (*LAYERS, *MOVES, *BESIDE)),
                writing.by_place("各联系片的品牌", f, Level.ZONE, CHAPTER.zones),
            ],
            charts=[
                writing.bars_by_place("各联系片认定的品牌（个）", f, Level.ZONE, "brands_certified")
            ],
        )
    ]


CHAPTER = Chapter(
    "党建品牌",
    write,
    keys=(*LAYERS, *MOVES, *BESIDE),
    zones=("brands_reported", "brands_certified", "brands_demonstration", "brands_certified_in"),
    units=("brands_certified",),
    annexes=(("brands_certified_in", Span.NOW), ("brands_withdrawn_in", Span.NOW)),
)
