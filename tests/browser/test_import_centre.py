"""Checks 8 to 10 of the import centre: what a member of the staff does with fifty rows."""

import io
import os
from pathlib import Path

import openpyxl
import pytest

from apps.branches.choices import Role
from apps.branches.models import Person
from apps.core.imports import bring_in
from tests import cast
from tests.browser.conftest import DESKTOP, KNOWN_WORDS, LATIN, PHONE
from tests.core.test_imports_partial import AGAINST_RULES, UNREADABLE, people
from tests.core.workbooks import whole, workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def staff(transactional_db):
    contents = whole()
    bring_in(workbook({k: contents[k] for k in ("单位", "党组织")}), name="组织.xlsx")
    user = cast.make_user("staff", person=cast.make_person("王干事"))
    cast.grant(user, Role.COMMITTEE_STAFF)
    return user


class Desk:
    """Counts the clicks as a person would."""

    def __init__(self, visitor) -> None:
        self.visitor, self.page, self.clicks = visitor, visitor.page, 0

    def click(self, name: str) -> None:
        """A button sends its form: the next page is awaited, not found by luck."""
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()

    def download(self, name: str) -> Path:
        self.clicks += 1
        with self.page.expect_download() as begun:
            self.page.get_by_role("link", name=name, exact=True).click()
        return begun.value.path()

    def choose(self, content: bytes, name: str) -> None:
        self.clicks += 1
        kind = "application/octet-stream"
        file = {"name": name, "mimeType": kind, "buffer": content}
        self.page.get_by_label("文件", exact=True).set_input_files(file)

    def send(self, content: bytes, name: str = "党员.xlsx") -> str:
        self.visitor.open("/admin/import/")
        self.choose(content, name)
        self.click("预览")
        return self.verdict()

    def verdict(self) -> str:
        return self.page.locator(".import-verdict").inner_text()

    def faults(self) -> list[str]:
        """The side bar's icons are words to a script; only the page itself is asked for its words."""
        shown = self.page.locator(".import").inner_text()
        foreign = sorted(set(LATIN.findall(shown)) - KNOWN_WORDS)
        return [*self.visitor.barriers(), *self.visitor.overflow(), *foreign]

    def shoot(self, name: str) -> None:
        folder = os.environ.get("SCREENSHOTS")
        if folder:
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def imported() -> int:
    return Person.objects.filter(code__startswith="N").count()


@pytest.mark.parametrize("wrong", [UNREADABLE, AGAINST_RULES], ids=["unreadable", "rules"])
def test_fifty_rows_of_which_three_are_wrong(visit, staff, wrong):
    desk = Desk(visit(staff, DESKTOP))
    told = desk.send(people(wrong).content)
    assert told == "共 50 行：47 行可导入（新增 47），3 行有误。现在什么也没有保存。"
    rows = desk.page.locator(".import-table").first.locator("tbody tr")
    assert [rows.nth(n).locator("td").nth(1).inner_text() for n in range(3)] == ["8", "19", "35"]
    assert imported() == 0
    desk.shoot("import-preview")
    marked = desk.download("下载标错文件")
    desk.click("先导入 47 行")
    assert desk.verdict() == "已导入：新增 47 行，更新 0 行。"
    assert imported() == 47
    assert desk.clicks <= 5
    desk.shoot("import-result")
    assert desk.send(mended(marked), "标错-党员.xlsx").startswith(
        "共 50 行：50 行可导入（新增 3，无变化 47）。"
    )
    desk.click("导入 50 行")
    assert imported() == 50
    assert desk.send(people({}).content) == "50 行无变化，没有需要导入的内容。"
    assert desk.faults() == []


def mended(path: Path) -> bytes:
    """The corrected file with its three rows put right, its last column left as it is."""
    right = {
        n: openpyxl.load_workbook(io.BytesIO(people({}).content))["人员"][n + 1]
        for n in (7, 18, 34)
    }
    book = openpyxl.load_workbook(io.BytesIO(Path(path).read_bytes()))
    page = book["人员"]
    for number, row in right.items():
        assert page.cell(number + 1, 8).value
        for cell in row:
            page.cell(number + 1, cell.column, cell.value)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_cells_pasted_from_wps(visit, staff):
    desk = Desk(visit(staff, DESKTOP))
    desk.visitor.open("/admin/import/")
    desk.page.get_by_label("粘贴到哪张表").select_option("人员")
    desk.page.get_by_label("单元格").fill(
        "W1\t张三\t\tO3\t\t\t2020.3.1\nW2\t李四\t\tO3\t\t\t２０２０-3-1"
    )
    desk.click("预览粘贴的内容")
    assert desk.verdict().startswith("共 2 行：2 行可导入（新增 2）。")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_of_the_import_centre(visit, staff, viewport):
    desk = Desk(visit(staff, viewport))
    width = viewport["width"]
    desk.send(people(UNREADABLE).content)
    assert desk.faults() == []
    desk.shoot(f"import-preview-{width}")
    desk.click("先导入 47 行")
    desk.page.get_by_text("撤销整批", exact=True).click()
    assert desk.faults() == []
    desk.shoot(f"import-result-{width}")
    desk.visitor.open("/admin/import/")
    assert desk.faults() == []
    desk.shoot(f"import-upload-{width}")
