from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from apps.core.models import AuditEvent
from tests import cast

LOGIN = "/account/login/"
Kind = AuditEvent.Kind


def sign_in(username: str, password: str = cast.PASSWORD, *, address: str = "10.0.0.1"):
    return Client(REMOTE_ADDR=address).post(LOGIN, {"login": username, "password": password})


def fail(username: str, times: int, *, address: str = "10.0.0.1"):
    answers = [sign_in(username, "wrong", address=address) for _ in range(times)]
    return answers[-1]


@pytest.fixture
def person(db):
    return cast.make_user("zhangsan")


@pytest.fixture
def colleague(db):
    return cast.make_user("lisi")


def kinds() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_right_password_leads_home(person):
    answer = sign_in("zhangsan")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_sign_in_returns_to_the_page_that_was_asked_for(person):
    answer = Client().post(
        LOGIN, {"login": "zhangsan", "password": cast.PASSWORD, "next": "/me/?a=1"}
    )
    assert answer.headers["Location"] == "/me/?a=1"


@pytest.mark.parametrize(
    "evil", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_sign_in_never_leads_off_the_site(person, evil):
    answer = Client().post(LOGIN, {"login": "zhangsan", "password": cast.PASSWORD, "next": evil})
    assert answer.headers["Location"] == "/"


def test_wrong_password_is_told_in_chinese(person):
    page = sign_in("zhangsan", "wrong").content.decode()
    assert "账号或密码不对" in page


def test_unknown_account_gets_the_same_words(db):
    assert "账号或密码不对" in sign_in("nobody-here", "wrong").content.decode()


def test_empty_form_names_what_is_missing(db):
    page = Client().post(LOGIN, {}).content.decode()
    assert "请填写账号" in page
    assert "请填写密码" in page


@pytest.mark.parametrize("text", ["张\x00三", "a" * 5000, "\u202e三张", "' OR 1=1", "%s{{7*7}}"])
def test_odd_account_names_are_refused_in_words(db, text):
    answer = sign_in(text, "x\x00y")
    assert answer.status_code == 200
    assert "没有登录" in answer.content.decode()


def test_disabled_account_is_told_so(person):
    person.is_active = False
    person.save()
    answer = sign_in("zhangsan")
    assert answer.headers["Location"] == "/account/inactive/"
    assert "停用" in Client().get("/account/inactive/").content.decode()


def test_session_of_a_disabled_account_ends(person, as_user):
    client = as_user(person)
    person.is_active = False
    person.save()
    assert client.get("/me/").status_code == 302


def test_fifth_failure_locks_the_account_at_this_address(person):
    assert fail("zhangsan", 4).status_code == 200
    assert fail("zhangsan", 1).status_code == 429
    assert sign_in("zhangsan").status_code == 429


def test_lock_does_not_touch_a_colleague_behind_the_same_address(person, colleague):
    fail("zhangsan", 6)
    assert sign_in("lisi").status_code == 302


def test_lock_does_not_touch_the_same_account_at_another_address(person):
    fail("zhangsan", 6)
    assert sign_in("zhangsan", address="10.0.0.2").status_code == 302


def test_unknown_accounts_do_not_lock_the_address(person):
    for number in range(8):
        fail(f"stranger{number}", 1)
    assert sign_in("zhangsan").status_code == 302


@pytest.mark.parametrize("spelling", ["ZhangSan", "ZHANGSAN", " zhangsan "])
def test_other_spelling_of_the_account_counts_as_the_same(person, spelling):
    fail("zhangsan", 3)
    assert fail(spelling, 2).status_code == 429


def test_locked_page_says_when_to_try_again(person):
    with time_machine.travel("2026-03-02 09:00:00+08:00", tick=False):
        page = fail("zhangsan", 5).content.decode()
    assert "09:30" in page


def test_trying_again_does_not_move_the_time(person):
    with time_machine.travel("2026-03-02 09:00:00+08:00", tick=False):
        fail("zhangsan", 5)
    with time_machine.travel("2026-03-02 09:20:00+08:00", tick=False):
        assert "09:30" in fail("zhangsan", 3).content.decode()


def test_lock_ends_after_half_an_hour(person):
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        fail("zhangsan", 5)
    with time_machine.travel(start + timedelta(minutes=29), tick=False):
        assert sign_in("zhangsan").status_code == 429
    with time_machine.travel(start + timedelta(minutes=31), tick=False):
        assert sign_in("zhangsan").status_code == 302


def test_success_forgets_earlier_failures(person):
    fail("zhangsan", 4)
    sign_in("zhangsan")
    assert fail("zhangsan", 4).status_code == 200


def test_guessing_from_many_addresses_is_slowed(person):
    for number in range(30):
        fail("zhangsan", 1, address=f"10.1.{number}.1")
    page = sign_in("zhangsan", address="10.2.0.1").content.decode()
    assert "近来输错的次数太多" in page


def test_known_address_is_let_in_while_strangers_guess(person):
    sign_in("zhangsan", address="10.9.9.9")
    for number in range(30):
        fail("zhangsan", 1, address=f"10.1.{number}.1")
    assert sign_in("zhangsan", address="10.9.9.9").status_code == 302


def test_address_comes_from_the_trusted_proxy_alone(person, settings):
    settings.PROXY_COUNT = 1
    for _ in range(5):
        Client(REMOTE_ADDR="172.18.0.2", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.0.0.1").post(
            LOGIN, {"login": "zhangsan", "password": "wrong"}
        )
    address = AuditEvent.objects.filter(kind=Kind.SIGN_IN_FAILED).values_list("address", flat=True)
    assert set(address) == {"10.0.0.1"}


def test_forged_header_does_not_change_the_address_without_a_proxy(person):
    Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6").post(
        LOGIN, {"login": "zhangsan", "password": "wrong"}
    )
    assert AuditEvent.objects.get(kind=Kind.SIGN_IN_FAILED).address == "10.0.0.1"


def test_unreadable_forwarded_address_is_no_error(person, settings):
    settings.PROXY_COUNT = 1
    answer = Client(HTTP_X_FORWARDED_FOR="no address'--").post(
        LOGIN, {"login": "zhangsan", "password": "wrong"}
    )
    assert answer.status_code == 200


def test_sign_in_and_out_are_audited(person):
    client = Client(REMOTE_ADDR="10.0.0.1")
    client.post(LOGIN, {"login": "zhangsan", "password": cast.PASSWORD})
    client.post("/account/logout/")
    assert kinds() == [Kind.SIGNED_IN, Kind.SIGNED_OUT]
    assert set(AuditEvent.objects.values_list("user", "address")) == {(person.pk, "10.0.0.1")}


def test_failures_and_the_lock_are_audited(person):
    fail("zhangsan", 5)
    assert sorted(kinds()) == [Kind.LOCKED_OUT] + [Kind.SIGN_IN_FAILED] * 5
    assert not AuditEvent.objects.filter(succeeded=True).exists()


def test_password_never_reaches_the_audit_or_the_lock(person):
    from axes.models import AccessAttempt

    sign_in("zhangsan", "My-Secret-Passw0rd")
    told = str(list(AccessAttempt.objects.values())) + str(list(AuditEvent.objects.values()))
    assert "My-Secret-Passw0rd" not in told


def test_sign_out_needs_a_post(person, as_user):
    client = as_user(person)
    assert client.get("/account/logout/").status_code == 200
    assert client.get("/me/").status_code == 200


def test_refused_page_is_audited(person, as_user):
    answer = as_user(person).get("/admin/", follow=True)
    event = AuditEvent.objects.get(kind=Kind.REFUSED)
    assert answer.status_code == 403
    assert (event.user, event.subject, event.succeeded) == (person, "/admin/login/", False)


@pytest.mark.parametrize(
    "path",
    ["signup/", "password/reset/", "email/", "confirm-email/", "login/code/", "mfa/webauthn/"],
)
def test_flows_that_the_portal_does_not_offer_do_not_exist(person, as_user, path):
    assert as_user(person).get(f"/account/{path}").status_code == 404
