"""Print every number of a period by organisation, as a table or as JSON."""

import json
from collections.abc import Iterator
from decimal import Decimal

from django.core.management.base import BaseCommand, CommandError

from apps.branches.models import Organisation
from apps.core.periods import Period
from apps.indicators import catalogue, counting


class Command(BaseCommand):
    help = "列出一个期间各党组织的全部指标"

    def add_arguments(self, parser) -> None:
        parser.add_argument("period", help="如 2026、2026Q3 或 2026-09")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")
        parser.add_argument("--organisation", help="只列出这个组织编号")

    def handle(self, *args, **options) -> None:
        try:
            period = Period.parse(options["period"])
        except ValueError as error:
            raise CommandError(str(error)) from None
        numbers = list(self._numbers(period, options["organisation"]))
        if options["json"]:
            self.stdout.write(json.dumps(numbers, ensure_ascii=False, indent=1))
            return
        for number in numbers:
            self.stdout.write("\t".join(str(value) for value in number.values()))

    def _numbers(self, period: Period, code: str | None) -> Iterator[dict]:
        organisations = Organisation.objects.order_by("code")
        if code:
            organisations = organisations.filter(code=code)
        counts = counting.counts(catalogue.ALL, period, organisations)
        for organisation in organisations:
            for indicator in catalogue.ALL.values():
                value = counts[indicator.key].get((organisation.pk, period.start))
                if value is not None:
                    yield {
                        "organisation": organisation.code,
                        "name": organisation.name,
                        "indicator": indicator.key,
                        "value": plain_number(value),
                        "unit": indicator.unit,
                    }


def plain_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
