"""字号、对比度、底色: with the account on every device, in a cookie before signing in."""

from django.test import Client
from django.urls import reverse

from apps.accounts import display
from tests import cast

ADDRESS = reverse("accounts:display")
LARGEST = {"font": "largest", "contrast": "high", "theme": "dark"}


def test_choice_follows_the_account_to_another_device(as_user, db):
    user = cast.make_user("zhangsan")
    answer = as_user(user).post(ADDRESS, {**LARGEST, "next": "/me/"})
    assert answer["Location"] == "/me/"
    page = as_user(user).get("/me/").content.decode()
    assert 'data-bs-theme="dark" data-font="largest" data-contrast="high"' in page


def test_choice_before_sign_in_holds_in_this_browser(client, db):
    client.post(ADDRESS, LARGEST)
    assert 'data-font="largest"' in client.get("/account/login/").content.decode()
    assert 'data-font="normal"' in Client().get("/account/login/").content.decode()


def test_form_ticks_what_is_chosen(client, db):
    client.post(ADDRESS, {"font": "large"})
    page = client.get(ADDRESS).content.decode()
    ticked = [tag for tag in page.split("<input") if "checked" in tag]
    assert [tag.split('id="')[1].split('"')[0] for tag in ticked] == [
        "font-large",
        "contrast-normal",
        "theme-light",
    ]


def test_unknown_choice_is_the_standard(client, db):
    client.post(ADDRESS, {"font": "huge"})
    assert 'data-font="normal"' in client.get(ADDRESS).content.decode()


def test_way_back_never_leads_to_another_site(client, db):
    assert client.post(ADDRESS, {"next": "//evil.example/"})["Location"] == ADDRESS
    assert "evil" not in client.get(f"{ADDRESS}?next=https://evil.example/").content.decode()


def test_damaged_cookie_is_the_standard(rf):
    request = rf.get("/", headers={"cookie": f"{display.COOKIE}=x.y.z.extra"})
    assert display.of(request) == display.STANDARD
