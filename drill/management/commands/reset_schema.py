from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    help = "Empty the drill's own database"

    def handle(self, *args, **options) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
