"""`manage.py word_template FILE`: the Word template of a record, to be edited by the committee."""

from pathlib import Path

from django.core.management.base import BaseCommand

from apps.meetings.printing.word import built_in


class Command(BaseCommand):
    help = "把会议记录的 Word 模板写到一个文件，修改后放入 WORD_TEMPLATE_DIR 即可使用"

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, help="写到哪个文件，例如 meeting_record.docx")

    def handle(self, *args, file: Path, **options) -> None:
        file.write_bytes(built_in())
        self.stdout.write(f"已写到 {file}")
