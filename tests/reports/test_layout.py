"""The report on paper, measured in the finished file (GB/T 9704) and in Word."""

import re
import shutil
import subprocess
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.enum.section import WD_ORIENT
from pypdf import PdfReader

from apps.core.pdf.typeset import Type
from apps.reports import word
from apps.reports.chapters import writing
from apps.reports.composing import paper_of
from apps.reports.printing import render
from tests.core.pdf_documents import pieces, text_of
from tests.core.test_pdf_layout import A4, BOTTOM, LEFT, MM, RIGHT, TOP
from tests.reports.conftest import checked

DATED = date(2025, 10, 9)
LINES, CHARACTERS = 22, 28
LONG = "抓好党支部标准化规范化建设，推动机关党建与业务工作深度融合。" * 40
# The upright page turned by a quarter: its margins go round with it.
ACROSS = {"left": 35 * MM, "top": 28 * MM, "right": 37 * MM, "bottom": 26 * MM}


@pytest.fixture
def paper(report, users):
    ready = checked(report, users.staff)
    ready.next_steps = LONG
    return paper_of(ready, dated_on=DATED)


@pytest.fixture
def reader(paper, report) -> PdfReader:
    printed = render(paper, "reports.quarterly:x", "0" * 64, report.closing.closed_at)
    return PdfReader(BytesIO(printed))


def is_across(page) -> bool:
    return float(page.mediabox.width) > float(page.mediabox.height)


def of_size(page, size: float):
    return [p for p in pieces(page) if round(p[3], 1) == size]


def test_upright_pages_keep_the_margins_of_the_standard(reader):
    upright = [page for page in reader.pages if not is_across(page)]
    assert len(upright) > 5
    for page in upright:
        assert [float(v) for v in page.mediabox[2:]] == pytest.approx(A4, abs=0.1)
        for text, x, _, size in of_size(page, 16.0):
            assert x + Type("fang", size).width(text) <= A4[0] - RIGHT + size / 2, text
        for text, x, y, _ in (*of_size(page, 16.0), *of_size(page, 10.5)):
            assert x >= LEFT - 0.1, text
            assert BOTTOM <= y <= A4[1] - TOP, text


def test_prose_stands_on_the_grid_of_22_lines_of_28_characters(reader):
    full = [page for page in reader.pages if len(of_size(page, 16.0)) == LINES]
    assert full, "no page of the report is prose alone"
    lines = of_size(full[0], 16.0)
    assert max(len(text) for text, *_ in lines) == CHARACTERS
    steps = {round(a[2] - b[2], 1) for a, b in zip(lines, lines[1:], strict=False)}
    assert steps == {28.0}


def test_annexes_lie_across_with_the_margins_turned(reader):
    across = [page for page in reader.pages if is_across(page)]
    assert across
    for page in across:
        assert [float(v) for v in page.mediabox[2:]] == pytest.approx(A4[::-1], abs=0.1)
        for text, x, y, _ in of_size(page, 10.5):
            assert x >= ACROSS["left"] - 0.1, text
            assert ACROSS["bottom"] <= y <= A4[0] - ACROSS["top"], text


def test_tables_fill_the_type_area_and_no_more(paper):
    tables = [t for c in paper["chapters"] for s in c["sections"] for t in s["tables"]]
    for width, group in ((writing.UPRIGHT, tables), (writing.ACROSS, paper["annexes"])):
        for table in group:
            found = sum(column["width"] for column in table["columns"])
            assert found == pytest.approx(width, abs=0.1), table


def test_every_page_carries_its_number_outside(reader):
    for number, page in enumerate(reader.pages, start=1):
        found = next(p for p in pieces(page) if p[0] == f"— {number} —")
        if is_across(page):
            continue
        if number % 2:
            end = found[1] + Type("song", 14).width(found[0])
            assert end == pytest.approx(A4[0] - RIGHT - 14, abs=1)
        else:
            assert found[1] == pytest.approx(LEFT + 14, abs=1)


def test_contents_name_the_page_of_every_chapter_and_annex(reader, paper):
    lines = "".join(reader.pages[0].extract_text().split())
    for one in (*paper["chapters"], *paper["annexes"]):
        heading = "".join(one["heading"].split())
        found = re.search(rf"{re.escape(heading)}[·.]*(\d+?)(?=\D|$)", lines)
        assert found, heading
        page = reader.pages[int(found[1]) - 1]
        assert heading in "".join(page.extract_text().split()), heading


def test_faces_are_those_of_the_standard(reader, paper):
    """Title 小标宋, chapters 黑体, sections 楷体, text 仿宋, page numbers 宋体."""
    page = reader.pages[1]
    faces = dict(faces_of(page))
    assert "xbs" in dict(faces_of(reader.pages[0]))[paper["title"]]
    assert "hei" in faces["一、基本情况"]
    assert "kai" in faces["（一）组织和党员"]
    assert "song" in faces["— 2 —"]
    assert any("fang" in face for text, face in faces.items() if text.startswith("截至"))


def faces_of(page) -> list[tuple[str, str]]:
    """Each piece of text with the file that its face came from."""
    found = []

    def visit(text: str, matrix: list, text_matrix: list, font: dict | None, size: float) -> None:
        if text.strip() and font:
            found.append((text.strip(), str(font["/BaseFont"])))

    page.extract_text(visitor_text=visit)
    return found


FOOT = re.compile(r"本系统为非涉密系统，严禁存储、处理、传输国家秘密|—\d+—")


def test_paper_shows_what_the_values_say(reader, paper):
    """Every paragraph and every row, across the ends of pages."""
    text = FOOT.sub("", text_of(reader))
    for section in (section for chapter in paper["chapters"] for section in chapter["sections"]):
        for pieces_of in section["paragraphs"]:
            said = "".join("".join(piece["text"] for piece in pieces_of).split())
            assert said in text, said
        for table in section["tables"]:
            for row in table["rows"]:
                assert "".join(cell["text"] for cell in row) in text, table["caption"]


def test_same_values_give_the_same_bytes(paper, report):
    made = [render(paper, "reports.quarterly:x", "0" * 64, report.closing.closed_at) for _ in "12"]
    assert made[0] == made[1]
    assert word.write(paper, is_draft=False) == word.write(paper, is_draft=False)


def test_word_turns_the_page_for_the_annexes_and_uses_real_styles(paper):
    document = docx.Document(BytesIO(word.write(paper, is_draft=False)))
    upright, across = document.sections
    assert across.orientation == WD_ORIENT.LANDSCAPE
    assert [round(m.mm) for m in (upright.top_margin, upright.left_margin)] == [37, 28]
    used = {p.style.name for p in document.paragraphs}
    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "Caption", "Normal"} <= used
    assert not upright.header.paragraphs[0].text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_word_opens_in_libreoffice_with_the_same_numbers(paper, tmp_path):
    source = tmp_path / "report.docx"
    source.write_bytes(word.write(paper, is_draft=False))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = "".join((tmp_path / "report.txt").read_text(encoding="utf-8-sig").split())
    for chapter in paper["chapters"]:
        for section in chapter["sections"]:
            for table in section["tables"]:
                row = table["rows"][0]
                assert "".join(cell["text"] for cell in row) in text, table["caption"]
