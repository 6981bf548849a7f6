from django.conf import settings

from apps.indicators.catalogue import ALL, RATIOS
from apps.indicators.numbers_page import document

PAGE = settings.BASE_DIR / "docs" / "numbers.md"


def test_page_says_what_the_catalogue_says():
    assert PAGE.read_text(encoding="utf-8") == document(), "run manage.py numbers"


def test_page_names_every_number():
    written = document()
    assert [key for key in (*ALL, *RATIOS) if f"`{key}`" not in written] == []
