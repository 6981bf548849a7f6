"""四、联系片: activities, who came, suggestions and what became of them."""

from apps.indicators.models import Level
from apps.reports.chapters import writing
from apps.reports.chapters.definitions import Chapter, Section
from apps.reports.figures import Figures

HELD = (
    *("zone_activities", "zones_active", "zone_attending_units", "zone_attendances"),
    *("zone_persons", "zone_speeches", "zone_practices", "zone_adoptions"),
)
SUGGESTIONS = ("suggestions", "suggestions_answered", "suggestions_late")
BY_ZONE = (
    *("zone_units", "zone_activities", "zone_attending_units", "zone_persons"),
    *("suggestions", "suggestions_answered"),
)


def write(f: Figures) -> list[Section]:
    return [
        writing.section(
            "",
            writing.paragraph(
                "本季度开展联系片活动",
                writing.beside(f, "zone_activities"),
                "，参加活动的单位",
                f.of("zone_attending_units"),
                "，交流发言",
                f.of("zone_speeches"),
                "，展示做法（品牌）",
                f.of("zone_practices"),
                "，学用做法",
                f.of("zone_adoptions"),
                "。",
            ),
            writing.paragraph(
                "收集意见建议",
                writing.beside(f, "suggestions"),
                "，其中已答复",
                f.of("suggestions_answered"),
                "；到期没有答复",
                f.of("suggestions_late"),
                "。",
            ),
            tables=[
                writing.comparison("联系片工作情况", f, (*HELD, *SUGGESTIONS)),
                writing.by_place("各联系片工作情况", f, Level.ZONE, BY_ZONE),
            ],
            charts=[
                writing.bars_by_place(
                    "各联系片参加活动的单位 / 单位数（家）",
                    f,
                    Level.ZONE,
                    "zone_attending_units",
                    "zone_units",
                )
            ],
        )
    ]


CHAPTER = Chapter(
    "联系片",
    write,
    keys=("zone_units", *HELD, *SUGGESTIONS),
    zones=BY_ZONE,
    units=("zone_attendances", "suggestions"),
    annexes=(),
)
