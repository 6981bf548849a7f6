import pytest

from apps.assessments import services
from tests.assessments.conftest import work_off

VERIFY = "/verify/"


@pytest.fixture
def document(printed, city):
    return printed.results.get(organisation=city.branch).document


def ask(client, code: str) -> str:
    return client.get(VERIFY, {"code": code}).text


def test_paper_is_known_by_its_code_without_an_account(document, client, city):
    text = ask(client, document.code)
    assert document.title in text
    assert document.sha256 in text
    assert city.branch.name in text


def test_page_says_no_more_than_the_paper_title(document, printed, client, city):
    text = ask(client, document.code)
    assert f"{printed.results.get(organisation=city.branch).total}" not in text


@pytest.mark.parametrize("change", [str.lower, lambda c: c.replace("-", " "), lambda c: f" {c}。"])
def test_code_may_be_typed_in_other_ways(change, document, client):
    assert document.title in ask(client, change(document.code))


def test_full_width_letters_are_understood(document, client):
    wide = "".join(chr(ord(c) + 0xFEE0) for c in document.code)
    assert document.title in ask(client, wide)


def test_unknown_code_is_said(db, client):
    assert "没有核验码为 AAAA-BBBB-CCCC-DDDD 的文件" in ask(client, "aaaabbbbccccdddd")


def test_incomplete_code_is_said(db, client):
    assert "不是完整的核验码" in ask(client, "AAAA-BBBB")


def test_no_code_asks_for_one(db, client):
    assert client.get(VERIFY).status_code == 200


def test_sheet_before_issue_is_no_official_result(document, client):
    assert "还没有发布" in ask(client, document.code)


def test_issued_sheet_is_valid(document, printed, users, client):
    services.issue_run(run=printed, by=users.staff)
    assert "考核结果已发布" in ask(client, document.code)


def test_sheet_of_a_cancelled_run_is_void(document, printed, client):
    services.cancel_run(run=printed, by=None, note="方案有误")
    assert "已作废" in ask(client, document.code)


def test_newer_sheet_supersedes_an_older_one(document, printed, city, client):
    city.branch.memberships.update(kind="full")
    type(city.branch).objects.filter(pk=city.branch.pk).update(name="市财政局新第一党支部")
    again = services.repeat_run(run=printed, by=None, note="改名")
    work_off(again.job)
    assert "已有更新的考核表" in ask(client, document.code)


def test_same_sheet_of_a_repeated_run_stays_current(document, printed, client):
    work_off(services.repeat_run(run=printed, by=None, note="复核").job)
    assert "已有更新" not in ask(client, document.code)
