"""Records as PDF and Word: everything that is stated, nothing that is not, for whoever sees them."""

import re
from io import BytesIO
from itertools import chain
from uuid import uuid4

import docx
import pytest
from django.core.management import call_command
from django.urls import reverse
from pypdf import PdfReader

from apps.core.lifecycle import advance
from apps.core.models import AuditEvent
from apps.meetings import checks
from apps.meetings.choices import AttendanceStatus, FollowUpOutcome, MeetingKind
from apps.meetings.models import Meeting
from apps.meetings.printing import paper, word
from apps.meetings.printing.records import sheets_of
from apps.meetings.services import log_meeting, sign_meeting
from apps.meetings.sitting import (
    Absence,
    Ballot,
    Decision,
    FollowUpEntry,
    GuestEntry,
    SpeechEntry,
)
from tests import cast
from tests.core.test_pdf_closed import PAYLOADS, SENTINEL, filled
from tests.meetings.conftest import sitting_of

DESK = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Chrome/102.0"}
PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Mobile/15E148 Safari/604.1"}
WECHAT = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 14) Mobile MicroMessenger/8.0.50"}
RARE = "镕喆堃𠮷"
# What may come out otherwise than it went in: nothing that is seen.
SPACE = re.compile(r"\s+")


def words_of(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return SPACE.sub("", "".join(page.extract_text() for page in pages))


def words_of_word(content: bytes) -> str:
    file = docx.Document(BytesIO(content))
    cells = (
        p for t in file.tables for row in t.rows for cell in row.cells for p in cell.paragraphs
    )
    section = file.sections[0]
    edges = chain(section.header.paragraphs, section.footer.paragraphs)
    texts = [p.text for p in chain(file.paragraphs, cells, edges)]
    return SPACE.sub("", "".join(texts))


def address(name: str, meeting: Meeting) -> str:
    return reverse(f"meetings:{name}", args=[meeting.uuid])


@pytest.fixture
def full(city, users, committee):
    """A committee meeting that states everything there is to state."""
    absent, speaker = committee[1], committee[2]
    return log_meeting(
        organisation=city.branch,
        sitting=sitting_of(
            city.branch,
            absences={absent.pk: Absence(AttendanceStatus.OTHER, "参加培训")},
            guests=(GuestEntry("来宾甲", "副局长", "通报情况"),),
            speeches=(SpeechEntry(speaker, "同意。\n不同意见也记下。"),),
            ballots=(Ballot("接收预备党员", 5, 1, 0),),
            decisions=(Decision("每月通报一次", speaker, None),),
            follow_ups=(FollowUpEntry(uuid4(), "上月的决议", FollowUpOutcome.DONE, "已通报"),),
            minutes="一、传达精神\n（一）学习讨论",
        ),
        by=users.secretary,
    )


STATED = (
    *("市财政局第一党支部", "支委会记录", "三楼会议室", "应到7人", "实到6人"),
    *(
        "参加培训",
        "来宾甲副局长通报情况",
        "第一议题：学习重要讲话",
        "一、传达精神",
        "（一）学习讨论",
    ),
    *("委员2：同意。", "不同意见也记下。", "接收预备党员", "赞成5票，反对1票，弃权0票", "通过"),
    *("上次决议落实", "上月的决议：已落实（已通报）"),
    *("每月通报一次", "责任人：委员2", "主持人（签字）：", "待审核"),
)


@pytest.mark.parametrize(("name", "read"), [("pdf", words_of), ("word", words_of_word)])
def test_file_states_everything(as_user, users, full, committee, name, read):
    answer = as_user(users.secretary).get(address(f"meeting_{name}", full), **DESK)
    text = read(answer.content).replace("应到|", "应到")
    missing = [stated for stated in STATED if stated not in text]
    assert missing == []
    assert [person.name for person in committee if person.name not in text] == []
    assert SPACE.sub("", full.title) in text
    assert (
        "市财政局第一党支部_" in answer["Content-Disposition"]
        or "%" in answer["Content-Disposition"]
    )
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    event = AuditEvent.objects.get(kind=AuditEvent.Kind.DOWNLOADED)
    assert event.subject.startswith("市财政局第一党支部_")


def test_headings_are_numbered_without_gaps(filed):
    _, sheet = sheets_of(Meeting.objects.filter(pk=filed.pk))[0]
    there = [heading for heading in sheet["headings"].values() if heading]
    assert there == ["一、出席情况", "二、议题"]


def test_reviewed_and_signed_record_carries_no_mark(users, full):
    sign_meeting(meeting=full)
    advance(full, "review", by=users.staff)
    meeting, sheet = sheets_of(Meeting.objects.filter(pk=full.pk))[0]
    for text in (words_of(paper.render_record(meeting, sheet)), words_of_word(word.render(sheet))):
        assert "待审核" not in text
        assert "（已签字）" in text


def test_mark_stands_on_every_page(city, users, committee):
    long = "\n".join(f"第{n}项工作已经落实。" for n in range(60))
    sitting = sitting_of(city.branch, minutes=long)
    draft = log_meeting(organisation=city.branch, sitting=sitting, by=users.secretary, file=False)
    content = paper.render_record(*sheets_of(Meeting.objects.filter(pk=draft.pk))[0])
    pages = PdfReader(BytesIO(content)).pages
    assert len(pages) > 2
    assert all("草稿" in page.extract_text() for page in pages)


def test_same_record_gives_the_same_bytes(filed):
    one, two = (
        paper.render_record(*sheets_of(Meeting.objects.filter(pk=filed.pk))[0]) for _ in range(2)
    )
    assert one == two
    _, sheet = sheets_of(Meeting.objects.filter(pk=filed.pk))[0]
    assert word.render(sheet) == word.render(sheet)


def test_roll_repeats_its_head_on_every_page(city, users):
    for number in range(70):
        cast.make_member(city.branch, f"党员{number:02}")
    sitting = sitting_of(city.branch, MeetingKind.MEMBERS_MEETING)
    meeting = log_meeting(organisation=city.branch, sitting=sitting, by=users.secretary)
    stored, sheet = sheets_of(Meeting.objects.filter(pk=meeting.pk))[0]
    pages = [
        SPACE.sub("", p.extract_text())
        for p in PdfReader(BytesIO(paper.render_record(stored, sheet))).pages
    ]
    with_rows = [text for text in pages if "正式党员" in text]
    assert len(with_rows) > 2
    assert all("序号姓名职务党员类别出席情况原因" in text for text in with_rows)
    roll = docx.Document(BytesIO(word.render(sheet))).tables[1]
    assert len(roll.rows) == 1 + len(sheet["roll"])
    assert roll.rows[0]._tr.xpath("w:trPr/w:tblHeader")
    assert roll.rows[1]._tr.xpath("w:trPr/w:cantSplit")


def test_word_names_fonts_in_styles_and_embeds_none(filed):
    _, sheet = sheets_of(Meeting.objects.filter(pk=filed.pk))[0]
    file = docx.Document(BytesIO(word.render(sheet)))
    named = file.styles["Normal"].element.xpath("w:rPr/w:rFonts/@w:eastAsia")
    assert named == ["仿宋_GB2312"]
    assert not file.element.xpath("//w:r/w:rPr/w:rFonts")
    parts = [str(part.partname) for part in file.part.package.iter_parts()]
    assert not [name for name in parts if name.endswith((".odttf", ".ttf"))]
    assert file.core_properties.title == filed.title


HOSTILE = (
    *("{{ 7*7 }}", "{% for x in y %}", "{_{ x }_}", "{_% x %_}", "{# x #}", "${7}", "%s %(x)s"),
    *(
        "<b>&amp;</b>",
        "]]>",
        "<w:p/>",
        '"><img src=x onerror=alert(1)>',
        "=1+1",
        "../../etc/passwd",
    ),
    *("'; DROP TABLE x; --", "\\u0041\\", "_x0041_", "&#123;", "100％·①", RARE, "a\tb"),
)


@pytest.fixture
def hostile(city, users, committee, tmp_path):
    """A record whose every free text carries the payloads; the file they ask for exists."""
    secret = tmp_path / "secret.txt"
    secret.write_text(SENTINEL)
    payloads = [filled(p, secret.as_uri()) for p in PAYLOADS]
    text = "\n".join([*HOSTILE, *payloads])
    committee[3].name = RARE
    committee[3].save()
    sitting = sitting_of(
        city.branch,
        place=RARE,
        minutes=text,
        guests=(GuestEntry("{{ 7*7 }}", "<w:p/>", "{_{ x }_}"),),
        speeches=(SpeechEntry(committee[3], text),),
        decisions=(Decision("{% x %}", None, None),),
    )
    meeting = log_meeting(organisation=city.branch, sitting=sitting, by=users.secretary)
    return meeting, [SPACE.sub("", line) for line in text.split("\n")]


def test_typed_text_comes_out_as_it_was_typed(hostile):
    meeting, lines = hostile
    stored, sheet = sheets_of(Meeting.objects.filter(pk=meeting.pk))[0]
    content = paper.render_record(stored, sheet)
    for text in (words_of(content), words_of_word(word.render(sheet))):
        assert [line for line in lines if text.count(line) < 2] == []
        assert RARE in text
        assert SENTINEL not in text
    reader = PdfReader(BytesIO(content))
    assert not reader.attachments
    assert not any("/Annots" in page for page in reader.pages)
    assert b"\x00\x00" not in glyphs_of(reader)


def glyphs_of(reader: PdfReader) -> bytes:
    """All glyph numbers that are drawn; number 0 is the box that stands for none."""
    drawn = []
    for page in reader.pages:
        content = page["/Contents"].get_object().get_data()
        for codes in re.findall(rb"<([0-9a-f]+)>", content):
            drawn += [bytes.fromhex(codes[i : i + 4].decode()) for i in range(0, len(codes), 4)]
    return b"|".join(drawn)


@pytest.mark.parametrize("name", ["meeting_pdf", "meeting_word"])
def test_record_of_another_branch_is_not_there(as_user, users, filed, name):
    assert as_user(users.stranger).get(address(name, filed), **DESK).status_code == 404
    assert as_user(users.convenor).get(address(name, filed), **DESK).status_code == 403


def test_phone_is_shown_the_paper_before_it_downloads(as_user, users, filed):
    client = as_user(users.secretary)
    page = client.get(address("meeting_pdf", filed), **PHONE)
    assert page["Content-Type"].startswith("text/html")
    assert "?file=1" in page.content.decode()
    assert "委员6" in page.content.decode()
    file = client.get(address("meeting_pdf", filed) + "?file=1", **PHONE)
    assert file["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("name", ["meeting_pdf", "meeting_word"])
def test_messenger_is_given_the_address_and_never_a_file(as_user, users, filed, name):
    client = as_user(users.secretary)
    for query in ("", "?file=1"):
        page = client.get(address(name, filed) + query, **WECHAT)
        assert page["Content-Type"].startswith("text/html")
        assert "复制链接" in page.content.decode()
    assert not AuditEvent.objects.filter(kind=AuditEvent.Kind.DOWNLOADED).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_record_do_not_grow(city, users, committee, django_assert_num_queries, count):
    for _ in range(count):
        log_meeting(organisation=city.branch, sitting=sitting_of(city.branch), by=users.secretary)
    with django_assert_num_queries(9):
        assert len(sheets_of(Meeting.objects.all())) == count


def test_committee_puts_its_own_template_in_place(settings, tmp_path, filed):
    _, sheet = sheets_of(Meeting.objects.filter(pk=filed.pk))[0]
    own = docx.Document(BytesIO(word.built_in()))
    own.add_paragraph("本模板由工委修订 {{ title }}")
    own.save(tmp_path / word.TEMPLATE_NAME)
    settings.WORD_TEMPLATE_DIR = str(tmp_path)
    assert f"本模板由工委修订{SPACE.sub('', filed.title)}" in words_of_word(word.render(sheet))


def test_template_that_cannot_be_filled_is_found_at_start(settings, tmp_path):
    assert checks.own_word_template_can_be_filled(None) == []
    settings.WORD_TEMPLATE_DIR = str(tmp_path)
    call_command("word_template", tmp_path / word.TEMPLATE_NAME, verbosity=0)
    assert checks.own_word_template_can_be_filled(None) == []
    own = docx.Document(BytesIO(word.built_in()))
    own.add_paragraph("{{ no_such_field }}")
    own.save(tmp_path / word.TEMPLATE_NAME)
    found = checks.own_word_template_can_be_filled(None)
    assert [error.id for error in found] == ["sixlights.E012"]
