from django import template

register = template.Library()

DIGITS = "零一二三四五六七八九"


@register.filter
def chinese_number(number: int) -> str:
    """1 to 99 as the headings of an official document count: 一, 十, 十一, 二十三."""
    tens, units = divmod(number, 10)
    if tens == 0:
        return DIGITS[units]
    return (DIGITS[tens] if tens > 1 else "") + "十" + (DIGITS[units] if units else "")
