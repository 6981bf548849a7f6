"""The same values give the same bytes, and the file says what it is."""

import hashlib
import os
import subprocess
import sys
from io import BytesIO

from django.conf import settings
from pypdf import PdfReader

from apps.core.pdf import render
from bench.sample_sheets import sample_sheet
from tests.core.pdf_documents import CREATED

TEMPLATE = "assessments/annual_sheet.pdf.html"
PRINT_ONE = f"""
import django; django.setup()
import hashlib
from apps.core.pdf import render
from bench.sample_sheets import sample_sheet
from tests.core.pdf_documents import CREATED
print(hashlib.sha256(render("{TEMPLATE}", {{"sheet": sample_sheet(3)}}, created=CREATED)).hexdigest())
"""


def sheet_bytes(number: int) -> bytes:
    return render(TEMPLATE, {"sheet": sample_sheet(number)}, created=CREATED)


def test_same_values_give_the_same_bytes_whatever_was_printed_before():
    first = sheet_bytes(3)
    sheet_bytes(4)
    assert sheet_bytes(3) == first
    assert sheet_bytes(4) != first


def test_another_process_gives_the_same_bytes():
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONHASHSEED": "7",
    }
    other = subprocess.run(
        [sys.executable, "-c", PRINT_ONE],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == hashlib.sha256(sheet_bytes(3)).hexdigest()


def test_file_names_its_title_language_moment_and_archive_level(documents):
    reader = PdfReader(BytesIO(documents.bytes("<p>正文</p>")))
    assert reader.metadata.title == "试印"
    assert reader.metadata.creation_date == CREATED
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    xmp = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert 'part="2"' in xmp
    assert 'conformance="U"' in xmp
    assert reader.trailer["/ID"][0]


def test_every_stream_is_compressed(documents):
    reader = documents.reader("<p>正文</p>")
    assert reader.pages[0]["/Contents"].get_object()["/Filter"] == "/FlateDecode"
