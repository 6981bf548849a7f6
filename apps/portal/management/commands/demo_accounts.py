import unicodedata

from django.core.management.base import BaseCommand

from apps.accounts.models import User
from apps.branches.choices import Role
from apps.portal.city.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD, DemoAccount

HEADINGS = ("账号", "密码", "角色", "可以试试")


class Command(BaseCommand):
    help = "列出演示账号、密码、角色和可以试的事"

    def handle(self, *args, **options) -> None:
        names = [account.username for account in DEMO_ACCOUNTS]
        here = set(
            User.objects.filter(username__in=names, is_active=True).values_list(
                "username", flat=True
            )
        )
        if not here:
            self.stdout.write("没有演示账号：请先运行 manage.py load_demo")
            return
        rows = [
            (account.username, DEMO_PASSWORD, _role(account), account.errand)
            for account in DEMO_ACCOUNTS
            if account.username in here
        ]
        for line in table([HEADINGS, *rows]):
            self.stdout.write(line)


def _role(account: DemoAccount) -> str:
    return Role(account.role).label if account.role else "督查组成员"


def table(rows: list[tuple[str, ...]]) -> list[str]:
    """Lines with columns that stand below each other although Chinese is twice as wide."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            f"{cell}{' ' * (w - width(cell))}" for cell, w in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
