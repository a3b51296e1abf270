"""Windows of a browser in which a reader visits the site, and what goes wrong there. No test itself.

A window costs four times as much as a page in one: scripts are fetched and compiled anew. So a window that was used is
used again, as if it were new: nothing stored, nothing watched, held back or emulated is left of the visit before.
"""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Error, Page

# What a reader's eye could catch: shifts that no input of theirs has caused.
SHIFTS = """
window.shifts = [];
const named = (node) => node ? node.className || node.nodeName : "gone";
const at = (box) => `${box.x},${box.y} ${box.width}x${box.height}`;
const moved = (s) => `${named(s.node)} ${at(s.previousRect)} -> ${at(s.currentRect)}`;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    if (!entry.hadRecentInput) window.shifts.push(`${entry.value}: ${entry.sources.map(moved).join("; ")}`);
}).observe({ type: "layout-shift", buffered: true });
"""
Kind = tuple[tuple[str, Any], ...]  # options of a window
QUIET = "/healthz"  # an address of the site that is no page; about:blank costs another process, twice
EMULATED = {"color_scheme": "light", "reduced_motion": "no-preference"}  # what a new window has


@dataclass
class Visit:
    """A page and what went wrong on it."""

    page: Page
    base: str
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, path: str) -> "Visit":
        """Go there and wait until Dash has taken the page over."""
        self.page.goto(self.base + path)
        return self.taken_over()

    def taken_over(self) -> "Visit":
        self.page.wait_for_selector("#first-paint", state="detached", timeout=20_000)
        return self

    def shifts(self) -> list[str]:
        """What moved though nobody touched anything: how far, and which elements from where to where."""
        found: list[str] = self.page.evaluate("window.shifts")
        return found

    def watch(self) -> None:
        self.page.on("console", self._hears)
        self.page.on("pageerror", self._fails)
        self.page.on("request", self._saw)

    def watch_no_more(self) -> None:
        self.page.remove_listener("console", self._hears)
        self.page.remove_listener("pageerror", self._fails)
        self.page.remove_listener("request", self._saw)

    def _hears(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def _fails(self, error: Any) -> None:
        self.errors.append(str(error))

    def _saw(self, request: Any) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.outside.append(request.url)


@dataclass
class Windows:
    """The windows of one browser; of each kind one waits for its next visit."""

    browser: Browser
    base: str
    waiting: dict[Kind, Page] = field(default_factory=dict)
    used: list[tuple[Visit, Kind | None]] = field(default_factory=list)

    def visit(self, width: int, height: int, fresh: bool = False, **options: Any) -> Visit:
        """A visit in a window of that size. fresh: in a page of its own, which is not used again."""
        emulated = {name: options.pop(name, usual) for name, usual in EMULATED.items()}
        kind = tuple(sorted(options.items()))
        if kind not in self.waiting:
            context = self.browser.new_context(**options)
            context.add_init_script(SHIFTS)
            self.waiting[kind] = context.new_page()
        page = self.waiting[kind].context.new_page() if fresh else self.waiting.pop(kind)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="null", **emulated)
        visit = Visit(page, self.base)
        visit.watch()
        self.used.append((visit, None if fresh else kind))
        return visit

    def end_visits(self) -> None:
        """Leave nothing of any visit: windows are as new, or closed."""
        ours = {*self.waiting.values(), *(visit.page for visit, _ in self.used)}
        for visit, kind in self.used:
            visit.watch_no_more()
            cleared = self._cleared(visit.page, ours)
            if kind is None:
                visit.page.close()
            elif cleared and kind not in self.waiting:
                self.waiting[kind] = visit.page
            else:
                visit.page.context.close()
        self.used.clear()

    def _cleared(self, page: Page, ours: set[Page]) -> bool:
        """Whether a window could be made as new; what it opened itself is closed."""
        try:
            for opened in {*page.context.pages} - ours:
                opened.close()
            page.unroute_all(behavior="ignoreErrors")
            page.context.clear_permissions()
            page.goto(self.base + QUIET)
            page.evaluate("localStorage.clear(); sessionStorage.clear()")
            page.mouse.move(0, 0)
        except Error:  # a test failed in the middle of something
            return False
        return True
