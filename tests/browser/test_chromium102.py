"""The main path on Chromium 102, which office computers still run (ux.md, finding 1, check 14)."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse
from PIL import Image

from apps.meetings.choices import MeetingKind
from apps.meetings.models import Meeting
from tests import cast
from tests.browser.conftest import DESKTOP, PHONE
from tests.meetings.conftest import make_committee, yesterday

pytestmark = [pytest.mark.chromium102, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CENTRE = (
    "found => {found.scrollIntoView({block: 'center'});"
    "const box = found.getBoundingClientRect();"
    "return [box.x + box.width / 2, box.y + box.height / 2];}"
)
BOX = (
    "found => {found.scrollIntoView({block: 'center'});"
    "const box = found.getBoundingClientRect();"
    "return {x: box.x, y: box.y, width: box.width, height: box.height};}"
)
LEAST_CONTRAST = 4.5


@pytest.fixture
def committee(city, users):
    call_command("loaddata", "duty_rules", verbosity=0)
    cast.make_meeting(city.branch, MeetingKind.COMMITTEE_MEETING, held_on=yesterday())
    return make_committee(city, users)


@pytest.fixture
def begin(visit):
    """A visit whose pages jump to what is tapped instead of gliding there."""

    def begun(user, viewport):
        visitor = visit(user, viewport)
        visitor.page.emulate_media(reduced_motion="reduce")
        return visitor

    return begun


def tap(page, selector: str) -> None:
    """A finger on the middle of the element. Playwright's own `tap` asks the page for
    `checkVisibility`, which this browser does not know."""
    page.wait_for_function("wanted => document.querySelector(wanted)", arg=selector)
    page.touchscreen.tap(*page.eval_on_selector(selector, CENTRE))


def await_heading(page, words: str) -> None:
    page.wait_for_function(
        "words => document.querySelector('h1').textContent.includes(words)", arg=words
    )


def brightness(colour: tuple[int, ...]) -> float:
    """Relative luminance of WCAG."""
    parts = [c / 255 for c in colour[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(page, selector: str) -> float:
    """Between the darkest and the brightest pixel of the element as it is drawn."""
    box = page.eval_on_selector(selector, BOX)
    picture = Image.open(io.BytesIO(page.screenshot(clip=box))).convert("RGB")
    levels = [brightness(colour) for _, colour in picture.getcolors(picture.width * picture.height)]
    return (max(levels) + 0.05) / (min(levels) + 0.05)


def test_it_is_the_old_browser(browser):
    assert browser.version.startswith("102.")


def test_committee_meeting_with_one_absent_is_logged_from_home(begin, users, committee):
    visitor = begin(users.secretary, PHONE)
    page, absent = visitor.open(reverse("portal:home")), committee[3]
    tap(page, ".task a[aria-label*='支委会']")
    await_heading(page, "支委会")
    tap(page, f"label[for=id_present-{absent.uuid}]")
    tap(page, f"label[for=id_absence-{absent.uuid}_0]")
    tap(page, ".chip")
    tap(page, "button[name=save][value=file]")
    await_heading(page, "已提交")
    meeting = Meeting.objects.order_by("-pk")[0]
    assert (meeting.expected_count, meeting.present_count) == (7, 6)
    assert (visitor.problems, visitor.foreign) == ([], [])


def test_typed_text_comes_back_and_waits_for_the_network(begin, users, committee, city):
    visitor = begin(users.secretary, PHONE)
    form = reverse("meetings:meeting_create")
    address = f"{form}?organisation={city.branch.uuid}&kind=committee_meeting"
    page = visitor.open(address)
    tap(page, ".chip")
    tap(page, "#id_minutes")
    page.keyboard.type("讨论了三件事")
    page = visitor.open(address)
    page.wait_for_function("document.querySelector('#id_minutes').value === '讨论了三件事'")
    page.context.set_offline(True)
    tap(page, "button[name=save][value=file]")
    page.wait_for_function("!document.querySelector('[data-draft-banner]').hidden")
    page.context.set_offline(False)
    await_heading(page, "已提交")
    assert Meeting.objects.filter(minutes="讨论了三件事").count() == 1


def portal_pages(city) -> dict[str, str]:
    """Address and the element of each that must be seen: a button, an input, a badge."""
    form = f"{reverse('meetings:meeting_create')}?organisation={city.branch.uuid}&kind=theme_day"
    return {
        reverse("portal:home"): "main .btn-primary",
        form: "main .btn-primary",
        reverse("meetings:meeting_list"): "main .status",
        reverse("duties:duty_list"): "main .status",
        reverse("accounts:profile"): "main a.btn",
    }


def test_buttons_and_badges_of_the_portal_are_seen(begin, users, committee, city):
    visitor = begin(users.secretary, PHONE)
    faint = {}
    for address, element in portal_pages(city).items():
        found = contrast(visitor.open(address), element)
        if found < LEAST_CONTRAST:
            faint[address] = found
    assert faint == {}
    assert (visitor.problems, visitor.foreign) == ([], [])


DESK = (
    ("admin:meetings_meeting_changelist", "#searchbar"),
    ("admin:branches_organisation_changelist", "a[href$='/add/']"),
    ("admin:branches_organisation_add", "button[name=_save]"),
    ("admin:duties_dutyrule_add", "button[name=_save]"),
    ("admin:branches_person_add", "button[name=_save]"),
)


@pytest.mark.parametrize(("name", "element"), DESK, ids=[name for name, _ in DESK])
def test_buttons_and_inputs_of_the_desk_are_seen(begin, users, committee, name, element):
    visitor = begin(users.staff, DESKTOP)
    found = contrast(visitor.open(reverse(name)), element)
    assert found >= LEAST_CONTRAST
    assert (visitor.problems, visitor.foreign) == ([], [])
