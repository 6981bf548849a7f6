"""二、组织生活: every duty as due, done, waived and missing, and what was held."""

from apps.indicators.counting import Share
from apps.indicators.models import Level
from apps.reports.chapters import writing
from apps.reports.chapters.definitions import Chapter, Chart, Piece, Section, TableOf
from apps.reports.duties import ALL, BEHIND, DONE, DUE, MISSING, WAIVED, duty_key
from apps.reports.figures import Figures, Span

HELD = (
    *("sittings", "members_meeting", "committee_meeting", "subgroup_meeting", "party_lecture"),
    *("theme_day", "life_meeting", "member_review", "centre_group_study"),
)
TALKS = ("talk_cc", "talk_cm", "talk_mm")
RATES = ("attendance", "first_topic_rate", "dual_life_rate")
TALLIES = tuple(duty_key(ALL, state) for state in (DUE, DONE, WAIVED, MISSING))
WIDTHS = (42.0, 16.0, 16.0, 16.0, 16.0, 16.0, 17.0, 17.0)
HEADS = ("应办事项", "应办", "已办", "免办", "未办", "完成率", "上季度", "去年同期")


def write(f: Figures) -> list[Section]:
    return [
        writing.section(
            "应办事项完成情况",
            _summary(f),
            tables=[
                _by_duty(f),
                writing.by_place("各联系片应办事项", f, Level.ZONE, TALLIES),
                writing.by_place("各类党组织应办事项", f, Level.KIND, TALLIES),
            ],
            charts=[_bars(f)],
        ),
        writing.section(
            "会议和活动",
            writing.paragraph(
                "本季度召开组织生活会议",
                writing.beside(f, "sittings"),
                "，到会率",
                writing.rate(f, "attendance"),
                "，第一议题落实率",
                writing.rate(f, "first_topic_rate"),
                "；开展",
                writing.named(f, TALKS) or "谈心谈话0次",
                "。",
            ),
            tables=[writing.comparison("会议和活动情况", f, (*HELD, *TALKS), RATES)],
            charts=[writing.three_spans("组织生活会议（次）", f, "sittings")],
        ),
    ]


def _summary(f: Figures) -> list[Piece]:
    due, done, waived, missing = (f.of(key) for key in TALLIES)
    if not due.quantity.value:
        return writing.paragraph("本季度没有到期的应办事项。")
    whole = writing.paragraph(
        "本季度应办事项",
        due,
        "，已办",
        done,
        "，完成率",
        _rate(f, ALL, Span.NOW),
        "（上季度",
        _rate(f, ALL, Span.BEFORE),
        "，去年同期",
        _rate(f, ALL, Span.YEAR_AGO),
        "）；经批准免办",
        waived,
        "。",
    )
    if not missing.quantity.value:
        return [*whole, writing.plain("没有未办事项。")]
    of = f.of(duty_key(ALL, BEHIND))
    return whole + writing.paragraph("未办", missing, "，涉及党组织", of, "，名单见附件。")


def _duties(f: Figures) -> list[str]:
    """The keys of the duties that were due, in the order of the rules."""
    keys = (key.split(":")[1] for key in f.members_of("duty"))
    return [key for key in dict.fromkeys(keys) if key != ALL]


def _by_duty(f: Figures) -> TableOf | None:
    rows = [_row(f, duty) for duty in (*_duties(f), ALL)]
    if len(rows) == 1:
        return None
    return {
        "caption": "各项应办事项",
        "columns": writing.columns(HEADS, WIDTHS),
        "rows": rows,
        "note": "应办不含经批准免办的和不适用的；完成率为已办占应办的比例。",
    }


def _row(f: Figures, duty: str) -> list[Piece]:
    counted = [f.of(duty_key(duty, state)) for state in (DUE, DONE, WAIVED, MISSING)]
    name = "合计" if duty == ALL else counted[0].label.partition("：")[0]
    rates = [_rate(f, duty, span) for span in (Span.NOW, Span.BEFORE, Span.YEAR_AGO)]
    return [writing.plain(name), *map(writing.told, counted), *rates]


def _rate(f: Figures, duty: str, span: Span) -> Piece:
    """The percentage, leading to what was done."""
    done, due = (f.of(duty_key(duty, state), span) for state in (DONE, DUE))
    share = Share(done.quantity.value, due.quantity.value)
    return {"text": writing.percent(share), "ref": done.ref}


def _bars(f: Figures) -> Chart | None:
    """Done beside due, for each duty."""
    return writing.chart(
        "各项应办事项：已办 / 应办（件）",
        [
            writing.mark(
                f.of(duty_key(duty, DONE)).label.partition("：")[0],
                f.of(duty_key(duty, DONE)),
                f.of(duty_key(duty, DUE)).quantity.value,
            )
            for duty in _duties(f)
        ],
    )


CHAPTER = Chapter(
    "组织生活",
    write,
    keys=(*HELD, *TALKS),
    rates=RATES,
    zones=TALLIES,
    kinds=TALLIES,
    units=TALLIES,
    annexes=((duty_key(ALL, BEHIND), Span.NOW),),
)
