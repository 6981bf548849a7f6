"""Tags of the page frame: icons, status badges and the list of a form's problems."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SELECTED = mark_safe(" selected")  # noqa: S308

# Colour never stands alone: each tone has its icon, and the badge its word.
TONES = {
    "good": "check-circle",
    "wait": "clock",
    "warn": "exclamation-triangle",
    "bad": "x-circle",
    "plain": "pencil",
}
# The first mark that a browser's name for itself contains; many also call themselves Chrome.
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("QAXBrowser", "奇安信浏览器"),
    ("Firefox", "火狐浏览器"),
    ("Edg", "微软浏览器"),
    ("Chrome", "谷歌或同内核浏览器"),
    ("Safari", "苹果浏览器"),
)
SYSTEMS = (
    ("iPhone", "苹果手机"),
    ("Android", "安卓手机"),
    ("HarmonyOS", "鸿蒙设备"),
    ("Windows", "Windows 电脑"),
    ("Macintosh", "苹果电脑"),
    ("Linux", "麒麟、统信等电脑"),
)
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
    "requested": "wait",
    "refused": "bad",
    "confirmed": "good",
    "declined": "bad",
    "cancelled": "plain",
    "visited": "good",
    "proposed": "wait",
    "first": "wait",
    "second": "wait",
    "final": "wait",
    "published": "good",
    "withdrawn": "warn",
    "called": "wait",
    "held": "warn",
    "recorded": "good",
    "called_off": "plain",
    "collected": "warn",
    "assigned": "wait",
    "answered": "good",
    "accepted": "good",
    "reported": "wait",
    "kept": "good",
    "dropped": "plain",
    "concluded": "good",
    "frozen": "good",
    "raised": "wait",
    "upheld": "warn",
    "dismissed": "plain",
    "submitted": "wait",
    "pre_reviewed": "wait",
    "panel": "wait",
    "approved": "good",
    "in_progress": "wait",
    "midterm": "wait",
    "evaluated": "good",
    "titled": "good",
    "stopped": "bad",
    "certified": "good",
    "demonstration": "good",
    "shortlisted": "wait",
    "under_recheck": "wait",
    "improving": "warn",
    "due": "warn",
    "notified": "warn",
    "list_approved": "wait",
    "asked": "wait",
    "void": "bad",
    "reopened": "bad",
    "acknowledged": "wait",
    "in_correction": "wait",
    "rechecked": "wait",
    "self_rating": "warn",
    "committee": "wait",
    "staff": "wait",
    "notice": "wait",
    "decided": "good",
    "checked": "wait",
    "superseded": "plain",
}


class Problem(NamedTuple):
    """One line of the error summary; `anchor` is the id of the field, if it has one."""

    text: str
    anchor: str


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("vendor/icons.svg"),
        name,
    )


# Lists show some of these in each row: they are put together without a template of their own.
@register.simple_tag
def badge(label: str, tone: str = "plain") -> SafeString:
    """A word with its icon; `tone` is one of TONES."""
    return format_html(
        '<span class="status status-{}">{} {}</span>', tone, icon(TONES[tone]), label
    )


@register.simple_tag
def status_badge(obj) -> SafeString:
    """The badge of an object's `status`."""
    return badge(obj.get_status_display(), TONE_OF_STATUS.get(obj.status, "plain"))


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: str = "") -> SafeString:
    """The `<option>`s of a filter, of which `chosen` is the value asked for."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SELECTED if value == chosen else "", label) for value, label in choices),
    )


@register.filter
def problems(form) -> list[Problem]:
    """Every error of a form with the field to go to; those of the whole form come first."""
    general = [Problem(text, "") for text in form.non_field_errors()]
    return general + [
        Problem(f"{field.label}：{text}", "" if field.is_hidden else _anchor(field))
        for field in form
        for text in field.errors
    ]


def _anchor(field) -> str:
    """Several boxes have no label of their own to go to, but a frame around them."""
    return field.id_for_label or field.auto_id


@register.filter
def device(user_agent: str) -> str:
    """What a browser calls itself, in words that its owner knows."""
    system = next((words for mark, words in SYSTEMS if mark in user_agent), "其他设备")
    browser = next((words for mark, words in BROWSERS if mark in user_agent), "其他浏览器")
    return f"{system}，{browser}"
