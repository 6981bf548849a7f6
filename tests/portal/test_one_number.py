"""One number everywhere: each number of a page, followed to its rows, for each role that reads it.

A number that links to the rows of an indicator is compared with what the page behind it says, and that
with the rows themselves, put together here without any query of the portal.
"""

import re
from decimal import Decimal
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import reverse

from apps.accounts.models import User
from apps.branches.models import Organisation, Unit
from apps.core.periods import Period
from apps.indicators import catalogue, counting
from apps.indicators.listing import follow
from apps.indicators.measures import Distinct, Rows, Total
from apps.portal.city.accounts import CONTACT_LEADER, CONVENOR, GRANTED, SECRETARY
from apps.portal.city.accounts import SUBTREE_SECRETARY as SUBTREE
from apps.portal.lead.board import FOUR, Board
from apps.portal.lead.place import Place
from apps.portal.lead_views import PAGE_SIZE
from apps.sixlights.models import Campaign
from apps.zones.models import Zone, ZoneMembership
from tests.conftest import sign_in
from tests.portal.conftest import SMALL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_city")]
ROWS, DUTIES = "/indicators/", reverse("portal:lead_duties")
LINK = re.compile(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', re.S)
TITLE = re.compile(r"<title>([^<]+)</title>")
MARKED = re.compile(r'class="number">(.*)', re.S)
SAID = re.compile(r"data-number>([^<]*)<")
# 近100万, 180余, 3: the number with what stands right before and behind it.
NUMBER = re.compile(r"(近?)([\d.]+)(万?)([余多]?)")
LEADER, STAFF = (
    next(a for a in GRANTED if a.role == role) for role in ("leader", "committee_staff")
)
READERS = (LEADER, STAFF, SECRETARY, SUBTREE, CONVENOR, CONTACT_LEADER)
YEAR = SMALL.until.year
# So many different numbers of a page are followed; those of long tables are alike.
FOLLOWED = 60


@pytest.fixture(autouse=True)
def end_of_june():
    with time_machine.travel(f"{SMALL.until} 10:00 +0800", tick=False):
        yield


def pages(account) -> list[str]:
    """Whatever shows numbers to somebody; who may not open a page is told elsewhere."""
    lead = reverse("portal:lead")
    zone = Zone.objects.of_year(YEAR).order_by("number").first()
    unit = Unit.objects.filter(
        pk__in=ZoneMembership.objects.filter(zone=zone).values("unit")
    ).first()
    branch = branch_of(account)
    campaigns = Campaign.objects.order_by("pk")[:2]
    return [
        reverse("portal:home"),
        *(f"{lead}?period={period}" for period in (f"{YEAR}Q2", YEAR)),
        f"{lead}?zone={zone.uuid}&period={YEAR}",
        f"{lead}?unit={unit.uuid}&period={YEAR}",
        f"{lead}?organisation={branch.uuid}&period={YEAR}",
        f"{lead}?organisation={branch.uuid}&period={YEAR}Q1&own=1",
        f"{lead}?outside=1&period={YEAR}",
        zone.get_absolute_url(),
        f"{reverse('portal:zone_overview')}?year={YEAR}",
        *(f"{c.get_absolute_url()}?year={YEAR}" for c in campaigns),
        f"{reverse('duties:duty_list')}?year={YEAR}",
    ]


def branch_of(account) -> Organisation:
    """One that the account's holder sees, if he sees any."""
    seen = Organisation.objects.visible_to(User.objects.get(username=account.username))
    anybody_s = Organisation.objects.branches().order_by("path")
    return seen.branches().order_by("path").first() or anybody_s.first()


@pytest.mark.parametrize("account", READERS, ids=lambda account: account.username)
def test_every_number_is_that_of_its_rows(account):
    client = sign_in(User.objects.get(username=account.username))
    followed = 0
    for page in pages(account):
        answer = client.get(page)
        if answer.status_code in (403, 404):
            continue
        answer = client.get(answer.url) if answer.status_code == 302 else answer
        assert answer.status_code == 200, page
        for url, said in list(numbers_of(answer.text).items())[:FOLLOWED]:
            assert said == number_at(client, url), f"{page} → {url}"
            followed += 1
    assert followed or account is CONVENOR or account is CONTACT_LEADER


def numbers_of(html: str) -> dict[str, tuple[str, ...]]:
    """Address of the links that are numbers, and what each says."""
    found = {}
    for href, inside in LINK.findall(html):
        url = unescape(href)
        numbers = list(NUMBER.finditer(said_in(inside)))
        if url.startswith((ROWS, DUTIES)) and numbers:
            found[url] = numbers[-1].groups()
    return found


def said_in(inside: str) -> str:
    """What a bar is called; what stands in the number of a longer link; else all that it says."""
    marked = TITLE.search(inside) or MARKED.search(inside)
    return re.sub(r"<[^>]+>|\s", "", marked[1] if marked else inside)


def number_at(client, url: str) -> tuple[str, ...]:
    """What the page behind the link says, once its rows have been found to say the same."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    said = NUMBER.search(SAID.search(answer.text)[1])
    if url.startswith(DUTIES):
        lines = answer.text.count("<tr>") - 1
        assert min(int(said[2]), PAGE_SIZE) == max(lines, 0), url
    else:
        stated = Decimal(said[2]) * (10_000 if said[3] else 1)
        assert stated == put_together(client, url), url
    return said.groups()


def put_together(client, url: str) -> Decimal:
    key = urlsplit(url).path.removeprefix(ROWS).rstrip("/")
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    indicator = catalogue.get(key)
    rows = counting.rows(key, Period.parse(query["period"]), organisations_of(client, query))
    match indicator.measure:
        case Rows():
            return Decimal(len(list(rows)))
        case Total(field=str(column)):
            return sum((Decimal(getattr(row, column) or 0) for row in rows), Decimal(0))
        case Distinct(field=str(path)):
            return Decimal(len({follow_key(row, path) for row in rows}))
    return counting.quantity(indicator, rows).value


def follow_key(row, path: str):
    return row.pk if path == "pk" else follow(row, path)


def organisations_of(client, query: dict[str, str]):
    user = User.objects.get(pk=client.session["_auth_user_id"])
    seen = Organisation.objects.visible_to(user)
    if key := query.get("organisation"):
        named = Organisation.objects.get(uuid=key)
        below = Organisation.objects.filter(path__startswith=named.path)
        return Organisation.objects.filter(pk=named.pk) if query.get("own") else below
    if key := query.get("unit"):
        return seen.filter(unit__uuid=key)
    if key := query.get("zone"):
        zone = Zone.objects.get(uuid=key)
        day = zone.counted_on(SMALL.until)
        units = ZoneMembership.objects.valid_on(day).filter(zone=zone).values("unit")
        return seen.filter(unit__in=units)
    return seen


@pytest.mark.parametrize("account", READERS, ids=lambda account: account.username)
def test_zone_units_and_leaders_say_the_same_of_a_zone(account):
    """The sentence of the zone's page, the pages of its units and the leader's page of the zone."""
    client = sign_in(User.objects.get(username=account.username))
    zone = Zone.objects.of_year(YEAR).order_by("number").first()
    page = client.get(zone.get_absolute_url())
    balance = page.context["balance"] if page.status_code == 200 else None
    for unit in balance.units if balance else ():
        answer = client.get(reverse("portal:zone_unit", args=[zone.uuid, unit.unit.uuid]))
        assert numbers_in(answer.text, r"应办 (\d+) 件，已办 (\d+) 件") == (unit.due, unit.done)
        for name in ("missed", "waiting"):
            listed = [e for body in answer.context[name] for e in body.entries]
            assert len(listed) == len(getattr(unit, name))
            assert answer.text.count(f'id="{name}"') == bool(listed)
    lead = client.get(reverse("portal:lead"), {"zone": zone.uuid, "period": YEAR})
    if lead.status_code == 200:
        total = lead.context["board"].total
        assert total == (balance.done, balance.missed, balance.waiting)
        plain = re.sub(r"<[^>]+>", "", page.text)
        assert numbers_in(plain, r"应办 (\d+) 件，已办 (\d+) 件") == (total.due, total.done)


def numbers_in(html: str, pattern: str) -> tuple[int, ...]:
    return tuple(map(int, re.search(pattern, html).groups()))


@pytest.mark.parametrize("account", READERS, ids=lambda account: account.username)
def test_list_of_problems_has_as_many_lines_as_it_says(account):
    client = sign_in(User.objects.get(username=account.username))
    answer = client.get(reverse("portal:lead_problems"))
    if answer.status_code == 403:
        return
    said = int(NUMBER.search(SAID.search(answer.text)[1])[2])
    pages = [
        client.get(answer.request["PATH_INFO"], {"page": number}).context["problems"]
        for number in answer.context["page"].paginator.page_range
    ]
    assert sum(map(len, pages)) == said
    assert [one.until for page in pages for one in page if one.until] == sorted(
        one.until for page in pages for one in page if one.until
    )
    for one in pages[0][:10]:
        assert client.get(one.url).status_code == 200, one


@pytest.mark.parametrize(
    "period", [f"{YEAR}Q1", f"{YEAR}Q2", f"{YEAR}", f"{YEAR}-05", f"{YEAR - 1}Q4"]
)
def test_parts_add_up_to_their_whole_all_the_way_down(period):
    """City, zones, units, bodies: at each place the parts have together what the whole has."""
    client = sign_in(User.objects.get(username=LEADER.username))
    waiting, places = [f"{reverse('portal:lead')}?period={period}"], 0
    while waiting:
        board = client.get(waiting.pop()).context["board"]
        places += 1
        if not board.place.parts:
            continue
        for state in ("done", "missed", "waiting"):
            whole = getattr(board.total, state)
            assert sum(getattr(row.tally, state) for row in board.parts) == whole
            assert sum(getattr(row.tally, state) for row in board.kinds) == whole
        assert sum(row.tally.due for row in board.months) == board.year.total.due
        heat = [cell.tally.due for _, _, cells in board.heat() for cell in cells]
        assert sum(heat) == board.year.total.due
        below = [Board(place, board.period, board.today) for place in places_of(board)]
        for index, now in enumerate(number.now.value for number in board.numbers()):
            parts = [one.numbers()[index].now.value for one in below]
            assert sum(parts) == now, (board.place.label, FOUR[index])
        waiting += [
            board.place.part_url(part, board.period) for part in board.place.parts if part.asked
        ][:3]
    assert places > 10


def places_of(board: Board) -> list[Place]:
    """The parts as places of their own, without asking for a page of each."""
    return [
        Place(part.label, "part", part.asked, tuple(sorted(part.organisations)))
        for part in board.place.parts
    ]


def test_links_that_are_no_numbers_are_left_out():
    html = (
        '<a href="/indicators/x/?period=2026">3 次</a><a href="/lead/">5</a>'
        '<a href="/indicators/y/">看</a><a href="/indicators/z/"><b>近100万元</b></a>'
        '<a href="/indicators/m/">1月 <span class="number">5 次</span></a>'
        '<a href="/lead/duties/?rule=x"><title>党课：2 / 8</title><text>党课</text></a>'
    )
    assert numbers_of(html) == {
        "/indicators/x/?period=2026": ("", "3", "", ""),
        "/indicators/z/": ("近", "100", "万", ""),
        "/indicators/m/": ("", "5", "", ""),
        "/lead/duties/?rule=x": ("", "8", "", ""),
    }
