from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.assessments import services
from apps.assessments.models import Run
from apps.notices.choices import NoticeKind
from apps.notices.telling import tell
from apps.portal.city.accounts import DEMO_ACCOUNTS
from apps.portal.city.plan import DEMO_ORGANISATIONS, DEMO_YEARS, last_whole_month
from apps.portal.city.quarter import issue_last_quarter
from apps.portal.city.ratings import open_rounds
from apps.portal.city.remarks import make_remarks
from apps.portal.practices.load import load_practices
from apps.portal.practices.registry import organisations_of_the_city


class Command(BaseCommand):
    help = "第一次运行时装入演示城市并发布上一年度的考核；数据库里已有党组织时什么也不做"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--in-production", action="store_true")

    def handle(self, *args, **options) -> None:
        if organisations_of_the_city().exists():
            self.stdout.write("数据库里已有党组织，没有改动。")
            return
        self._make_city(in_production=options["in_production"])
        self._issue_last_year()
        until = last_whole_month(timezone.localdate())
        issue_last_quarter(until)
        open_rounds(until)
        make_remarks(until)
        self._greet()

    @transaction.atomic
    def _make_city(self, *, in_production: bool) -> None:
        call_command(
            "make_city",
            organisations=DEMO_ORGANISATIONS,
            years=DEMO_YEARS,
            in_production=in_production,
            stdout=self.stdout,
        )
        load_practices()
        # Drafts, so that the staff find schemes of another kind to look at and to copy.
        call_command("loaddata", "deduction_sheets", verbosity=0)

    def _issue_last_year(self) -> None:
        """So that everybody finds a finished example; the staff start the next year's."""
        until = last_whole_month(timezone.localdate())
        year = until.year if until.month == 12 else until.year - 1
        call_command("assess", year, wait=True, stdout=self.stdout)
        services.issue_run(run=Run.objects.get(year=year), by=None)

    def _greet(self) -> None:
        """So that 消息 is not empty at the first look."""
        names = [account.username for account in DEMO_ACCOUNTS]
        tell(
            users=User.objects.filter(username__in=names),
            kind=NoticeKind.OTHER,
            text="欢迎使用六亮。记录被退回、任务完成、事项临近期限时，会在这里告诉您；"
            "要不要另发邮件、什么时候不打扰，可以自己选。",
            link=reverse("notices:preference"),
        )
