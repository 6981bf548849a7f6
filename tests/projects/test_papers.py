"""Projects on paper: one page each, the volume of a year, and whoever may have them."""

import re
from io import BytesIO
from itertools import chain
from zipfile import ZipFile

import docx
import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from apps.core import files, jobs
from apps.core.models import AuditEvent, Document
from apps.juries.choices import Light, Subject
from apps.juries.dossiers import dossiers_of
from apps.projects.choices import EventKind, PaperKind, ProjectStatus
from apps.projects.models import SecretaryProject, YearPaper
from apps.projects.printing import word
from apps.projects.printing.paper import print_sheet
from apps.projects.printing.sheets import sheets_of
from apps.projects.printing.years import order_paper, print_book
from apps.projects.services import hold_event
from tests.projects.conftest import (
    YEAR,
    freeze,
    make_jury,
    make_milestone,
    make_outcome,
    make_project,
)

SPACE = re.compile(r"\s+")
LONG = "针对群众反映强烈的急难愁盼问题，深入一线开展调查研究，逐项明确责任人和完成时限。" * 60
WECHAT = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 14) Mobile MicroMessenger/8.0.50"}


def to(name: str, row) -> str:
    return reverse(f"projects:{name}", args=[row.uuid])


def pages_of(document: Document) -> list[str]:
    pages = PdfReader(BytesIO(files.read(document.path))).pages
    return [SPACE.sub("", page.extract_text()) for page in pages]


def words_of_word(content: bytes) -> str:
    file = docx.Document(BytesIO(content))
    cells = (p for t in file.tables for c in t._cells for p in c.paragraphs)
    return SPACE.sub("", "".join(p.text for p in chain(file.paragraphs, cells)))


@pytest.fixture
def project(works) -> SecretaryProject:
    """With everything that a sheet may show."""
    project = works.project
    SecretaryProject.objects.update(
        status=ProjectStatus.MIDTERM, midterm_on=timezone.localdate(), midterm_findings="过半"
    )
    project.named_measures.create(name="全程办", text="一窗受理 {{ 7*7 }} <b>&amp;</b>")
    make_milestone(project, "摸清底数", done_on=timezone.localdate(), result="全部摸清")
    outcome = {"value": 3800, "value_hedge": "more"}
    make_outcome(project, **outcome)
    hold_event(
        kind=EventKind.FIELD_SHOW,
        title="观摩会",
        organisation=works.group,
        starts_on=timezone.localdate(),
        place="政务服务中心",
        shown=[(project, "做得细")],
        by=None,
    )
    project.refresh_from_db()
    return project


def test_sheet_says_everything_in_both_files(project):
    [page] = pages_of(print_sheet(project.pk))
    [(_, sheet)] = sheets_of(SecretaryProject.objects.filter(pk=project.pk))
    for text in (page, words_of_word(word.render(sheet))):
        for words in (
            *("把支部建在项目上", "市财政局党组", "项目多、战线长", "党员分散", "三季度完成"),
            *("全程办：一窗受理{{7*7}}<b>&amp;</b>", "摸清底数", "全部摸清", "建成支部3800多个"),
            *("观摩会（政务服务中心）：做得细", "过半", "已中期检查"),
        ):
            assert words in text


def test_sheet_stays_on_one_page_and_says_that_it_was_cut(project):
    SecretaryProject.objects.update(title="长" * 120, background=LONG, problem="a" * 3000)
    SecretaryProject.objects.update(measures=LONG, schedule="短", conclusion=LONG, evaluation=LONG)
    [page] = pages_of(print_sheet(project.pk))
    assert "文字较长的栏目只印开头" in page
    assert "核验码" in page
    assert "短" in page


def test_same_project_gives_the_same_files(project):
    first = print_sheet(project.pk)
    kept = files.read(first.path)
    assert print_sheet(project.pk) == first
    [(_, sheet)] = sheets_of(SecretaryProject.objects.filter(pk=project.pk))
    assert word.render(sheet) == word.render(sheet)
    SecretaryProject.objects.update(title="改了题目")
    second = print_sheet(project.pk)
    assert second != first
    assert files.read(second.path) != kept


def test_paper_is_verified_and_told_to_be_old(project, works, as_user, client):
    reader = as_user(works.user)
    answer = reader.post(to("project_paper", project))
    document = Document.objects.get()
    assert answer["Location"] == document.get_absolute_url()
    assert b"".join(reader.get(answer["Location"])).startswith(b"%PDF")
    address = f"{reverse('core:verify')}?code={document.code}"
    assert "与系统中这个项目现在的内容一致" in client.get(address).content.decode()
    SecretaryProject.objects.update(title="改了题目")
    assert "项目又有新的进展" in client.get(address).content.decode()


def test_papers_are_for_readers_of_the_project_alone(project, users, as_user):
    document = print_sheet(project.pk)
    stranger = as_user(users.stranger)
    for answer in (
        stranger.post(to("project_paper", project)),
        stranger.get(to("project_word", project)),
        stranger.get(document.get_absolute_url()),
    ):
        assert answer.status_code == 404
    unit = as_user(users.secretary)
    assert unit.get(to("project_word", project))["Content-Type"] == word.CONTENT_TYPE
    assert unit.get(reverse("projects:paper_list")).status_code == 403


def test_messenger_is_given_the_address(project, works, as_user):
    page = as_user(works.user).get(to("project_word", project), **WECHAT)
    assert "复制链接" in page.content.decode()
    assert not AuditEvent.objects.filter(kind=AuditEvent.Kind.DOWNLOADED).exists()


def test_jurors_read_the_headings_and_the_files_of_a_project(project):
    file = {"file_name": "台账.pdf", "path": "aa/bb.pdf", "content_type": "application/pdf"}
    project.outcomes.get().evidence.create(**file)
    freeze(make_jury(), {project: Light.GREEN})
    candidate = project.candidacies.get().candidate
    dossier = dossiers_of(Subject.PROJECT, [candidate])[candidate.pk]
    told = dict(dossier.sections)
    assert (told["项目背景"], told["承担党组织"]) == ("项目多、战线长", "市财政局党组")
    assert [one.name for one in dossier.files] == ["台账.pdf"]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_sheets_do_not_grow(works, django_assert_num_queries, count):
    for number in range(count):
        one = make_project(works.group, title=f"项目{number}", status=ProjectStatus.IN_PROGRESS)
        make_milestone(one, owner=works.secretary)
        make_outcome(one)
    with django_assert_num_queries(6):
        assert len(sheets_of(SecretaryProject.objects.of_year(YEAR))) == count + 1


def test_volume_has_contents_with_the_page_of_each_project(project, works):
    for number in range(3):
        make_project(works.group, title=f"第{number}号项目", status=ProjectStatus.SUBMITTED)
    make_project(works.group, title="没有申报的", status=ProjectStatus.DRAFT)
    document = print_book(YEAR)
    pages = pages_of(document)
    contents = "".join(pages[1:3])
    assert "没有申报的" not in "".join(pages)
    for number, page in enumerate(pages, start=1):
        for title in re.findall(r"项目名称(第\d号项目|把支部建在项目上)承担", page):
            assert re.search(rf"{title}·*{number}", contents), (title, number)
    assert print_book(YEAR) == document
    assert len(pages) == 3 + 4


def test_orders_are_made_once_watched_and_fetched(project, works, users, as_user):
    staff = as_user(users.staff)
    listed = reverse("projects:paper_list")
    assert "生成项目汇编" in staff.get(listed).content.decode()
    answer = staff.post(listed, {"year": "1999", "kind": "book"}, follow=True)
    assert "请选择有项目的年度" in answer.content.decode()
    staff.post(listed, {"year": YEAR, "kind": "sheets"})
    staff.post(listed, {"year": YEAR, "kind": "sheets"})
    paper = YearPaper.objects.get()
    page = staff.get(paper.get_absolute_url()).content.decode()
    assert "hx-get" in page
    assert staff.get(to("paper_bundle", paper)).status_code == 404
    for item in paper.job.items.all():
        jobs.work(item.pk)
    part = staff.get(paper.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "1 个项目，已生成 1 张项目表" in part
    assert "<html" not in part
    bundles = [b"".join(staff.get(to("paper_bundle", paper))) for _ in range(2)]
    assert bundles[0] == bundles[1]
    with ZipFile(BytesIO(bundles[0])) as archive:
        assert archive.namelist() == ["001_市财政局_把支部建在项目上.pdf"]
    assert as_user(users.secretary).get(paper.get_absolute_url()).status_code == 403


def test_volume_is_read_by_those_who_order_it(project, users, as_user):
    paper = order_paper(year=YEAR, kind=PaperKind.BOOK, by=users.staff)
    for item in paper.job.items.all():
        jobs.work(item.pk)
    document = Document.objects.get()
    page = as_user(users.staff).get(paper.get_absolute_url()).content.decode()
    assert f'href="{document.get_absolute_url()}"' in page
    assert b"".join(as_user(users.leader).get(document.get_absolute_url())).startswith(b"%PDF")
    assert as_user(users.secretary).get(document.get_absolute_url()).status_code == 404
    assert order_paper(year=1999, kind=PaperKind.BOOK, by=None) is None
