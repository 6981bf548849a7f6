"""No view without a rule, no error page without words, no page with a foreign or inline asset."""

import logging

import pytest
from django.core.checks import run_checks
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse
from django.urls import path
from django.urls.resolvers import get_resolver

from apps.core import access
from apps.core.models import AuditEvent
from config import urls as real_urls
from tests import cast


def undeclared(request):
    return HttpResponse("leak")


@access.public
def broken(request):
    raise RuntimeError("a secret of the house")


@access.public
def missing(request):
    raise Http404


@access.public
def denied(request):
    raise PermissionDenied("这条记录属于别的支部")


@access.public
def internal_words(request):
    raise PermissionDenied("internal english words")


@access.public
def half(request):
    raise BadRequest("内容不完整")


@access.permission("core.enter_audit")
def for_auditors(request):
    return HttpResponse("ok")


handler400, handler403 = real_urls.handler400, real_urls.handler403
handler404, handler500 = real_urls.handler404, real_urls.handler500
urlpatterns = [
    *real_urls.urlpatterns,
    path("test/undeclared/", undeclared),
    path("test/broken/", broken),
    path("test/missing/", missing),
    path("test/denied/", denied),
    path("test/english/", internal_words),
    path("test/half/", half),
    path("test/auditors/", for_auditors),
]


@pytest.fixture
def extra_urls(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def quiet_client(client):
    client.raise_request_exception = False
    return client


def page(response) -> str:
    return response.content.decode()


def test_undeclared_view_is_refused_at_run_time(extra_urls, users, as_user, caplog):
    with caplog.at_level(logging.ERROR):
        response = as_user(users.staff).get("/test/undeclared/")
    assert response.status_code == 403
    assert "leak" not in page(response)
    assert "without an access rule" in caplog.text


def test_undeclared_view_is_an_error_of_the_checks(extra_urls):
    assert "sixlights.E001" in [error.id for error in run_checks()]
    assert access.undeclared_views() == ["test/undeclared/"]


def test_every_view_of_ours_is_declared():
    assert access.undeclared_views() == []


def test_superuser_is_refused_an_undeclared_view_too(extra_urls, db, as_user):
    user = cast.make_user("sealed")
    user.is_superuser = True
    user.save()
    assert as_user(user).get("/test/undeclared/").status_code == 403


def test_rule_of_a_right_opens_and_closes(extra_urls, users, as_user):
    assert as_user(users.audit_admin).get("/test/auditors/").status_code == 200
    assert as_user(users.staff).get("/test/auditors/").status_code == 403
    assert AuditEvent.objects.filter(kind="refused", user=users.staff).count() == 1


def test_anonymous_is_asked_to_sign_in_and_brought_back(extra_urls, db, client):
    response = client.get("/test/auditors/?a=1")
    assert response.headers["Location"] == "/account/login/?next=/test/auditors/%3Fa%3D1"


def test_anonymous_fragment_request_gets_401(extra_urls, db, client):
    assert client.get("/test/auditors/", headers={"HX-Request": "true"}).status_code == 401


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/test/broken/", 500, "编号"),
        ("/test/missing/", 404, "没有找到"),
        ("/nowhere/at/all/", 404, "没有找到"),
        ("/test/denied/", 403, "这条记录属于别的支部"),
        ("/test/english/", 403, "没有这项操作的权限"),
        ("/test/half/", 400, "内容不完整"),
    ],
)
def test_error_is_told_in_words(extra_urls, db, quiet_client, address, status, words):
    response = quiet_client.get(address)
    assert response.status_code == status
    assert words in page(response)
    assert "secret of the house" not in page(response)
    assert "english" not in page(response)


@pytest.mark.parametrize("address", ["/test/broken/", "/test/missing/", "/test/denied/"])
def test_error_page_reads_nothing_from_the_database(
    extra_urls, db, quiet_client, django_assert_num_queries, address
):
    with django_assert_num_queries(0):
        quiet_client.get(address)


@pytest.mark.parametrize("query", ["q=%00", "a=1&b=x%00y", "%00=1"])
def test_address_with_nul_is_refused_in_words(db, client, query):
    response = client.get(f"/account/login/?{query}")
    assert response.status_code in (200, 400)
    if response.status_code == 400:
        assert "无法识别的字符" in page(response)


def test_form_without_its_token_is_told_what_to_do(db):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x"})
    assert response.status_code == 403
    assert "登录已过期" in page(response)


def policy(response) -> dict[str, str]:
    parts = response.headers["Content-Security-Policy"].split(";")
    return {p.split()[0]: " ".join(p.split()[1:]) for p in parts if p.strip()}


@pytest.mark.parametrize("address", ["/account/login/", "/nowhere/", "/me/"])
def test_portal_pages_have_the_strict_policy(users, as_user, address):
    found = policy(as_user(users.staff).get(address))
    assert "unsafe" not in str(found)
    assert found["default-src"] == "'self'"
    assert found["object-src"] == "'none'"
    assert found["frame-ancestors"] == "'none'"


def test_admin_alone_may_evaluate(users, as_user):
    found = policy(as_user(users.staff).get("/admin/"))
    assert found["script-src"] == "'self' 'unsafe-eval'"
    assert "unsafe-inline" not in str(found)


def test_security_headers_stand_on_every_page(db, client):
    headers = client.get("/account/login/").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_walk_of_the_routes_sees_nested_and_unnamed_ones(extra_urls):
    routes = [str(p.pattern) for p in access.flatten(get_resolver().url_patterns)]
    assert "test/undeclared/" in routes
    assert len(routes) > 100
    assert connection.vendor == "postgresql"
