"""What every template of ours must keep to, read from the files."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(
    p
    for p in (ROOT / "templates").rglob("*.html")
    if not str(p).endswith(".pdf.html") and "pdf" not in p.parts
)
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
PAGES = [*TEMPLATES, *STYLES, *SCRIPTS]
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)
# 国办: no check-in, no points, no ranking, no time online, no read receipts (ux, finding 4).
RED_LINES = re.compile(r"签到|打卡|积分|排名|排行|在线时长|已读|登录率|阅读次数|点击量")
# The sign-in page promises their absence.
PROMISE = re.compile(r"不打卡、不积分、不给人和支部排名")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


templates = pytest.mark.parametrize("path", TEMPLATES, ids=name)
pages = pytest.mark.parametrize("path", PAGES, ids=name)


def test_there_are_templates_to_read():
    assert len(TEMPLATES) > 20


@templates
def test_template_has_no_inline_script(path):
    for tag in re.findall(r"<script\b[^>]*>", text(path)):
        assert "src=" in tag or 'type="application/json"' in tag, tag


@templates
def test_template_has_no_inline_style_or_handler(path):
    assert not re.search(r"<style\b|\sstyle\s*=", text(path))
    assert not re.search(r"<[^>]*\son[a-z]+\s*=\s*[\"']", text(path))
    assert not re.search(r"hx-on|javascript:|x-data", text(path))


@pages
def test_page_loads_nothing_from_another_host(path):
    loaded = re.findall(
        r"""(?:src|href|action|url|@import)\s*[=(]?\s*["']?(https?:|//)""", text(path)
    )
    assert loaded == []


@pages
def test_page_keeps_off_the_red_lines(path):
    assert RED_LINES.findall(PROMISE.sub("", text(path))) == []


@templates
def test_template_marks_nothing_as_safe(path):
    assert not re.search(r"\|\s*safe\b|autoescape\s+off", text(path))


@templates
def test_form_that_changes_something_carries_its_token(path):
    for form in re.findall(r"<form\b.*?</form>", text(path), re.DOTALL | re.IGNORECASE):
        if re.search(r"""method=["']post""", form, re.IGNORECASE):
            assert "csrf_token" in form


@templates
def test_upload_is_never_compulsory(path):
    for tag in re.findall(r"<input\b[^>]*type=.file[^>]*>", text(path)):
        assert "required" not in tag


def test_addresses_keep_off_the_red_lines():
    from django.urls import get_resolver

    from apps.core.access import flatten

    words = re.compile(r"check-?in|rank|online|read-?receipt|leader-?board|points?/")
    routes = [str(p.pattern) for p in flatten(get_resolver().url_patterns)]
    assert [r for r in routes if words.search(r) and not re.search("contactpoint|appoint", r)] == []
