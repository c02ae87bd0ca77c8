"""Exports that a browser opens: one file each, which runs nothing and asks for nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from assistant.exports import FORMATS
from assistant.types import Minutes
from tests.hostile import HOSTILE
from tests.test_exports import CHINESE, ENGLISH

MINUTES = {"english": ENGLISH, "chinese": CHINESE, "hostile": HOSTILE}
WIDER_THAN_PAGE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
OVER_THE_EDGE = """() => [...document.querySelectorAll('svg > g > rect.box, svg > rect.meeting')]
  .flatMap(box => {
    const edge = box.getBoundingClientRect()
    return [...box.parentNode.children]
      .filter(text => text.tagName === 'text')
      .map(text => [text.textContent, text.getBoundingClientRect()])
      .filter(([, its]) => its.top >= edge.top - 1 && its.bottom <= edge.bottom + 1)
      .filter(([, its]) => its.left >= edge.left && its.left < edge.right)
      .filter(([, its]) => its.right > edge.right)
      .map(([text]) => text)
  })"""


def opened(browser: Browser, file: Path, scheme: str = "light", width: int = 900) -> Page:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(file.as_uri())
    return page


@pytest.fixture
def file(tmp_path: Path, minutes: Minutes, name: str) -> Path:
    path = tmp_path / f"minutes.{FORMATS[name].suffix}"
    path.write_bytes(FORMATS[name].render(minutes))
    return path


@pytest.mark.parametrize("minutes", MINUTES.values(), ids=MINUTES)
@pytest.mark.parametrize("name", ["html"])
class TestHtml:
    def test_it_asks_for_nothing_and_runs_nothing(
        self, browser: Browser, file: Path, minutes: Minutes
    ) -> None:
        page = browser.new_page()
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri())
        assert page.title() != "run"
        assert asked == [file.as_uri()]
        assert said == []
        assert page.locator("script, img, link, iframe").count() == 0
        assert page.locator("p.said").count() == len(minutes.segments)
        page.close()

    def test_it_fits_a_phone_in_both_themes(self, browser: Browser, file: Path) -> None:
        papers = set()
        for scheme in ("light", "dark"):
            page = opened(browser, file, scheme, width=360)
            assert not page.evaluate(WIDER_THAN_PAGE)
            papers.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
            page.context.close()
        assert papers == {"rgb(255, 255, 255)", "rgb(20, 24, 30)"}

    def test_a_moment_leads_to_what_was_said(self, browser: Browser, file: Path) -> None:
        page = opened(browser, file)
        link = page.locator("a.at").last
        link.click()
        place = link.get_attribute("href") or ""
        assert page.url.endswith(place)
        assert page.locator(f"p.said{place}:target").count() == 1
        page.context.close()

    def test_it_prints_on_paper_of_its_own(self, browser: Browser, file: Path) -> None:
        page = opened(browser, file, "dark")
        printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
        assert len(printed.pages) >= 1
        page.emulate_media(media="print")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == "rgb(255, 255, 255)"
        page.context.close()


@pytest.mark.parametrize("minutes", MINUTES.values(), ids=MINUTES)
@pytest.mark.parametrize("name", ["mindmap"])
class TestMindMap:
    def test_it_is_a_picture(self, browser: Browser, file: Path, tmp_path: Path) -> None:
        papers = []
        (tmp_path / "page.html").write_text(f'<body style="margin:0"><img src="{file.name}">')
        for scheme in ("light", "dark"):
            page = opened(browser, tmp_path / "page.html", scheme)
            assert page.evaluate("document.images[0].naturalWidth") > 200
            papers.append(page.screenshot(clip={"x": 2, "y": 2, "width": 4, "height": 4}))
            page.context.close()
        assert papers[0] != papers[1]

    def test_text_stays_in_its_box(self, browser: Browser, file: Path) -> None:
        page = browser.new_page()
        page.set_content(file.read_text(encoding="utf-8"))
        assert page.locator("svg text").count() > 3
        assert page.evaluate(OVER_THE_EDGE) == []
        page.close()
