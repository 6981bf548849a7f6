"""A real Chromium on the live server, as a reader with a phone or at a desk."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

# What a page shows is waited for, however busy the machine is.
expect.set_options(timeout=20_000)

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1366, "height": 768}
NARROW = {"width": 320, "height": 640}
# A zoom of 200 % on a screen of 1366 pixels leaves half of them to the page.
ZOOMED = {"width": 683, "height": 384}
SCREENS = (PHONE, DESKTOP, NARROW)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
]
AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
IS_THERE = "typeof axe === 'object'"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What is in order is not told, and no element by its selector: a quarter of axe's time.
AXE_OPTIONS = {
    "runOnly": AXE_RULES,
    "resultTypes": ["violations"],
    "selectors": False,
    "preload": False,
}
LATIN = re.compile(r"[A-Za-z]{4,}")
# Formats that people know by these names, and numbers of rules (R-TERM-04).
KNOWN_WORDS = {"Ctrl", "Word", "Excel", "PNG", "JPEG", "xlsx", "docx", "TERM", "VOTE"}


@pytest.fixture(scope="session", autouse=True)
def _database_beside_the_event_loop():
    """Playwright's event loop stays in this thread to the end; the tests themselves are plain."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    path = os.environ.get("BROWSER_PATH", "/usr/bin/chromium-headless-shell")
    return {"executable_path": path, "args": FLAGS}


@dataclass
class Visit:
    """One reader's browser; `problems` are errors of scripts and of the content policy."""

    page: Page
    home: str
    problems: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", self._note_request)

    def _note_console(self, message) -> None:
        if message.type == "error":
            self.problems.append(f"{self.page.url}: {message.text}")

    def _note_request(self, request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.foreign.append(request.url)

    def open(self, path: str) -> Page:
        response = self.page.goto(self.home + path)
        assert response is None or response.status < 400, f"{path}: {response.status}"
        return self.page

    def turned(self, *sizes: dict) -> Iterator[int]:
        """The widths of windows of these sizes, while the page is shown in each."""
        for size in sizes:
            self.page.set_viewport_size(size)
            yield size["width"]

    def faults(self, *sizes: dict) -> list[str]:
        """What is wrong with the page that is open, in any of the ways that can be measured; in a
        window of each of these sizes, if any are given, as the page is only drawn anew."""
        found = []
        for width in self.turned(*(sizes or (self.page.viewport_size,))):
            found += [f"{width}: {fault}" for fault in (*self.barriers(), *self.overflow())]
        return [*found, *self.foreign_words()]

    def barriers(self, impacts: tuple[str, ...] = (), *, without: str | None = None) -> list[str]:
        """Findings of axe, all or those of some impacts, but for a part of the page that has been
        looked at; evaluated from outside, as the content policy bars scripts."""
        if not self.page.evaluate(IS_THERE):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "([context, options]) => axe.run(context, options).then(result => result.violations)",
            [{"exclude": [[without]] if without else []}, AXE_OPTIONS],
        )
        return [
            f"{v['id']}: {v['nodes'][0]['html'][:120]}"
            for v in found
            if not impacts or v["impact"] in impacts
        ]

    def overflow(self) -> list[str]:
        width = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return [f"scrolls sideways by {width}px"] if width > 0 else []

    def foreign_words(self) -> list[str]:
        shown = self.page.evaluate(
            "[...document.querySelectorAll("
            "'[lang=en], [lang=zh-Latn], [class*=material-symbols]')].forEach(e => e.remove()),"
            "document.body.innerText"
        )
        return [f"not Chinese: {word}" for word in set(LATIN.findall(shown)) - KNOWN_WORDS]


@pytest.fixture
def visit(browser: Browser, live_server, as_user):
    """Open a browser as `user` (None: not signed in) with a window of the given size."""
    contexts = []

    def begin(user=None, viewport: dict = PHONE, agent: str | None = None) -> Visit:
        context = browser.new_context(
            viewport=viewport, locale="zh-CN", has_touch=True, user_agent=agent
        )
        contexts.append(context)
        if user is not None:
            session = as_user(user).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        visitor = Visit(context.new_page(), live_server.url)
        visitor.listen()
        return visitor

    yield begin
    for context in contexts:
        # A page that is closed sends its draft, which would meet the emptying of the tables.
        context.set_offline(True)
        context.close()
