"""八、六亮、六微等主题行动: what was done under the campaigns of the quarter."""

from apps.indicators.models import Level
from apps.reports.chapters import writing
from apps.reports.chapters.definitions import Chapter, Section
from apps.reports.figures import Figures
from apps.sixlights.models import HonourLevel

DONE = ("campaign_activities", "first_editions", "campaign_lecturers", "volunteer_activities")
PLACES = (
    *("theme_day_bases", "base_visits", "base_visitors"),
    *("venues", "venues_starred", "venues_to_standard"),
)
HONOURS = tuple(f"honours_{level}" for level in HonourLevel)
PUBLISHED = ("articles_published", "info_submitted", "info_adoptions")


def write(f: Figures) -> list[Section]:
    items = f.members_of("activities")
    return [
        writing.section(
            "主题行动",
            writing.paragraph(
                "本季度开展主题行动活动",
                writing.beside(f, "campaign_activities"),
                "，主讲人",
                f.of("campaign_lecturers"),
                "，志愿服务队伍开展活动",
                f.of("volunteer_activities"),
                "。",
            ),
            tables=[
                writing.comparison("主题行动各项内容", f, items) if items else None,
                writing.by_place("各联系片的主题行动", f, Level.ZONE, CHAPTER.zones),
            ],
            charts=[
                writing.bars_by_place(
                    "各联系片主题行动活动（次）", f, Level.ZONE, "campaign_activities"
                )
            ],
        ),
        writing.section(
            "阵地、荣誉和宣传",
            writing.paragraph(
                "季度末有主题党日活动基地",
                f.of("theme_day_bases"),
                "，本季度参观基地",
                f.of("base_visits"),
                "、",
                f.of("base_visitors"),
                "；星级党员活动阵地",
                f.of("venues_starred"),
                "。报送信息",
                f.of("info_submitted"),
                "，采用",
                f.of("info_adoptions"),
                "。",
            ),
            tables=[
                writing.comparison(
                    "活动、阵地、荣誉和宣传情况", f, (*DONE, *PLACES, *HONOURS, *PUBLISHED)
                )
            ],
        ),
    ]


CHAPTER = Chapter(
    "六亮、六微等主题行动",
    write,
    keys=(*DONE, *PLACES, *HONOURS, *PUBLISHED),
    zones=("campaign_activities", "campaign_lecturers", "base_visits", "info_adoptions"),
    units=("campaign_activities",),
    families=("activities",),
)
