"""Chapters are pure functions of readings: hand-made numbers in, words and tables out."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from apps.core.periods import Period
from apps.core.quantities import Qualifier, Quantity
from apps.indicators import catalogue
from apps.indicators.counting import Share
from apps.indicators.models import Level
from apps.reports import chapters
from apps.reports.chapters import CHAPTERS, life, outlook, writing
from apps.reports.closing import spans_of
from apps.reports.composing import _listed
from apps.reports.duties import ALL, OF_ALL, WORDS, duty_key, is_of_duties
from apps.reports.figures import WHOLE, Figures, Place, Span, Told

PERIOD = Period.quarter(2025, 3)
ZONES = (Place(Level.ZONE, "z1", "第一联系片"), Place(Level.ZONE, "z2", "第二联系片"))


def told(key: str, value, span=Span.NOW, place=WHOLE, unit="个", label="") -> Told:
    quantity = Quantity(Decimal(value), unit)
    return Told(key, label or key, span, place.level, place.key, quantity)


def figures(*rows: Told, **typed: str) -> Figures:
    """Every number that a chapter asks for is there; `rows` say what is not zero."""
    keys = [key for key in chapters.asked_of_all() if not is_of_duties(key)]
    nothing = [told(i.key, 0, label=i.label, unit=i.unit) for i in catalogue.several(keys)]
    nothing += [told(duty_key(ALL, s), 0, unit="件", label=label) for s, label in OF_ALL.items()]
    nothing += [told(key, 0, Span.AHEAD) for key in chapters.asked_ahead()]
    return Figures.of_rows(
        [*nothing, *rows],
        periods=spans_of(PERIOD, 6),
        places=(WHOLE, *ZONES),
        typed=typed,
    )


def words(paragraph) -> str:
    return "".join(piece["text"] for piece in paragraph)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.title)
def test_chapter_of_a_quarter_in_which_nothing_was_can_be_written(chapter):
    for section in chapter.write(figures()):
        for paragraph in section["paragraphs"]:
            said = words(paragraph)
            assert said
            assert "None" not in said
        assert section["charts"] == []


def test_there_are_eleven_chapters_in_the_order_of_the_handbook():
    assert [chapter.title for chapter in CHAPTERS] == [
        *("基本情况", "组织生活", "换届", "联系片", "联系点", "书记项目", "党建品牌"),
        *("六亮、六微等主题行动", "督查整改", "中心组学习列席旁听", "存在问题与下步安排"),
    ]


def test_every_key_is_one_of_the_catalogue():
    keys = [key for key in chapters.asked_of_all() if not is_of_duties(key)]
    assert [key for key in keys if key not in catalogue.ALL] == []


def test_number_that_was_never_asked_is_no_zero():
    with pytest.raises(LookupError, match="结账时没有“nothing”这个数"):
        figures().of("nothing")


def test_duties_are_told_with_their_rate_beside_the_quarters_before():
    f = figures(
        *(told(duty_key(ALL, s), n, unit="件") for s, n in (("due", 8), ("done", 6))),
        *(told(duty_key(ALL, s), n, unit="件") for s, n in (("missing", 2), ("waived", 1))),
        told(duty_key(ALL, "behind"), 2),
        told(duty_key(ALL, "due"), 4, Span.BEFORE),
        told(duty_key(ALL, "done"), 3, Span.BEFORE),
    )
    said = words(life.write(f)[0]["paragraphs"][0])
    assert said == (
        "本季度应办事项8件，已办6件，完成率75.0%（上季度75.0%，去年同期—）；"
        "经批准免办1件。未办2件，涉及党组织2个，名单见附件。"
    )


def test_each_duty_has_its_line_and_its_bar():
    counted = {"due": 3, "done": 2, "waived": 0, "missing": 1}
    f = figures(
        *(
            told(duty_key("theme_day", s), n, unit="件", label=f"主题党日：{WORDS[s]}")
            for s, n in counted.items()
        )
    )
    section = life.write(f)[0]
    row = [cell["text"] for cell in section["tables"][0]["rows"][0]]
    assert row == ["主题党日", "3件", "2件", "0件", "1件", "66.7%", "—", "—"]
    assert section["charts"][0]["rows"][0] == {
        "label": "主题党日",
        "value": "2",
        "target": "3",
        "ref": "now/whole/-/duty:theme_day:done",
    }


def test_typed_chapter_keeps_each_line_as_a_paragraph():
    found = outlook.write(figures(problems="一是。\n\n 二是。", next_steps=""))
    assert [words(p) for p in found[0]["paragraphs"]] == ["一是。", "二是。"]
    assert [words(p) for p in found[1]["paragraphs"]] == ["（待填写）"]


def test_number_in_a_sentence_leads_to_its_rows():
    part = writing.told(figures(told("members", 5, unit="人")).of("members"))
    assert part == {"text": "5人", "ref": "now/whole/-/members"}


@pytest.mark.parametrize(
    ("now", "then", "words"), [(5, 3, "+2"), (3, 5, "−2"), (4, 4, "持平"), ("2.5", 1, "+1.5")]
)
def test_difference_is_told_with_its_sign(now, then, words):
    assert writing.difference(Quantity(Decimal(now), "个"), Quantity(Decimal(then), "个")) == words


def test_numbers_with_a_hedge_are_not_subtracted():
    about = Quantity(Decimal(180), "人", Qualifier.OVER)
    assert writing.difference(about, Quantity(Decimal(3), "人")) == "—"


def test_rate_without_a_whole_is_no_hundred_percent():
    assert writing.percent(Share(Decimal(0), Decimal(0))) == "—"
    assert writing.percent(Share(Decimal(1), Decimal(3))) == "33.3%"


def test_table_by_place_ends_with_the_number_of_all():
    f = figures(
        told("units", 2, label="单位"),
        told("units", 2, place=ZONES[0]),
        told("units", 1, place=ZONES[1]),
    )
    table = writing.by_place("各片", f, Level.ZONE, ("units",))
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [
        ["第一联系片", "2个"],
        ["第二联系片", "1个"],
        ["合计", "2个"],
    ]


def test_months_ahead_follow_the_quarter():
    ahead = spans_of(PERIOD, 6)[Span.AHEAD]
    assert (ahead.start, ahead.last_day) == (date(2025, 10, 1), date(2026, 3, 31))


def test_annex_of_what_lasts_has_no_column_of_days():
    line = {"organisation": "甲支部", "text": "八月主题党日", "record": "b0a38563", "url": ""}
    undated, dated = ({**line, "day": day} for day in ("", "2025-09-01"))
    for lines, labels in (([undated], 4), ([undated, dated], 5)):
        annex = {"key": "k", "span": Span.NOW, "label": "名单", "total": 1, "lines": lines}
        page = _listed(annex, SimpleNamespace(periods=spans_of(PERIOD, 6)))
        assert [len(page["columns"]), len(page["rows"][0])] == [labels, labels]
        assert sum(column["width"] for column in page["columns"]) == writing.ACROSS
