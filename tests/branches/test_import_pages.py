"""The import centre and the command: template, preview, import, result."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from apps.branches.models import Person, Unit
from apps.core.imports import check, sheets
from apps.core.imports.template import template
from apps.core.models import AuditEvent
from tests import cast
from tests.core.workbooks import whole, with_cell, workbook


def upload(client, content: bytes, name: str = "名册.xlsx"):
    return client.post(
        reverse("branches:import_upload"), {"file": SimpleUploadedFile(name, content)}
    )


@pytest.fixture
def desk(db, as_user):
    user = cast.make_user("staff")
    cast.grant(user, "committee_staff")
    return as_user(user)


def test_template_has_every_sheet_and_its_options():
    book = openpyxl.load_workbook(io.BytesIO(template({"党支部": ["甲支部"] * 800})))
    assert book.sheetnames == [*(s.name for s in sheets()), "说明", "选项"]
    assert book["选项"].sheet_state == "hidden"
    assert book["人员"]["A1"].value == "人员编号*"
    assert book["人员"]["A1"].comment


def test_empty_template_is_understood(db):
    assert check(template(), name="导入模板.xlsx").is_right


def test_preview_saves_nothing_and_import_saves_all(desk):
    preview = upload(desk, workbook(whole()))
    assert "检查通过" in preview.text
    assert not Person.objects.exists()
    sent = preview.context["confirm"].initial
    result = desk.post(reverse("branches:import_save"), sent)
    assert "已导入" in result.text
    assert Person.objects.count() == 3
    assert AuditEvent.objects.get(kind=AuditEvent.Kind.IMPORTED).succeeded


def test_preview_lists_the_mistakes(desk):
    page = upload(desk, with_cell("单位", 0, "单位性质", "公司")).text
    assert "D 列“单位性质”" in page
    assert "什么也没有保存" in page


def test_unreadable_file_leaves_an_event(desk):
    page = upload(desk, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "旧.xls").text
    assert "请在 WPS 中另存为 .xlsx 后再传" in page
    assert not AuditEvent.objects.get(kind=AuditEvent.Kind.IMPORTED).succeeded


def test_other_file_than_the_previewed_is_refused(desk):
    sent = {"sha256": "0" * 64, "name": "名册.xlsx"}
    assert "预览已过期" in desk.post(reverse("branches:import_save"), sent).text


def test_import_centre_is_closed_to_secretaries(users, as_user):
    for name in ("import_upload", "import_template"):
        page = reverse(f"branches:{name}")
        assert as_user(users.secretary).get(page).status_code == 403


def test_command_checks_without_saving(db, tmp_path, capsys):
    file = tmp_path / "名册.xlsx"
    file.write_bytes(workbook(whole()))
    call_command("import_workbook", str(file), check=True)
    assert "检查通过，没有保存" in capsys.readouterr().out
    assert not Unit.objects.exists()


def test_command_brings_in(db, tmp_path, capsys):
    file = tmp_path / "名册.xlsx"
    file.write_bytes(workbook(whole()))
    call_command("import_workbook", str(file))
    assert "人员：新增 3，更新 0，无变化 0" in capsys.readouterr().out


def test_command_fails_with_the_same_sentences(db, tmp_path, capsys):
    file = tmp_path / "名册.xlsx"
    file.write_bytes(with_cell("单位", 0, "单位性质", "公司"))
    with pytest.raises(CommandError, match="没有导入"):
        call_command("import_workbook", str(file))
    assert "“单位”第 2 行 D 列“单位性质”" in capsys.readouterr().err
