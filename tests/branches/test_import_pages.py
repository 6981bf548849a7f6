"""The import centre and the command: template, preview, import, corrected file, withdrawal."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.branches.choices import Role
from apps.branches.models import Organisation, Person, Unit
from apps.core import jobs
from apps.core.imports import check, sheets
from apps.core.imports.template import template
from apps.core.models import AuditEvent, ImportBatch, JobItem
from tests import cast
from tests.core.workbooks import whole, with_cell, workbook


def upload(client, content: bytes, name: str = "名册.xlsx", **more):
    sent = {"file": SimpleUploadedFile(name, content), **more}
    return client.post(reverse("branches:import_upload"), sent, follow=True)


def paste(client, kind: str, text: str):
    sent = {"kind": kind, "text": text}
    return client.post(reverse("branches:import_paste"), sent, follow=True)


def press(client, name: str):
    """One of the buttons of the latest batch."""
    address = reverse(f"branches:import_{name}", args=[ImportBatch.objects.latest("pk").uuid])
    return client.post(address, follow=True)


@pytest.fixture
def desk(db, as_user):
    user = cast.make_user("staff")
    cast.grant(user, Role.COMMITTEE_STAFF)
    return as_user(user)


def test_template_has_every_sheet_and_its_options(db):
    kinds = [s.name for s in sheets()]
    book = openpyxl.load_workbook(io.BytesIO(template()))
    assert book.sheetnames == [*kinds, "说明", "选项"]
    assert book["选项"].sheet_state == "hidden"
    assert book["人员"]["A1"].value == "人员编号*"
    assert book["人员"]["A1"].comment


def test_drop_down_of_800_branches_points_to_the_hidden_sheet(db):
    root = cast.make_organisation("市直机关工委", "work_committee")
    Organisation.objects.bulk_create(
        Organisation(
            code=f"B{n}",
            name=f"市发展和改革委员会机关第{n}党支部",
            kind="branch",
            parent=root,
            path=f"{root.path}x{n}/",
            founded_on=cast.FOUNDED,
        )
        for n in range(800)
    )
    content = template("会议")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["会议", "说明", "选项"]
    rules = {
        str(rule.sqref): rule.formula1 for rule in book["会议"].data_validations.dataValidation
    }
    assert rules["A2:A20000"].startswith("'选项'!$")
    assert rules["A2:A20000"].endswith("$800")
    assert len(content) < 60_000


def test_template_warns_of_odd_days_while_one_types(db):
    book = openpyxl.load_workbook(io.BytesIO(template("会议")))
    rules = {str(r.sqref): r for r in book["会议"].data_validations.dataValidation}
    day, expected = rules["C2:C20000"], rules["M2:M20000"]
    assert (day.type, day.errorStyle, day.formula1) == ("date", "warning", "7672")
    assert (expected.type, expected.error) == ("whole", "请填写整数")


def test_empty_template_is_understood(db):
    assert check(template(), name="导入模板.xlsx").is_right


def test_preview_saves_nothing_and_import_saves_all(desk):
    preview = upload(desk, workbook(whole()))
    assert "共 10 行：10 行可导入（新增 10）。现在什么也没有保存。" in preview.text
    assert not Person.objects.exists()
    assert "已导入：新增 10 行，更新 0 行" in press(desk, "save").text
    assert Person.objects.count() == 3
    assert AuditEvent.objects.get(kind=AuditEvent.Kind.IMPORTED).succeeded


def test_second_press_changes_nothing(desk):
    upload(desk, workbook(whole()))
    press(desk, "save")
    assert "已导入：新增 10 行" in press(desk, "save").text
    assert AuditEvent.objects.filter(kind=AuditEvent.Kind.IMPORTED).count() == 1


def test_preview_lists_the_mistakes_and_offers_the_rest(desk):
    page = upload(desk, with_cell("人员", 1, "党员类别", "积极分子")).text
    assert "F 列“党员类别”" in page
    assert "积极分子" in page
    assert "现在什么也没有保存" in page
    assert "下载标错文件" in page
    # The roll of the day is not sure while one person is wrong.
    assert "先导入 8 行" in page
    press(desk, "save")
    assert set(Person.objects.values_list("code", flat=True)) == {"P1", "P3"}


def marked_of(client) -> openpyxl.Workbook:
    address = reverse("branches:import_marked", args=[ImportBatch.objects.latest("pk").uuid])
    return openpyxl.load_workbook(io.BytesIO(client.get(address).content))


def test_marked_file_has_all_rows_red_cells_and_reasons(desk):
    upload(desk, with_cell("人员", 1, "党员类别", "积极分子"))
    book = marked_of(desk)
    assert book.sheetnames == ["单位", "党组织", "人员", "任职", "会议", "说明", "选项"]
    page = book["人员"]
    assert [page.cell(row, 1).value for row in (2, 3, 4)] == ["P1", "P2", "P3"]
    assert page["H1"].value == "错误说明"
    assert page["H3"].value.startswith("党员类别：“积极分子”不在可选范围")
    assert page["F3"].fill.fgColor.rgb == "00FF9AA2"
    assert page["F2"].fill.fill_type is None
    assert book["会议"]["O2"].value.startswith("人员、任职两张表全部正确后")


def test_mended_file_brings_the_rest_and_then_nothing(desk):
    upload(desk, with_cell("人员", 1, "党员类别", "积极分子"))
    press(desk, "save")
    book = marked_of(desk)
    book["人员"]["F3"] = "正式党员"
    target = io.BytesIO()
    book.save(target)
    assert "10 行可导入（新增 2，无变化 8）" in upload(desk, target.getvalue()).text
    press(desk, "save")
    assert Person.objects.count() == 3
    again = upload(desk, target.getvalue()).text
    assert "10 行无变化，没有需要导入的内容。" in again
    assert "现在什么也没有保存" not in again


def test_changed_cells_are_shown(desk):
    upload(desk, workbook(whole()))
    press(desk, "save")
    page = upload(desk, with_cell("人员", 0, "联系电话", "13900000000")).text
    assert "将要更改的单元格（1 处）" in page
    assert "13800001234" in page


def test_unreadable_file_is_told_and_leaves_an_event(desk):
    page = upload(desk, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "旧.xls").text
    assert "请在 WPS 中另存为 .xlsx 后再传" in page
    assert not AuditEvent.objects.get(kind=AuditEvent.Kind.IMPORTED).succeeded


def test_missing_and_large_files_are_told_at_the_field(desk, settings):
    assert "请选择要导入的文件" in desk.post(reverse("branches:import_upload"), {}).text
    assert "文件超过 10 MB" in upload(desk, b"x" * (10 * 1024 * 1024 + 1)).text
    assert not ImportBatch.objects.exists()


UNIT_CELLS = "U1\t市财政局\t财政局\t机关\t2015.1.1\nU2\t市审计局\t\t机关\t2015年1月1日\n"


def test_cells_may_be_pasted_with_or_without_header(desk):
    assert "2 行可导入（新增 2）" in paste(desk, "单位", UNIT_CELLS).text
    press(desk, "save")
    assert Unit.objects.count() == 2
    header = "成立日期\t单位性质\t单位名称\t单位编号\n2015-1-1\t机关\t市财政局\tU1\n"
    assert "1 行无变化" in paste(desk, "单位", header).text


def test_mistake_in_pasted_cells_is_told_by_the_line(desk):
    page = paste(desk, "单位", UNIT_CELLS.replace("审计局\t\t机关", "审计局\t\t公司"))
    (problem,) = page.context["problems"]
    assert (problem.row, problem.place, problem.value) == (2, "D 列“单位性质”", "公司")


def test_too_many_or_no_pasted_cells_are_told(desk, settings):
    settings.IMPORT_PASTE_ROWS = 1
    assert "最多粘贴 1 行，现在是 2 行" in paste(desk, "单位", UNIT_CELLS).text
    assert "请先在 WPS 中复制单元格" in paste(desk, "单位", "").text


def test_file_of_one_table_is_recognised_or_named(desk):
    csv = "人员编号,姓名\nP1,张三\n".encode("gb18030")
    assert "1 行可导入" in upload(desk, csv, "导出.csv").text
    # Both sheets know these columns; the user's word decides.
    page = upload(desk, csv, "导出.csv", kind="任职")
    assert "缺少“党组织”这一列" in page.text


def test_long_file_goes_to_the_workers(desk, settings):
    settings.IMPORT_JOB_ROWS = 3
    assert "正在核对" in upload(desk, workbook(whole())).text
    batches_at_work()
    page = desk.get(reverse("branches:import_batch", args=[ImportBatch.objects.get().uuid]))
    assert "10 行可导入" in page.text
    assert "正在导入" in press(desk, "save").text
    # A second press while they are at work hands nothing over.
    press(desk, "save")
    assert JobItem.objects.count() == 2
    batches_at_work()
    assert Person.objects.count() == 3


def batches_at_work() -> None:
    for pk in JobItem.objects.filter(status="queued").values_list("pk", flat=True):
        jobs.work(pk)


def test_progress_asks_again_until_the_work_is_done(desk, settings):
    settings.IMPORT_JOB_ROWS = 3
    upload(desk, workbook(whole()))
    JobItem.objects.update(phase="核对“人员”", percent=42)
    address = reverse("branches:import_batch", args=[ImportBatch.objects.get().uuid])
    fragment = desk.get(address, headers={"HX-Request": "true"})
    assert "核对“人员”" in fragment.text
    assert "42%" in fragment.text
    assert "<html" not in fragment.text
    batches_at_work()
    assert desk.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_work_that_failed_is_told_and_waits_at_the_desk(desk, settings):
    settings.IMPORT_JOB_ROWS = 3
    upload(desk, workbook(whole()))
    JobItem.objects.update(status="failed", error="OperationalError")
    batch = ImportBatch.objects.get()
    page = desk.get(reverse("branches:import_batch", args=[batch.uuid])).text
    assert "后台没有处理完，什么也没有保存" in page
    assert "OperationalError" not in page
    assert "导入失败" in desk.get(reverse("admin:index")).text


def test_batch_is_withdrawn_on_its_page(desk):
    upload(desk, workbook(whole()))
    assert "确认撤销整批" in press(desk, "save").text
    assert "整批撤销：新增的 10 行已删去" in press(desk, "withdraw").text
    assert not Person.objects.exists()


def test_withdrawal_that_is_refused_says_why(desk):
    upload(desk, workbook(whole()))
    assert "没有撤销。只有导入后 24 小时内" in press(desk, "withdraw").text


def test_list_and_batch_cost_the_same_with_more_rows(desk):
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(address).status_code == 200
        return len(asked)

    upload(desk, workbook(whole()))
    listing = reverse("branches:import_upload")
    one = reverse("branches:import_batch", args=[ImportBatch.objects.latest("pk").uuid])
    assert (cost(listing), cost(one)) == (5, 4)
    for _ in range(2):
        upload(desk, with_cell("人员", 1, "党员类别", "积极分子"))
    three = reverse("branches:import_batch", args=[ImportBatch.objects.latest("pk").uuid])
    assert (cost(listing), cost(three)) == (5, 4)


def test_import_centre_is_closed_to_secretaries(users, as_user):
    for name in ("import_upload", "import_template"):
        page = reverse(f"branches:{name}")
        assert as_user(users.secretary).get(page).status_code == 403


def test_import_centre_is_closed_to_staff_of_a_part(city, as_user):
    """A file may speak of branches outside their part of the tree."""
    user = cast.make_user("part")
    cast.grant(user, Role.COMMITTEE_STAFF, city.committee)
    assert as_user(user).get(reverse("branches:import_upload")).status_code == 403


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
