from io import BytesIO

import pytest
from pypdf import PdfReader

from apps.core.pdf import render
from bench.sample_sheets import sample_sheet
from tests.core.pdf_documents import CREATED, text_of

TEMPLATE = "assessments/annual_sheet.pdf.html"
LIMIT = 250 * 1000


def printed(sheet) -> bytes:
    return render(TEMPLATE, {"sheet": sheet}, created=CREATED)


def words(value) -> list[str]:
    """Every text in the sheet, without white space."""
    if isinstance(value, dict):
        return [w for item in value.values() for w in words(item)]
    if isinstance(value, list):
        return [w for item in value for w in words(item)]
    return ["".join(str(value).split())]


@pytest.fixture(scope="module")
def sheet():
    return sample_sheet(9)


@pytest.fixture(scope="module")
def text(sheet) -> str:
    return text_of(PdfReader(BytesIO(printed(sheet))))


def test_everything_in_the_sheet_is_printed_and_found(sheet, text):
    for value in words({key: item for key, item in sheet.items() if key != "data_hash"}):
        assert value in text
    assert f"数据摘要：{sheet['data_hash'][:16]}" in text


def test_rare_names_are_text(text):
    assert "𠮷川敏" in text


def test_sheet_stays_small_with_sixty_rows_on_at_least_four_pages(sheet):
    assert sum(len(part["lines"]) for part in sheet["parts"]) >= 45
    file = printed(sheet)
    assert len(file) < LIMIT
    assert len(PdfReader(BytesIO(file)).pages) >= 4


def test_lists_that_are_empty_are_said_to_be_empty():
    empty = {"deductions": [], "bonuses": [], "vetoes": [], "manual_items": []}
    text = text_of(PdfReader(BytesIO(printed(sample_sheet() | empty))))
    assert "本年度无加分、扣分和否决事项。" in text
    assert "本年度无人工调整事项。" in text


def test_many_records_stand_in_a_row_of_their_own_and_file_stays_small():
    """R-ASM-02: each point shows the records that gave it, also the twelve of a monthly duty."""
    sheet = sample_sheet()
    records = [
        {"on": f"2025-{month:02}-15", "title": f"第{month}次支委会"} for month in range(1, 13)
    ]
    for part in sheet["parts"]:
        for line in part["lines"]:
            line["evidence"] = records
    file = printed(sheet)
    text = text_of(PdfReader(BytesIO(file)))
    row = "；".join(f"{record['on']}{record['title']}" for record in records)
    assert text.count("依据12条，见下行") == sum(len(part["lines"]) for part in sheet["parts"])
    assert row in text
    assert len(file) < LIMIT


def test_veto_is_printed_without_points():
    veto = {
        "label": "未按期换届",
        "points": "",
        "explanation": "届满未换届且未报批",
        "evidence": [],
    }
    text = text_of(PdfReader(BytesIO(printed(sample_sheet() | {"vetoes": [veto]}))))
    assert "否决未按期换届—届满未换届且未报批。" in text


def test_scheme_and_rounding_are_explained(sheet, text):
    assert f"《{sheet['scheme_name']}》（{sheet['scheme_version']}）" in text
    assert "90分及以上为“好”，80分及以上为“较好”，60分及以上为“一般”，其余为“差”。" in text


def test_verification_address_is_a_link(sheet):
    reader = PdfReader(BytesIO(printed(sheet)))
    links = [
        annotation.get_object()["/A"]["/URI"]
        for page in reader.pages
        for annotation in page.get("/Annots", [])
    ]
    assert set(links) == {sheet["verification_url"]}


def test_sheet_has_no_red_header_and_headings_as_bookmarks(sheet):
    reader = PdfReader(BytesIO(printed(sheet)))
    first = reader.pages[0]["/Contents"].get_object().get_data().decode("latin1")
    assert "1 0 0 rg" not in first
    titles = [item.title for item in reader.outline if not isinstance(item, list)]
    assert titles == ["2025年度党组织考核表"]


def test_markup_in_a_name_is_printed_as_typed():
    text = text_of(PdfReader(BytesIO(printed(sample_sheet() | {"secretary": "<b>王</b>&喆"}))))
    assert "<b>王</b>&喆" in text
