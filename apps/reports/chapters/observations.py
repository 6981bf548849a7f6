"""十、中心组列席旁听: done of what was planned, forms in time, how far the cycle got."""

from apps.indicators.models import Level
from apps.reports.chapters import writing
from apps.reports.chapters.definitions import Chapter, Section
from apps.reports.figures import Figures, Span

DONE = (
    *("units_with_study_group", "observations_planned", "observations_done", "units_observed"),
    *("observation_forms_due", "observation_forms_in_time", "observation_forms_late"),
)
RATES = ("observation_coverage", "observation_timeliness")


def write(f: Figures) -> list[Section]:
    return [
        writing.section(
            "",
            writing.paragraph(
                "本季度计划列席旁听",
                f.of("observations_planned"),
                "，完成",
                writing.beside(f, "observations_done"),
                "。本周期已列席旁听的单位",
                f.of("units_observed"),
                "，占有中心组单位的",
                writing.rate(f, "observation_coverage"),
                "；反馈表按时率",
                writing.rate(f, "observation_timeliness"),
                "，没有按时交的反馈表",
                f.of("observation_forms_late"),
                "。",
            ),
            tables=[
                writing.comparison("列席旁听情况", f, DONE, RATES),
                writing.by_place("各联系片列席旁听", f, Level.ZONE, CHAPTER.zones),
            ],
        )
    ]


CHAPTER = Chapter(
    "中心组学习列席旁听",
    write,
    keys=DONE,
    rates=RATES,
    zones=("units_with_study_group", "observations_done", "units_observed"),
    annexes=(("observations_done", Span.NOW),),
)
