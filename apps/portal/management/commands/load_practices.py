from django.core.management.base import BaseCommand, CommandError

from apps.portal.practices.load import load_practices
from apps.portal.practices.rows import UnknownRow


class Command(BaseCommand):
    help = "装入各地公开报道的做法（滁州、呼伦贝尔、国家发展改革委、镇江、衡阳），供核对数字；已装入的不动"

    def handle(self, *args, **options) -> None:
        try:
            loaded = [practice.label for practice in load_practices()]
        except UnknownRow as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"已装入：{'；'.join(loaded)}" if loaded else "各地做法已经装入，没有改动。"
        )
