"""一、基本情况: what there is at the end of the quarter, and what changed."""

from apps.core.models.spans import day_in_words
from apps.indicators.models import Level
from apps.reports.chapters import writing
from apps.reports.chapters.definitions import Chapter, Section
from apps.reports.figures import Figures, Span

KINDS = (
    *("organ_committees", "general_branches", "branches"),
    *("retired_branches", "subgroups", "party_groups"),
)
STOCK = ("grassroots", *KINDS, "units", "members", "full_members", "probationary_members")
MOVES = ("units_adjusted", "fulltime_deputies_appointed")
GRADES = ("grades_decided", "grades_moved_up", "grades_moved_down")


def write(f: Figures) -> list[Section]:
    return [
        writing.section(
            "组织和党员",
            writing.paragraph(
                f"截至{_last_day(f)}，共有基层党组织",
                writing.beside(f, "grassroots"),
                "。其中",
                writing.named(f, ("organ_committees", "general_branches", "branches")),
                "，分布在",
                f.of("units"),
                "单位。共有党员",
                writing.beside(f, "members"),
                "，其中正式党员",
                f.of("full_members"),
                "、预备党员",
                f.of("probationary_members"),
                "；在任书记",
                f.of("secretaries"),
                "。",
            ),
            tables=[
                writing.comparison("组织和党员情况", f, (*STOCK, "secretaries")),
                writing.by_place("各联系片组织和党员", f, Level.ZONE, CHAPTER.zones),
                writing.by_place("各类党组织", f, Level.KIND, CHAPTER.kinds),
            ],
        ),
        writing.section(
            "本季度变动",
            writing.paragraph(
                "本季度调整党组织设置的单位",
                writing.beside(f, "units_adjusted"),
                "，选任专职副书记",
                f.of("fulltime_deputies_appointed"),
                "。定级的党组织",
                f.of("grades_decided"),
                "，晋级",
                f.of("grades_moved_up"),
                "，降级",
                f.of("grades_moved_down"),
                "。",
            ),
        ),
    ]


def _last_day(f: Figures) -> str:
    return day_in_words(f.periods[Span.NOW].last_day)


CHAPTER = Chapter(
    "基本情况",
    write,
    keys=(*STOCK, "secretaries", *MOVES, *GRADES),
    zones=("units", "grassroots", "branches", "members"),
    kinds=("grassroots", "members", "secretaries"),
    units=("grassroots", "branches", "members"),
)
