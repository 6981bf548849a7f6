from django import template

from apps.core.search import Typed

register = template.Library()


@register.filter
def marked(text: str, typed: Typed):
    """The text with the words that were looked for marked; everything else escaped."""
    return typed.mark(text)
