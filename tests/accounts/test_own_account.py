import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from apps.core.models import AuditEvent
from tests import cast

NEW_PASSWORD = "新的-Passw0rd-2026"
Kind = AuditEvent.Kind


@pytest.fixture
def person(db):
    return cast.make_user("zhangsan")


@pytest.fixture
def signed_in(person):
    client = Client(REMOTE_ADDR="10.0.0.1")
    client.post("/account/login/", {"login": "zhangsan", "password": cast.PASSWORD})
    return client


def code_now(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def switch_on(client: Client) -> str:
    """Switch the second factor on, having proved the password once more; its key."""
    client.get("/account/mfa/totp/activate/")
    client.post("/account/reauthenticate/", {"password": cast.PASSWORD})
    client.get("/account/mfa/totp/activate/")
    key = client.session["mfa.totp.secret"]
    client.post("/account/mfa/totp/activate/", {"code": code_now(key)})
    return key


@pytest.fixture
def secret(signed_in, person) -> str:
    key = switch_on(signed_in)
    assert person.authenticator_set.filter(type="totp").exists()
    return key


def test_second_factor_wants_the_password_again_first(signed_in):
    answer = signed_in.get("/account/mfa/totp/activate/")
    assert answer.headers["Location"].startswith("/account/reauthenticate/")


def change(client, **fields):
    values = {"oldpassword": cast.PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    return client.post("/account/password/", {**values, **fields})


def test_password_change_takes_effect_and_is_audited(signed_in, person):
    assert change(signed_in).status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)
    assert AuditEvent.objects.filter(kind=Kind.PASSWORD_CHANGED, user=person).count() == 1


def test_password_change_ends_the_other_sessions(signed_in, person, as_user):
    other = as_user(person)
    change(signed_in)
    assert other.get("/me/").status_code == 302


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"oldpassword": "wrong"}, "现在的密码不对"),
        ({"password2": "another-Passw0rd-1"}, "密码"),
        ({"password1": "short", "password2": "short"}, "10"),
        ({"password1": "1234567890123", "password2": "1234567890123"}, "数字"),
    ],
)
def test_bad_password_change_is_refused_in_words(signed_in, person, fields, words):
    page = change(signed_in, **fields).content.decode()
    person.refresh_from_db()
    assert words in page
    assert person.check_password(cast.PASSWORD)


def test_password_with_double_blanks_is_taken_as_typed(signed_in, person):
    odd = "two  blanks  Passw0rd "
    change(signed_in, password1=odd, password2=odd)
    person.refresh_from_db()
    assert person.check_password(odd)


def test_sessions_are_listed_and_the_others_ended(signed_in, person):
    other = Client(REMOTE_ADDR="10.0.0.2", HTTP_USER_AGENT="另一台电脑")
    other.post("/account/login/", {"login": "zhangsan", "password": cast.PASSWORD})
    assert "10.0.0.2" in signed_in.get("/account/sessions/").content.decode()
    signed_in.post("/account/sessions/")
    assert other.get("/me/").status_code == 302
    assert signed_in.get("/me/").status_code == 200


def test_profile_offers_the_workbench_to_staff_alone(users, as_user):
    assert "工委工作台" in as_user(users.staff).get("/me/").content.decode()
    assert "工委工作台" not in as_user(users.secretary).get("/me/").content.decode()


def test_second_factor_is_asked_for_once_it_is_on(signed_in, secret):
    client = Client()
    answer = client.post("/account/login/", {"login": "zhangsan", "password": cast.PASSWORD})
    assert answer.headers["Location"] == "/account/code/"
    assert client.get("/me/").status_code == 302


def test_recovery_code_signs_in_once(signed_in, secret):
    codes = signed_in.get("/account/mfa/codes/").context["unused_codes"]
    assert len(codes) == 10
    for expected in (302, 200):
        client = Client()
        client.post("/account/login/", {"login": "zhangsan", "password": cast.PASSWORD})
        assert client.post("/account/code/", {"code": codes[0]}).status_code == expected


def test_wrong_codes_are_audited_and_limited(signed_in, secret):
    client = Client()
    client.post("/account/login/", {"login": "zhangsan", "password": cast.PASSWORD})
    pages = [client.post("/account/code/", {"code": "000000"}) for _ in range(6)]
    assert "验证码不对" in pages[4].content.decode()
    assert "近来输错的次数太多" in pages[5].content.decode()
    assert AuditEvent.objects.filter(kind=Kind.CODE_FAILED, account="zhangsan").count() == 5


@pytest.mark.parametrize("code", ["一二三四五六", "１２３４５６", "x" * 9000, "12\x0034"])
def test_odd_codes_are_refused_in_words(signed_in, secret, code):
    client = Client()
    client.post("/account/login/", {"login": "zhangsan", "password": cast.PASSWORD})
    answer = client.post("/account/code/", {"code": code})
    assert answer.status_code == 200
    assert "还没有保存" in answer.content.decode()


def test_second_factor_can_be_switched_off(signed_in, secret, person):
    signed_in.post("/account/mfa/totp/deactivate/")
    assert not person.authenticator_set.exists()


@pytest.fixture
def demanding_site(settings):
    settings.MFA_REQUIRED_FOR_STAFF = True


def test_demanded_second_factor_closes_the_workbench_only(demanding_site, users):
    client = Client()
    client.post("/account/login/", {"login": "staff", "password": cast.PASSWORD})
    answer = client.get("/admin/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/mfa/totp/activate/")
    assert client.get("/me/").status_code == 200


def test_workbench_is_open_with_the_second_factor(demanding_site, users):
    client = Client()
    client.post("/account/login/", {"login": "staff", "password": cast.PASSWORD})
    switch_on(client)
    assert client.get("/admin/").status_code == 200
