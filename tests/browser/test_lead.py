"""The leader's page on a phone, at a desk, by keyboard and on one sheet of paper."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from apps.accounts.models import User
from apps.branches.models import Organisation
from apps.meetings.choices import MeetingKind
from apps.zones.models import Zone, ZoneMembership
from tests import cast
from tests.browser.conftest import DESKTOP, SCREENS
from tests.browser.test_print import A4, printed, size_of, text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ZONES = 6


@pytest.fixture
def zones(city, users) -> None:
    """Five zones more than the one of the cast, with a unit each."""
    call_command("loaddata", "duty_rules", verbosity=0)
    User.objects.update(name="张三")
    today = date.today()
    for number in range(2, ZONES + 1):
        unit = cast.make_unit(f"市第{number}局")
        branch = cast.make_organisation(f"市第{number}局机关党支部", parent=city.root, unit=unit)
        zone = Zone.objects.create(
            year=today.year, number=number, name=f"第{number}联系片", convening_unit=unit
        )
        ZoneMembership.objects.create(zone=zone, unit=unit, valid_from=date(today.year, 1, 1))
        for month in range(1, min(number + 2, today.month) + 1):
            cast.make_meeting(branch, MeetingKind.THEME_DAY, held_on=date(today.year, month, 1))


def shoot(page, name: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_leader_s_page(visit, users, zones):
    visitor = visit(users.leader, DESKTOP)
    page = visitor.open(reverse("portal:lead"))
    for width in visitor.turned(*SCREENS):
        shoot(page, f"lead-{width}")
    assert visitor.faults(*SCREENS) == []
    page.set_viewport_size(DESKTOP)

    # Each bar is reached by the tabulator and opened by the enter key.
    bar = page.locator(".lead-chart a").first
    bar.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/lead/duties/**")
    assert visitor.faults(*SCREENS) == []
    page.go_back()

    with page.expect_navigation():
        page.get_by_role("link", name="第2联系片").first.click()
    assert visitor.faults(*SCREENS) == []
    assert visitor.problems == []
    assert visitor.foreign == []


def test_page_is_one_sheet(visit, users, zones):
    visitor = visit(users.leader, DESKTOP)
    (sheet,) = printed(visitor, f"{reverse('portal:lead')}?period={date.today().year}")
    assert size_of(sheet) == pytest.approx(A4, abs=1)
    for words in ("应办", "各类事项", "各月到期的事项", "每月过期未办"):
        assert words in text_of(sheet)


def units_of(zone: Zone, numbers: range) -> None:
    for number in numbers:
        unit = cast.make_unit(f"市第{number}局")
        cast.make_organisation(
            f"市第{number}局机关党支部", parent=Organisation.objects.get(parent=None), unit=unit
        )
        ZoneMembership.objects.create(
            zone=zone, unit=unit, valid_from=date(date.today().year, 1, 1)
        )


def test_eight_units_and_their_months_are_one_sheet(visit, users, zones):
    zone = Zone.objects.filter(number=2).get()
    units_of(zone, range(20, 27))
    visitor = visit(users.leader, DESKTOP)
    asked = f"period={date.today().year}&zone={zone.uuid}"
    (sheet,) = printed(visitor, f"{reverse('portal:lead')}?{asked}")
    assert "各单位每月过期未办" in text_of(sheet)


def test_sheet_has_the_numbers_of_the_screen(visit, users, zones):
    """What each bar is called, on the screen, stands beside it on paper; fourteen units fit, too."""
    zone = Zone.objects.filter(number=2).get()
    units_of(zone, range(20, 33))
    visitor = visit(users.leader, DESKTOP)
    for about in ("", f"&zone={zone.uuid}"):
        (sheet,) = printed(visitor, f"{reverse('portal:lead')}?period={date.today().year}{about}")
        words = text_of(sheet)
        titles = visitor.page.locator(".lead-kinds .chart a title, .lead-parts .chart a title")
        said = [title.split("：")[1].replace(" ", "") for title in titles.all_text_contents()]
        assert len(said) > 6
        assert [number for number in said if number not in words] == []
