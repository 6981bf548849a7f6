"""Bring the kept outcomes of duties up to date, and prove that they are what a survey says."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.duties.models import Outcome
from apps.duties.outcomes import upkeep
from apps.duties.outcomes.proof import differences

SHOWN = 20


class Command(BaseCommand):
    help = "重算应办结果，并与逐条推算的结果核对"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对，不重算")
        parser.add_argument("--rebuild", action="store_true", help="全部重算，不管有没有标记")

    def handle(self, *args, **options) -> None:
        if options["rebuild"]:
            upkeep.mark_everything()
        if not options["check"]:
            self.stdout.write(f"重算了 {upkeep.bring_up_to_date()} 件")
        today = timezone.localdate()
        found = [one for year in upkeep.kept_years() for one in differences(year, today)]
        for owner, read, surveyed in found[:SHOWN]:
            self.stderr.write(f"{owner}\t汇总 {tuple(read)}\t推算 {tuple(surveyed)}")
        if found:
            raise CommandError(f"有 {len(found)} 个党组织不一致；用 --rebuild 全部重算")
        self.stdout.write(f"{Outcome.objects.count()} 件与推算一致")
