from apps.branches.life_tables import document
from apps.branches.management.commands.lifecycles import PATH


def test_document_of_the_lifecycles_is_what_the_tables_say():
    written = PATH.read_text(encoding="utf-8")
    assert written == document(), "请运行 manage.py lifecycles，再提交 docs/lifecycles.md"
