import time
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from apps.portal.city import load
from apps.portal.city.build import make_city
from apps.portal.city.facts import load_facts
from apps.portal.city.plan import CITY_ORGANISATIONS, Plan, last_whole_month
from apps.portal.practices.registry import organisations_of_the_city


class Command(BaseCommand):
    help = "生成一座虚构的城市（单位、党组织、党员、会议……），供演示、测试和测速使用"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--organisations", type=int, default=CITY_ORGANISATIONS)
        parser.add_argument("--years", type=int, default=5)
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument(
            "--until", type=date.fromisoformat, help="最后一天，如 2026-10-31；默认上月最后一天"
        )
        for name, label in (("projects", "书记项目"), ("brands", "党建品牌")):
            parser.add_argument(
                f"--{name}", type=int, help=f"{label}大约多少个；默认与城市的大小相称"
            )
        parser.add_argument("--replace", action="store_true", help="先清空整个数据库")
        parser.add_argument(
            "--in-production", action="store_true", help="明知是生产环境，仍然生成或清空"
        )

    def handle(self, *args, **options) -> None:
        self._check(options)
        try:
            plan = Plan(
                organisations=options["organisations"],
                years=options["years"],
                seed=options["seed"],
                until=options["until"] or last_whole_month(timezone.localdate()),
                projects=options["projects"],
                brands=options["brands"],
            )
        except ValueError as error:
            raise CommandError(str(error)) from None
        began = time.perf_counter()
        with transaction.atomic():
            if options["replace"]:
                load.empty_everything()
            load_facts()
            made = make_city(plan, report=self.stdout.write)
        seconds = time.perf_counter() - began
        for table, rows in sorted(made.rows.items()):
            self.stdout.write(f"{table:<32} {rows:>9,}")
        self.stdout.write(f"共 {made.total:,} 行，{seconds:.1f} 秒（截至 {plan.until}）")

    def _check(self, options) -> None:
        """A database in use is not touched by accident."""
        if not load.is_development() and not options["in_production"]:
            raise CommandError(
                "这是生产环境：演示城市带有公开密码的账号。确需生成，请加 --in-production"
            )
        if organisations_of_the_city().exists() and not options["replace"]:
            raise CommandError(
                "数据库里已有党组织，没有改动任何内容。要清空后重新生成，请加 --replace"
            )
