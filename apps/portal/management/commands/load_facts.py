from django.core.management.base import BaseCommand

from apps.portal.city.facts import load_facts


class Command(BaseCommand):
    help = "装入各地通用的基础数据（召集单位、联系片、六亮、六微、应办规则、考核方案、节假日安排）；已有的不动"

    def handle(self, *args, **options) -> None:
        loaded = load_facts()
        self.stdout.write(f"已装入：{'、'.join(loaded)}" if loaded else "基础数据已齐，没有改动。")
