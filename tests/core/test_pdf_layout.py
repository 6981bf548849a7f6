"""The page of an official document, measured in the finished file (GB/T 9704)."""

import pytest

from apps.core.pdf.typeset import PT, Type, break_lines
from tests.core.pdf_documents import pieces, text_of

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
LEFT, TOP, RIGHT, BOTTOM = 28 * MM, 37 * MM, 26 * MM, 35 * MM
LONG = "坚持把政治建设摆在首位，组织党员学习《中国共产党章程》。" * 60


@pytest.fixture
def long_pages(documents):
    return documents.reader("<p>{{ text }}</p>", {"text": LONG}).pages


def body(page):
    return [p for p in pieces(page) if round(p[3]) == 16]


def test_page_is_a4_and_text_stays_in_the_type_area(long_pages):
    assert len(long_pages) > 2
    for page in long_pages:
        assert [float(v) for v in page.mediabox[2:]] == pytest.approx(A4, abs=0.1)
        for text, x, y, size in body(page):
            end = x + Type("fang", size).width(text)
            assert x >= LEFT - 0.1
            assert end <= A4[0] - RIGHT + size / 2
            assert BOTTOM <= y <= A4[1] - TOP


def test_page_holds_22_lines_of_28_characters(long_pages):
    lines = body(long_pages[1])
    assert len(lines) == 22
    assert max(len(text) for text, *_ in lines) == 28
    steps = {round(a[2] - b[2], 1) for a, b in zip(lines, lines[1:], strict=False)}
    assert steps == {28.0}


def test_first_line_is_indented_by_two_characters(long_pages):
    first, second = body(long_pages[0])[:2]
    assert first[1] - second[1] == pytest.approx(32, abs=0.5)


def test_page_number_is_outside_odd_right_even_left(long_pages):
    for index, page in enumerate(long_pages[:2]):
        number = next(p for p in pieces(page) if p[0] == f"— {index + 1} —")
        assert number[3] == pytest.approx(14, abs=0.01)
        middle_of_dash = number[2] + 0.38 * 14
        assert BOTTOM - middle_of_dash == pytest.approx(7 * MM, abs=2)
        if index == 0:
            end = number[1] + Type("song", 14).width(number[0])
            assert end == pytest.approx(A4[0] - RIGHT - 14, abs=1)
        else:
            assert number[1] == pytest.approx(LEFT + 14, abs=1)
        assert any(p[0].startswith("本系统为非涉密系统") for p in pieces(page))


def test_table_head_is_repeated_and_no_row_is_lost(documents):
    rows = [f"第{number}行" for number in range(1, 121)]
    reader = documents.reader(
        '<table class="ruled"><colgroup><col width="56"/><col width="100"/></colgroup>'
        "<thead><tr><th>序号</th><th>内容</th></tr></thead><tbody>"
        "{% for row in rows %}<tr><td>{{ row }}</td><td>内容</td></tr>{% endfor %}</tbody></table>",
        {"rows": rows},
    )
    assert len(reader.pages) > 2
    assert all("序号内容" in "".join(page.extract_text().split()) for page in reader.pages)
    text = text_of(reader)
    assert [text.count(f"{row}内容") for row in rows] == [1] * len(rows)


def test_row_taller_than_a_page_is_continued(documents):
    reader = documents.reader(
        '<table class="ruled"><colgroup><col width="30"/></colgroup><tbody>'
        "<tr><td>{{ text }}</td></tr></tbody></table>",
        {"text": LONG},
    )
    assert len(reader.pages) > 1
    for page in reader.pages:
        assert min(y for _, _, y, size in pieces(page) if round(size, 1) == 10.5) >= BOTTOM
    joined = "".join(p[0] for page in reader.pages for p in pieces(page) if round(p[3], 1) == 10.5)
    assert joined == LONG


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一二三四五六七八", ["一二三四五", "六七八"]),
        ("一二三四五，六", ["一二三四", "五，六"]),
        ("一二三四《五六》", ["一二三四", "《五六》"]),
        ("一二三 2025-08 五六", ["一二三", "2025-08 五", "六"]),
        ("https://sixlights.example.cn/a", ["https://six", "lights.exam", "ple.cn/a"]),
        ("", [""]),
    ],
)
def test_lines_break_by_the_rules_of_chinese_typesetting(text, lines):
    assert break_lines(text, Type("fang", 16 * PT), 5 * 16 * PT) == lines
