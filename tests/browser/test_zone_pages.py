"""The zone's page from the home page to the record behind a number, on a phone and at a desk."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.branches.models import Sector, Unit
from apps.meetings.choices import MeetingKind
from apps.zones.models import Zone, ZoneMembership
from tests import cast
from tests.browser.conftest import DESKTOP, PHONE, SCREENS
from tests.portal.test_zone_pages import YEAR, happen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def zone(city, users) -> Zone:
    call_command("loaddata", "duty_rules", verbosity=0)
    zone, person = Zone.objects.get(), cast.make_person("片长")
    person.user = users.leader
    person.save(update_fields=["user"])
    Zone.objects.filter(pk=zone.pk).update(leader=person)
    sector = Sector.objects.create(name="经济财政")
    Unit.objects.update(sector=sector)
    ZoneMembership.objects.create(zone=zone, unit=city.other_unit, valid_from=date(YEAR, 1, 1))
    happen(zone, city.other_unit)
    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(YEAR, 3, 5))
    User.objects.update(name="张三")
    return zone


def shoot(page, name: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_leader_walks_from_his_home_to_the_record_in_three_taps(visit, users, zone):
    visitor = visit(users.leader, PHONE)
    page = visitor.open(reverse("portal:home"))
    shoot(page, "home-leader-390")
    with page.expect_navigation():
        page.get_by_role("link", name="第一联系片：").click()
    assert visitor.faults() == []
    row = page.locator("#numbers ~ table tr", has_text="主题党日")
    row.get_by_role("link").first.click()
    page.locator("table a").first.click()
    expect(page.locator("h1")).to_contain_text("主题党日")
    assert (visitor.problems, visitor.foreign) == ([], [])


def test_zone_pages_hold_on_every_screen(visit, users, city, zone):
    visitor = visit(users.leader, PHONE)
    addresses = {
        "zone": zone.get_absolute_url(),
        "unit": reverse("portal:zone_unit", args=[zone.uuid, city.unit.uuid]),
        "overview": reverse("portal:zone_overview"),
        "zones": reverse("zones:zone_list"),
    }
    found = {}
    for name, address in addresses.items():
        page = visitor.open(address)
        for width in visitor.turned(*SCREENS):
            shoot(page, f"{name}-{width}")
        if faults := visitor.faults(*SCREENS):
            found[name] = faults
    assert found == {}
    assert (visitor.problems, visitor.foreign) == ([], [])


def test_convening_unit_s_home_holds_on_a_phone(visit, users, zone):
    visitor = visit(users.convenor, PHONE)
    page = visitor.open(reverse("portal:home"))
    shoot(page, "home-convenor-390")
    assert visitor.faults() == []


def test_zone_prints_on_a4(visit, users, zone):
    page = visit(users.leader, DESKTOP).open(zone.get_absolute_url())
    paper = page.pdf(format="A4")
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        (Path(folder) / "zone.pdf").write_bytes(paper)
    assert paper.startswith(b"%PDF")
