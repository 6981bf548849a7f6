"""Each text of the corpus in each text field of each form, and from there through every door."""

import io
import re
from copy import deepcopy
from datetime import datetime
from urllib.parse import urlencode

import openpyxl
import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import get_resolver, reverse

from apps.accounts.models import User
from apps.core.access import flatten
from apps.core.admin import EditForm
from apps.core.exports.cells import cell_of
from apps.core.forms import CleanForm, CleanFormMixin
from apps.core.imports.cells import CellError, Text
from apps.core.pdf import glyphs
from apps.core.pdf.glyphs import MISSING_MARK as MARK
from apps.core.text import clean_name, clean_text
from apps.meetings.models import Meeting
from apps.meetings.printing import paper, word
from apps.meetings.printing.records import sheets_of
from apps.meetings.services import log_meeting
from apps.portal.search import LONGEST as MANY
from tests.meetings.conftest import form_values, make_committee, sitting_of
from tests.meetings.test_papers import words_of, words_of_word
from tests.text_corpus import CORPUS

CHINESE = re.compile("[\u4e00-\u9fff]")
# The day 0 of a workbook; no text depends on it.
EPOCH = datetime(1899, 12, 30)
corpus = pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)


def test_corpus_has_72_texts():
    assert len(CORPUS) == 72


def subclasses(kind: type) -> set[type]:
    below = {found for child in kind.__subclasses__() for found in subclasses(child)}
    return {kind} | below


@pytest.fixture
def text_fields(db, rf) -> dict[str, forms.Field]:
    """Every text field of every form of the portal and of the desk, by form and name."""
    list(flatten(get_resolver().url_patterns))  # imports every view and with it every form
    own = {c for c in subclasses(CleanFormMixin) if c.__module__.startswith("apps.")}
    # The desk makes its own fields for these.
    classes = own - subclasses(EditForm)
    request = rf.get("/")
    request.user = User.objects.create_superuser("everything")
    desks = [d for d in admin.site._registry.values() if d.has_change_permission(request)]
    classes |= {desk.get_form(request) for desk in desks}
    return {
        f"{form.__module__}.{form.__name__}.{name}": field
        for form in classes
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput)
    }


def answer_of(field: forms.Field, text: str) -> tuple[str | None, list[str]]:
    """(what a form with this one field makes of the text, its errors)."""
    form = type("OneField", (CleanForm,), {"field": deepcopy(field)})({"field": text})
    return (form.cleaned_data["field"], []) if form.is_valid() else (None, form.errors["field"])


@corpus
def test_every_field_takes_the_text_or_refuses_it_in_a_sentence(text_fields, text):
    assert len(text_fields) > 40
    for name, field in text_fields.items():
        taken, errors = answer_of(field, text)
        if taken is None:
            assert all(CHINESE.search(error) for error in errors), (name, errors)
        elif taken:
            assert answer_of(field, taken) == (taken, []), name


def cleaned(clean, text: str, longest: int) -> str:
    """What a field keeps; "" where it refuses."""
    try:
        kept = clean(text)
    except ValidationError:
        return ""
    return kept if len(kept) <= longest else ""


NAMES = {kept for text in CORPUS.values() if (kept := cleaned(clean_name, text, 200))}
TEXTS = {kept for text in CORPUS.values() if (kept := cleaned(clean_text, text, 20_000))}


def test_texts_come_back_from_a_workbook_as_they_were():
    kept = sorted(NAMES | TEXTS)
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for text in kept:
        sheet.append([cell_of(sheet, text)])
    target = io.BytesIO()
    workbook.save(target)
    page = openpyxl.load_workbook(target).active
    assert {cell.data_type for (cell,) in page.iter_rows()} == {"s"}
    read = Text(20_000, is_long=True)
    back = [read(value, EPOCH) for (value,) in page.iter_rows(values_only=True)]
    assert back == kept


def imported(text: str) -> tuple[str, str]:
    """(what a cell of an import holds, the sentence that refuses it)."""
    try:
        return Text(200)(text, EPOCH), ""
    except CellError as refusal:
        return "", str(refusal)


@corpus
def test_cell_of_an_import_takes_the_text_or_refuses_it_in_a_sentence(text):
    taken, sentence = imported(text)
    if sentence:
        assert CHINESE.search(sentence)
    else:
        assert imported(taken) == (taken, "")


@pytest.fixture
def found(as_user, users):
    """The page of the search for a text."""
    client = as_user(users.secretary)
    return lambda text: client.get(reverse("portal:search"), {"q": text}).content.decode()


@pytest.fixture
def filing(as_user, users, city):
    """Post a record with the text as place, topic and notes; the answer."""
    make_committee(city, users)
    client = as_user(users.secretary)
    values = form_values(city.branch)

    def filed(text: str):
        typed = {"place": text, "first_topic": text, "minutes": text}
        body = urlencode(values | typed, doseq=True, errors="surrogatepass")
        form = "application/x-www-form-urlencoded"
        return client.post(reverse("meetings:meeting_create"), body, content_type=form)

    return filed


@corpus
def test_record_keeps_the_text_or_the_form_comes_back(filing, found, text):
    answer = filing(text)
    assert answer.status_code in (302, 400, 422)
    if answer.status_code == 302:
        text = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        meeting = Meeting.objects.get()
        assert meeting.place == clean_name(text)
        assert meeting.minutes == clean_text(text)
        assert meeting.agenda_items.get().topic == clean_name(text)
        assert len(meeting.minutes) > MANY or meeting.title in found(meeting.minutes)


# A face draws both dots alike, and 500 marks on one letter as one.
UNLIKE_ON_PAPER = {CORPUS["katakana dot"], clean_text(CORPUS["500 combining marks"])}
MOST_ON_A_LINE = 600
UNSEEN = re.compile(r"[\s\u200b\u200d\ufeff\u00ad\U000e0100-\U000e01ef]+")


def test_record_comes_back_from_paper_as_it_was(city, users):
    """Word has every text; a PDF marks what no face can print, so that nothing is lost unseen."""
    make_committee(city, users)
    lines = {line for text in TEXTS - UNLIKE_ON_PAPER for line in text.split("\n")}
    sitting = sitting_of(
        city.branch, minutes="\n".join(line for line in lines if len(line) < MOST_ON_A_LINE)
    )
    filed = log_meeting(organisation=city.branch, sitting=sitting, by=users.secretary)
    meeting, sheet = sheets_of(Meeting.objects.filter(pk=filed.pk))[0]
    wanted = {UNSEEN.sub("", line) for line in filed.minutes.split("\n")}
    on_paper = UNSEEN.sub("", words_of(paper.render_record(meeting, sheet)))
    assert [w for w in wanted if glyphs.unprintable().sub(MARK, w) not in on_paper] == []
    in_word = UNSEEN.sub("", words_of_word(word.render(sheet)))
    assert [w for w in wanted if w not in in_word] == []


def test_record_comes_back_word_for_word_on_its_page_and_in_the_list(filing, as_user, users):
    filing(CORPUS["image"])
    meeting = Meeting.objects.get()
    page = as_user(users.secretary).get(meeting.get_absolute_url()).content.decode()
    assert "<img src=x" not in page
    assert "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;" in page
