"""三、换届: what ends in the months to come, what was notified, done and late."""

from apps.core.models.spans import day_in_words
from apps.indicators.models import Level
from apps.reports.chapters import writing
from apps.reports.chapters.definitions import Chapter, Section
from apps.reports.figures import Figures, Span

DONE = ("elections_due", "elections_in_time", "elections_late", "elections_notified")
HELD = ("elections_held", "by_elections_held", "terms_extended", "terms_overdue")


def write(f: Figures) -> list[Section]:
    return [
        writing.section(
            "",
            writing.paragraph(
                "本季度届满应换届的党组织",
                writing.beside(f, "elections_due"),
                "，其中届满前完成换届",
                f.of("elections_in_time"),
                "，按期换届率",
                writing.rate(f, "elections_rate"),
                "。发出换届提醒函",
                f.of("elections_notified"),
                "，举行换届选举",
                f.of("elections_held"),
                "、补选",
                f.of("by_elections_held"),
                "，批准延期换届",
                f.of("terms_extended"),
                "。",
            ),
            writing.paragraph(
                "季度末逾期未换届的党组织",
                writing.beside(f, "terms_overdue"),
                f"；此后到{_last_day(f)}届满的党组织",
                f.of("elections_due", Span.AHEAD),
                "，名单见附件。",
            ),
            tables=[
                writing.comparison("换届情况", f, (*DONE, *HELD), ("elections_rate",)),
                writing.by_place("各联系片换届情况", f, Level.ZONE, CHAPTER.zones),
            ],
            charts=[
                writing.bars_by_place(
                    "各联系片按期换届 / 应换届（个）",
                    f,
                    Level.ZONE,
                    "elections_in_time",
                    "elections_due",
                )
            ],
        )
    ]


def _last_day(f: Figures) -> str:
    return day_in_words(f.periods[Span.AHEAD].last_day)


CHAPTER = Chapter(
    "换届",
    write,
    keys=(*DONE, *HELD),
    rates=("elections_rate",),
    zones=("elections_due", "elections_in_time", "elections_held", "terms_overdue"),
    units=("terms_overdue",),
    ahead=("elections_due",),
    annexes=(("terms_overdue", Span.NOW), ("elections_due", Span.AHEAD)),
)
