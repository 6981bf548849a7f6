"""Write docs/numbers.md from the catalogue."""

from django.conf import settings
from django.core.management.base import BaseCommand

from apps.indicators.numbers_page import document

PATH = settings.BASE_DIR / "docs" / "numbers.md"


class Command(BaseCommand):
    help = "按指标目录重写 docs/numbers.md"

    def handle(self, *args, **options) -> None:
        PATH.write_text(document(), encoding="utf-8")
        self.stdout.write(f"{PATH.relative_to(settings.BASE_DIR)} 已写好")
