from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from apps.branches.models import Organisation
from apps.portal.city.plan import DEMO_ORGANISATIONS, DEMO_YEARS


class Command(BaseCommand):
    help = "第一次运行时装入演示城市；数据库里已有党组织时什么也不做"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--in-production", action="store_true")

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        if Organisation.objects.exists():
            self.stdout.write("数据库里已有党组织，没有改动。")
            return
        call_command(
            "make_city",
            organisations=DEMO_ORGANISATIONS,
            years=DEMO_YEARS,
            in_production=options["in_production"],
            stdout=self.stdout,
        )
