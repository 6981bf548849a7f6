"""Files beside a record: optional, checked, and never half stored."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.core import files, tasks
from apps.meetings.models import Attachment, Meeting
from apps.meetings.services import withdraw_meeting
from tests.core import upload_corpus as corpus
from tests.core.disks import finished, one_megabyte
from tests.meetings.conftest import form_values


@pytest.fixture
def small_disk(tmp_path, settings):
    with one_megabyte(tmp_path / "small") as settings.FILE_ROOT:
        yield settings.FILE_ROOT


def test_full_disk_keeps_the_typed_text_and_no_row(small_disk, city, users, committee, as_user):
    """F11: no row, no file under a final name, and the form is back with the sentence."""
    values = form_values(city.branch, minutes="讨论了三件事")
    values["attachments"] = [SimpleUploadedFile("大.pdf", corpus.large_pdf())]
    client = as_user(users.secretary)
    page = client.post(reverse("meetings:meeting_create"), values)
    text = page.content.decode()
    assert page.status_code == 422
    assert "存储空间不足" in text
    assert "讨论了三件事" in text
    assert not Meeting.objects.exists()
    assert not Attachment.objects.exists()
    assert finished(small_disk) == []
    del values["attachments"]
    assert client.post(reverse("meetings:meeting_create"), values).status_code == 302
    assert Meeting.objects.count() == 1


def test_sweep_spares_the_files_of_attachments(city, users, committee, as_user, monkeypatch):
    values = form_values(city.branch)
    values["attachments"] = [SimpleUploadedFile("a.pdf", corpus.PDF)]
    as_user(users.secretary).post(reverse("meetings:meeting_create"), values)
    orphan = files.store(b"nobody names me", suffix=".bin")
    monkeypatch.setattr(tasks, "ORPHAN_AGE_SECONDS", -1)
    assert tasks.sweep_files() == 1
    assert not files.absolute(orphan.path).exists()
    assert files.absolute(Attachment.objects.get().path).exists()


def test_refused_file_is_told_and_the_text_is_kept(city, users, committee, as_user):
    values = form_values(city.branch, minutes="讨论了三件事")
    values["attachments"] = [
        SimpleUploadedFile("好.pdf", corpus.PDF),
        SimpleUploadedFile("坏.docx", corpus.macro_document()),
    ]
    page = as_user(users.secretary).post(reverse("meetings:meeting_create"), values)
    assert page.status_code == 422
    assert "“坏.docx”没有保存" in page.content.decode()
    assert "讨论了三件事" in page.content.decode()
    assert not Meeting.objects.exists()


def test_file_is_removed_from_a_draft(city, users, committee, as_user):
    client = as_user(users.secretary)
    values = form_values(city.branch)
    values["attachments"] = [SimpleUploadedFile("a.pdf", corpus.PDF)]
    client.post(reverse("meetings:meeting_create"), values)
    draft = withdraw_meeting(meeting=Meeting.objects.get(), by=users.secretary)
    changed = form_values(city.branch, version=str(draft.version))
    changed["remove"] = [str(draft.attachments.get().uuid), "kein-uuid"]
    answer = client.post(reverse("meetings:meeting_update", args=[draft.uuid]), changed)
    assert answer.status_code == 302
    assert not draft.attachments.exists()
