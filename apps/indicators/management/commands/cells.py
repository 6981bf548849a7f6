"""Bring the kept numbers up to date, and prove that they are what the rows say."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from apps.indicators.cells import upkeep
from apps.indicators.cells.proof import differences
from apps.indicators.models import Cell

SHOWN = 20


class Command(BaseCommand):
    help = "重算月度汇总，并与原始记录逐一核对"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对，不重算")
        parser.add_argument("--rebuild", action="store_true", help="全部重算，不管有没有标记")

    def handle(self, *args, **options) -> None:
        if options["rebuild"]:
            upkeep.mark_everything()
        if not options["check"]:
            self.stdout.write(f"重算了 {upkeep.bring_up_to_date()} 个月")
        found = self._differences()
        for one in found[:SHOWN]:
            self.stderr.write(
                f"{one.key}\t{one.organisation}\t{one.month}\t汇总 {one.read}\t记录 {one.counted}"
            )
        if found:
            raise CommandError(f"有 {len(found)} 处与记录不一致；用 --rebuild 全部重算")
        self.stdout.write(f"{Cell.objects.count()} 个数与记录一致")

    @transaction.atomic
    def _differences(self) -> list:
        """In one state of the database, whoever writes meanwhile."""
        if not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return list(differences())
