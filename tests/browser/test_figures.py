"""The published figures in a real browser: three clicks from the zones down to the rows."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.portal.practices.load import load_practices
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "figures": reverse("portal:figures"),
    "rule": reverse("portal:figure_rule", args=["four_helps"]),
    "campaign": reverse("portal:figure_campaign", args=["six_micros"]),
}


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["390", "1366"])
def test_zones_lead_to_a_figure_and_to_its_rows(visit, users, viewport):
    User.objects.update(name="张三")
    load_practices()
    visitor = visit(users.leader, viewport)
    for name, address in PAGES.items():
        page = visitor.open(address)
        faults = [f for f in visitor.faults() if not f.startswith("not Chinese")]
        assert faults == [], address
        photograph(page, f"{name}-{viewport['width']}")
    page = visitor.open(reverse("zones:zone_list"))
    page.click("text=公开报道的数字")
    page.click("[data-figure='S0-08']")
    expect(page.locator("[data-number]")).to_have_text("180余名")
    expect(page.locator("main")).to_contain_text("公布的总数")
    photograph(page, f"rows-{viewport['width']}")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert (visitor.problems, visitor.foreign) == ([], [])


def photograph(page, name: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
