from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from apps.core.imports import WorkbookRefused, bring_in, check
from apps.core.imports.engine import Outcome


class Command(BaseCommand):
    help = "导入工作簿（单位、党组织、人员、任职、会议）；--check 只检查，不保存"

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--check", action="store_true", help="只检查")

    def handle(self, *args, **options) -> None:
        file: Path = options["file"]
        run = check if options["check"] else bring_in
        try:
            outcome = run(file.read_bytes(), name=file.name)
        except FileNotFoundError as error:
            raise CommandError(f"没有这个文件：{file}") from error
        except WorkbookRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self._tell(outcome)

    def _tell(self, outcome: Outcome) -> None:
        for problem in outcome.check.problems:
            self.stderr.write(str(problem))
        if outcome.check.problems:
            raise CommandError(f"共 {len(outcome.check.problems)} 处错误，没有导入")
        for name, tally in outcome.check.tallies.items():
            self.stdout.write(
                f"{name}：新增 {tally.new}，更新 {tally.changed}，无变化 {tally.unchanged}"
            )
        self.stdout.write("已导入" if outcome.is_saved else "检查通过，没有保存")
