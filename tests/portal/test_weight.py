"""What a first visit loads: styles and scripts of a page, packed, within 120 KB (ux.md 2.2)."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

LOADED = re.compile(r"""<(?:link rel="stylesheet" href|script[^>]* src)="/static/([^"?]+)""")
BUDGET = 120 * 1024


def weight(page: str) -> int:
    """Bytes of all style sheets and scripts of a page, each packed as a server sends it."""
    paths = [finders.find(name) for name in set(LOADED.findall(page))]
    assert paths
    return sum(len(gzip.compress(Path(path).read_bytes())) for path in paths)


@pytest.mark.parametrize(
    "name", ["portal:home", "meetings:meeting_create", "meetings:meeting_list"]
)
def test_page_of_a_secretary_is_light(as_user, users, city, name):
    address = reverse(name)
    if name == "meetings:meeting_create":
        address += f"?organisation={city.branch.uuid}&kind=members_meeting"
    page = as_user(users.secretary).get(address).content.decode()
    assert weight(page) <= BUDGET


def test_page_before_sign_in_is_light(client, db):
    assert weight(client.get(reverse("account_login")).content.decode()) <= BUDGET
