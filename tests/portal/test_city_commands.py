from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.models import User
from apps.assessments.models import Result
from apps.branches.models import Organisation
from apps.branches.scope import held_roles
from apps.portal.city.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from apps.portal.management.commands.demo_accounts import width
from tests import cast

ONE_ROLE_ALONE = ("shuji", "dangwei", "lingdao", "gongwei")
SMALL = {"organisations": 20, "years": 1, "verbosity": 0}


def make(**options) -> str:
    out = StringIO()
    call_command("make_city", **{**SMALL, **options}, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_make_city_refuses_a_database_with_organisations():
    cast.make_organisation("市直机关工委")
    with pytest.raises(CommandError, match="--replace"):
        make()
    assert Organisation.objects.count() == 1


@pytest.mark.django_db
def test_make_city_replaces_when_told_so():
    cast.make_organisation("市直机关工委")
    assert "截至" in make(replace=True)
    assert Organisation.objects.grassroots().count() == 20


@pytest.mark.django_db
def test_make_city_refuses_production(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings.prod")
    with pytest.raises(CommandError, match="生产环境"):
        make()


@pytest.mark.django_db
def test_make_city_too_small_is_told():
    with pytest.raises(CommandError, match="不能少于"):
        make(organisations=3)


@pytest.mark.django_db
def test_load_demo_does_nothing_twice():
    call_command("load_demo", stdout=StringIO())
    before = User.objects.count(), Organisation.objects.count()
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert "没有改动" in out.getvalue()
    assert before == (User.objects.count(), Organisation.objects.count())
    issued = Result.objects.issued()
    assert issued.count() == issued.exclude(document=None).count() == 60


@pytest.mark.django_db
def test_demo_accounts_hold_their_roles_and_sign_in():
    make()
    for account in DEMO_ACCOUNTS:
        user = User.objects.get(username=account.username)
        roles = [role for role, _ in held_roles(user)]
        # An inspector holds no role.
        assert account.role in (roles or [None])
        assert len(roles) <= 1 or account.username not in ONE_ROLE_ALONE
        assert user.check_password(DEMO_PASSWORD)
    told_in_straight_columns()


def told_in_straight_columns() -> None:
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    heading, *lines = out.getvalue().splitlines()
    column = width(heading[: heading.index("可以试试")])
    assert len(lines) == len(DEMO_ACCOUNTS)
    for line, account in zip(lines, DEMO_ACCOUNTS, strict=True):
        assert width(line[: line.index(account.errand)]) == column


@pytest.mark.django_db
def test_demo_accounts_without_demo_says_so():
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    assert "load_demo" in out.getvalue()
