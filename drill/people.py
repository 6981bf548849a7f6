"""Many hands at once: one form sent twenty times, one record edited by twenty, a full disk."""

import http.cookiejar
import io
import os
import subprocess
import tempfile
import urllib.parse
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction
from django.test import override_settings
from django.utils import timezone
from PIL import Image

from apps.branches.choices import OrganisationKind, Post
from apps.branches.models import Organisation
from apps.core import files, uploads
from apps.core.versions import StaleVersion, claim_version
from apps.meetings.models import Talk
from drill.crew import PORT
from tests import cast

HANDS = 20
ADDRESS = f"http://127.0.0.1:{PORT}"


def at_once(do) -> list:
    def alone(number: int):
        try:
            return do(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(alone, range(HANDS)))


class Browser:
    """A signed-in secretary; `send` posts a form with the token of the session."""

    def __init__(self, username: str) -> None:
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.opener.open(f"{ADDRESS}/account/login/").read()
        self.send("/account/login/", {"login": username, "password": cast.PASSWORD})

    def send(self, path: str, fields: dict) -> str:
        token = next(c.value for c in self.jar if "csrf" in c.name)
        sent = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        with self.opener.open(ADDRESS + path, sent) as answer:
            return answer.geturl()


def parallel_posts() -> bool:
    """One form, twenty posts at once over HTTP: one record, and every answer leads to it."""
    branch = cast.make_organisation("演练党支部", OrganisationKind.BRANCH)
    secretary, other = cast.make_member(branch, "书记"), cast.make_member(branch, "党员")
    cast.appoint(secretary, branch, Post.SECRETARY)
    cast.make_user("drill-secretary", person=secretary)
    browser = Browser("drill-secretary")
    form = {
        "form_key": str(uuid.uuid4()),
        "organisation": str(branch.uuid),
        "kind": "committee_member",
        "held_on": timezone.localdate().isoformat(),
        "first": str(secretary.uuid),
        "second": str(other.uuid),
    }
    answers = at_once(lambda _: browser.send("/meetings/talks/new/", form))
    return Talk.objects.count() == 1 and set(answers) == {f"{ADDRESS}/meetings/talks/"}


def parallel_editors() -> bool:
    """Twenty editors of one version: one is accepted, nineteen are told, nothing is overwritten."""
    pk = cast.make_organisation("原名", OrganisationKind.ORGAN_COMMITTEE).pk

    def edit(number: int) -> str:
        organisation = Organisation.objects.get(pk=pk)
        organisation.name = f"第{number}个名字"
        try:
            with transaction.atomic():
                claim_version(organisation, expected=1)
                organisation.save()
        except StaleVersion:
            return ""
        return organisation.name

    accepted = [name for name in at_once(edit) if name]
    stored = Organisation.objects.get(pk=pk)
    return accepted == [stored.name] and stored.version == 2


def photo() -> SimpleUploadedFile:
    noise = Image.frombytes("RGB", (1600, 1200), os.urandom(1600 * 1200 * 3))
    written = io.BytesIO()
    noise.save(written, "JPEG", quality=95)
    return SimpleUploadedFile("photo.jpg", written.getvalue(), "image/jpeg")


def full_disk() -> bool:
    """An upload that does not fit: told in words, nothing under any name."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", folder], check=True)
        try:
            with override_settings(FILE_ROOT=Path(folder) / "files"):
                return refused_without_traces(Path(folder))
        finally:
            subprocess.run(["umount", folder], check=True)


def refused_without_traces(disk: Path) -> bool:
    try:
        uploads.keep(uploads.accept(photo()))
    except files.StorageFull:
        return not [path for path in disk.rglob("*") if path.is_file()]
    return False
