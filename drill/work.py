"""Two kinds of items: cheap ones, and real PDFs of the annual sheet."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

from apps.core import documents, jobs, pdf
from apps.core.models import Document, JobItem
from bench.sample_sheets import sample_sheet

# 基层党组织 of the city: one item for each.
ITEMS = 783
SHEETS = 20
LEASE_SECONDS = 30
CHEAP, SHEET = "drill.cheap", "drill.sheet"
CREATED = datetime(2026, 1, 15, tzinfo=ZoneInfo("Asia/Shanghai"))


@jobs.handler(CHEAP, lease_seconds=LEASE_SECONDS)
def write_note(item: JobItem) -> Document:
    """A fifth of a second of work and a small file."""
    time.sleep(0.2)
    return publish(CHEAP, item.key, lambda: f"note {item.key}\n".encode() * 200)


@jobs.handler(SHEET, lease_seconds=LEASE_SECONDS)
def print_sheet(item: JobItem) -> Document:
    sheet = sample_sheet(item.arguments["number"]) | {
        "verification_code": "AAAA-AAAA-AAAA-AAAA",
        "verification_url": "http://127.0.0.1:8000/verify/",
        "data_hash": "0" * 64,
    }
    template = "assessments/annual_sheet.pdf.html"
    return publish(SHEET, item.key, lambda: pdf.render(template, {"sheet": sheet}, created=CREATED))


def publish(kind: str, key: str, render) -> Document:
    digest = documents.data_hash({"job": kind, "key": key})
    return documents.publish(
        kind=kind, title=key, template_version="1", digest=digest, render=render
    )


def enqueue() -> list:
    """The cheap items and the sheets, as two jobs that share the workers."""
    cheap = [jobs.NewItem(f"note-{n}") for n in range(ITEMS - SHEETS)]
    sheets = [jobs.NewItem(f"sheet-{n}", arguments={"number": n}) for n in range(SHEETS)]
    return [
        jobs.enqueue(kind=SHEET, title="年度考核表", items=sheets),
        jobs.enqueue(kind=CHEAP, title="七百余件", items=cheap),
    ]
