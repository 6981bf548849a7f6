"""Print the published figures of the practices, computed from their rows."""

import json

from django.core.management.base import BaseCommand, CommandError

from apps.portal.city import load
from apps.portal.figures.reading import Answer, answers
from apps.portal.management.commands.demo_accounts import table
from apps.portal.practices.load import load_practices
from apps.portal.practices.registry import PRACTICES

HEADINGS = ("编号", "数字", "期间", "内容", "由什么算出")


class Command(BaseCommand):
    help = "列出公开报道过的数字：由各地做法的记录按指标目录算出"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args, **options) -> None:
        self._see_to_rows()
        found = [
            answer
            for practice in PRACTICES
            for answer in answers(practice, practice.organisation())
        ]
        if options["json"]:
            plain = [answer.as_plain() for answer in found]
            self.stdout.write(json.dumps(plain, ensure_ascii=False, indent=1))
            return
        for line in table([HEADINGS, *map(_line, found)]):
            self.stdout.write(line)

    def _see_to_rows(self) -> None:
        """A site in use gets no rows that nobody asked for."""
        if all(practice.is_loaded for practice in PRACTICES):
            return
        if not load.is_development():
            raise CommandError("还没有装入各地做法的记录，请先运行 manage.py load_practices")
        load_practices()


def _line(answer: Answer) -> tuple[str, ...]:
    figure = answer.figure
    return figure.id, answer.words, figure.period.label, figure.entity, answer.where
