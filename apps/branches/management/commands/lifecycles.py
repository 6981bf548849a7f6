"""Write docs/lifecycles.md from the tables of states."""

from django.conf import settings
from django.core.management.base import BaseCommand

from apps.branches.life_tables import document

PATH = settings.BASE_DIR / "docs" / "lifecycles.md"


class Command(BaseCommand):
    help = "按登记的状态流转表重写 docs/lifecycles.md"

    def handle(self, *args, **options) -> None:
        PATH.write_text(document(), encoding="utf-8")
        self.stdout.write(f"{PATH.relative_to(settings.BASE_DIR)} 已写好")
