"""Tags of the page frame: icons, status badges and the list of a form's problems."""

from typing import NamedTuple

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# Colour never stands alone: each tone has its icon, and the badge its word.
TONES = {
    "good": "check-circle",
    "wait": "clock",
    "warn": "exclamation-triangle",
    "bad": "x-circle",
    "plain": "pencil",
}
TONE_OF_STATUS = {
    "draft": "plain",
    "filed": "wait",
    "returned": "warn",
    "reviewed": "good",
    "archived": "good",
    "done": "good",
    "missing": "bad",
    "pending": "wait",
    "failed": "bad",
    "running": "wait",
    "queued": "wait",
    "issued": "good",
    "computed": "wait",
    "active": "good",
    "closed": "good",
    "open": "warn",
}


class Problem(NamedTuple):
    """One line of the error summary; `anchor` is the id of the field, if it has one."""

    text: str
    anchor: str


@register.simple_tag
def icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("vendor/icons.svg"),
        name,
    )


@register.inclusion_tag("components/status.html")
def badge(label: str, tone: str = "plain") -> dict:
    """A word with its icon; `tone` is one of TONES."""
    return {"label": label, "tone": tone, "icon": TONES[tone]}


@register.inclusion_tag("components/status.html")
def status_badge(obj) -> dict:
    """The badge of an object's `status`."""
    return badge(obj.get_status_display(), TONE_OF_STATUS.get(obj.status, "plain"))


@register.filter
def problems(form) -> list[Problem]:
    """Every error of a form with the field to go to; those of the whole form come first."""
    general = [Problem(text, "") for text in form.non_field_errors()]
    return general + [
        Problem(f"{field.label}：{text}", "" if field.is_hidden else field.id_for_label)
        for field in form
        for text in field.errors
    ]
