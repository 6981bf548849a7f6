"""Ordinal numbers as Chinese names have them."""

NUMERALS = "一二三四五六七八九十"


def ordinal(number: int) -> str:
    """1 → 第一, 12 → 第十二, 25 → 第二十五; up to 99."""
    tens, ones = divmod(number, 10)
    text = ("" if tens < 2 else NUMERALS[tens - 1]) + ("十" if tens else "")
    return f"第{text}{NUMERALS[ones - 1] if ones else ''}"
