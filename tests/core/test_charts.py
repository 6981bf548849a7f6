import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from apps.core.charts import Bar, bar_chart, column_chart, qr_code
from apps.core.pdf.pictures import class_styles

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '"><script>alert(1)</script>&'


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [text.text for text in parsed(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("draw", [bar_chart, column_chart])
def test_text_is_escaped(draw):
    svg = draw([Bar(HOSTILE, Decimal(1), href=f"/x?{HOSTILE}")], HOSTILE)
    assert "<script" not in svg
    root = parsed(svg)
    assert root.findtext(f"{SVG}title") == HOSTILE
    assert root.find(f".//{SVG}a").get("href") == f"/x?{HOSTILE}"
    assert root.findtext(f".//{SVG}a/{SVG}title") == f"{HOSTILE}：1"


@pytest.mark.parametrize("draw", [bar_chart, column_chart])
def test_picture_has_no_style_attribute_and_only_known_classes(draw):
    root = parsed(draw([Bar("一月", Decimal(3), Decimal(4), "/a")], "图"))
    shapes = [
        e for e in root.iter() if e.tag in {SVG + t for t in ("rect", "line", "text", "path")}
    ]
    assert shapes
    assert all(e.get("style") is None for e in root.iter())
    assert {shape.get("class") for shape in shapes} <= class_styles().keys()


def test_bars_are_in_proportion_and_marked_at_their_target():
    root = parsed(bar_chart([Bar("甲", Decimal(50), Decimal(100)), Bar("乙", Decimal(25))], "图"))
    first, second = (float(r.get("width")) for r in root.iter(f"{SVG}rect"))
    assert first == pytest.approx(2 * second, abs=0.1)
    (mark,) = root.iter(f"{SVG}line")
    start = float(next(root.iter(f"{SVG}rect")).get("x"))
    assert float(mark.get("x1")) == pytest.approx(start + 2 * first, abs=0.1)


def test_bar_links_to_the_rows_behind_it_only_with_an_address():
    root = parsed(bar_chart([Bar("甲", Decimal(1), href="/rows/"), Bar("乙", Decimal(1))], "图"))
    assert [a.get("href") for a in root.iter(f"{SVG}a")] == ["/rows/"]


@pytest.mark.parametrize("draw", [bar_chart, column_chart])
def test_links_of_a_chart_are_there_for_a_screen_reader(draw):
    assert parsed(draw([Bar("甲", Decimal(1), href="/rows/")], "图")).get("role") == "group"
    assert parsed(draw([Bar("甲", Decimal(1))], "图")).get("role") == "img"


def test_long_label_is_shortened_and_complete_in_the_title():
    name = "市退役军人事务局机关第一党支部"
    svg = bar_chart([Bar(name, Decimal(1))], "图")
    assert texts(svg)[0] == "市退役军人事务局机…"
    assert f"<title>{name}：1</title>" in svg


@pytest.mark.parametrize("bars", [[], [Bar("甲", Decimal(0))]])
def test_chart_of_nothing_is_still_a_picture(bars):
    assert parsed(bar_chart(bars, "图")).tag == f"{SVG}svg"
    assert parsed(column_chart(bars, "图")).tag == f"{SVG}svg"


def test_columns_stand_on_one_floor():
    root = parsed(column_chart([Bar(f"{i}月", Decimal(i)) for i in range(1, 13)], "图"))
    feet = {round(float(r.get("y")) + float(r.get("height"))) for r in root.iter(f"{SVG}rect")}
    assert len(feet) == 1


def test_tags_take_plain_rows():
    page = Template('{% load charts %}{% bar_chart rows "图" value="points" target="weight" %}')
    svg = page.render(Context({"rows": [{"label": "甲", "points": "54.60", "weight": "60.00"}]}))
    assert texts(svg) == ["甲", "54.60 / 60.00"]


def test_qr_code_has_the_modules_of_its_text():
    import segno

    address = "https://example.gov.cn/verify/K7QD"
    path = parsed(qr_code(address, "核验")).find(f"{SVG}path").get("d")
    dark = sum(int(width) for width in re.findall(r"h(\d+)v", path))
    assert dark == sum(map(sum, segno.make_qr(address, error="m").matrix))


def test_document_shows_the_same_shapes_as_the_page(documents):
    rows = [{"label": "甲", "value": "3"}, {"label": "乙", "value": "1"}]
    reader = documents.reader('{% load charts %}{% column_chart rows "图" %}', {"rows": rows})
    content = reader.pages[0]["/Contents"].get_object().get_data().decode("latin1")
    svg = Template('{% load charts %}{% column_chart rows "图" %}').render(Context({"rows": rows}))
    for shape in parsed(svg).iter(f"{SVG}rect"):
        numbers = " ".join(shape.get(n) for n in ("x", "y", "width", "height"))
        assert f"{numbers} re" in content
    assert "甲乙" in "".join(reader.pages[0].extract_text().split()).replace("3", "").replace(
        "1", ""
    )
