from django.apps import apps
from django.urls import reverse

from apps.accounts.models import User
from apps.core.models import AuditEvent

PASSWORD = "晨光-Window-4812"


def test_system_administrator_opens_an_account(users, as_user):
    sent = {"username": "zhangsan", "name": "张三", "email": "", "password": PASSWORD}
    answer = as_user(users.system_admin).post(reverse("admin:accounts_user_add"), sent)
    assert answer.status_code == 302
    assert User.objects.get(username="zhangsan").check_password(PASSWORD)


def test_weak_first_password_is_refused(users, as_user):
    sent = {"username": "zhangsan", "name": "张三", "email": "", "password": "123"}
    answer = as_user(users.system_admin).post(reverse("admin:accounts_user_add"), sent)
    assert answer.status_code == 200
    assert not User.objects.filter(username="zhangsan").exists()


def test_account_is_disabled_and_not_deleted(users, as_user):
    page = reverse("admin:accounts_user_change", args=[users.nobody.pk])
    as_user(users.system_admin).post(page, {"name": "某人", "email": ""})
    users.nobody.refresh_from_db()
    assert not users.nobody.is_active


def test_nobody_disables_himself(users, as_user):
    page = reverse("admin:accounts_user_change", args=[users.system_admin.pk])
    answer = as_user(users.system_admin).post(page, {"name": "某人", "email": ""})
    assert "不能停用自己的账号" in answer.text


def test_password_is_set_anew_with_an_event(users, as_user):
    page = reverse("admin:accounts_user_reset_password", args=[users.nobody.pk])
    as_user(users.system_admin).post(page, {"password": PASSWORD, "again": PASSWORD})
    users.nobody.refresh_from_db()
    assert users.nobody.check_password(PASSWORD)
    assert AuditEvent.objects.filter(kind="password_changed", subject="nobody").exists()


def test_password_of_an_administrator_is_not_in_one_hand(users, as_user):
    page = reverse("admin:accounts_user_reset_password", args=[users.audit_admin.pk])
    answer = as_user(users.system_admin).post(page, {"password": PASSWORD, "again": PASSWORD})
    assert "不能由他人单独重置" in answer.text


def test_system_administrator_grants_no_role(users, as_user):
    page = reverse("admin:branches_rolegrant_add")
    assert as_user(users.system_admin).get(page).status_code == 403


def test_role_of_a_grant_must_be_chosen(users, as_user):
    page = reverse("admin:branches_rolegrant_add")
    client = as_user(users.security_admin)
    assert '<option value="" selected>请选择</option>' in client.get(page).content.decode()
    sent = {"user": users.nobody.pk, "role": "", "valid_from": "2026-01-01"}
    assert client.post(page, sent).status_code == 200
    assert not users.nobody.role_grants.exists()


def test_history_of_an_account_keeps_no_password(users):
    columns = {field.name for field in apps.get_model("accounts.UserEvent")._meta.fields}
    assert columns.isdisjoint({"password", "last_login"})
    assert "name" in columns
