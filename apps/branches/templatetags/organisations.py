from django import template

register = template.Library()
KEPT_FRONT, KEPT_BACK = 3, 4


@register.filter
def masked(phone: str) -> str:
    """138****5678: enough to recognise a number, not to collect it."""
    if len(phone) <= KEPT_FRONT + KEPT_BACK:
        return "*" * len(phone)
    hidden = "*" * (len(phone) - KEPT_FRONT - KEPT_BACK)
    return f"{phone[:KEPT_FRONT]}{hidden}{phone[-KEPT_BACK:]}"
