"""What ticks goes on ticking under the browser's own translation, which puts elements in the place of texts."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from running_app import PATIENCE_MS, App, describe_a_song, film_of, in_place, open_page, send

Visit = Callable[..., BrowserContext]

# As browsers do it: each text gives way to two elements, one in the other, and what is new is translated too.
TRANSLATE = """(inOneStep) => {
  const translate = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      if (!text.nodeValue.trim() || text.parentElement?.closest("font, script, style, textarea")) continue;
      const outer = document.createElement("font"), inner = document.createElement("font");
      inner.textContent = "«" + text.nodeValue + "»";
      outer.append(inner);
      if (inOneStep) text.replaceWith(outer);
      else { text.parentNode.insertBefore(outer, text); text.remove(); }
    }
  };
  translate(document.querySelector(".stMain"));
  new MutationObserver((changes) => {
    for (const {addedNodes} of changes) for (const node of addedNodes) if (node.isConnected) translate(node.parentNode);
  }).observe(document.querySelector(".stMain"), {childList: true, subtree: true});
}"""


@pytest.fixture(scope="module")
def unhurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """An app whose demo studio leaves time to look on."""
    running = App(tmp_path_factory.mktemp("data"), MV_DEMO_STEP_S="2").start()
    yield running
    running.stop()


@pytest.mark.parametrize("in_one_step", [True, False], ids=["replaced", "put before, then removed"])
def test_what_ticks_goes_on_under_a_translation(visit: Visit, unhurried: App, in_one_step: bool) -> None:
    """The headline, the time left and the steps are what they would be, translated; and the film comes."""
    page = visit().new_page()
    open_page(page, unhurried.url)
    describe_a_song(page, "a song in every language")
    send(page)
    expect(page.get_by_role("list").locator("li")).to_have_count(10)
    page.evaluate(TRANSLATE, in_one_step)
    headline, percent = page.locator(".stMain .stHeading h2").first, page.locator(".stProgress p")
    expect(headline).to_have_text("«Planning the shots»", timeout=PATIENCE_MS)
    seen = percent.inner_text()
    expect(percent).not_to_have_text(seen)
    expect(page.locator(".mv-running font").first).to_be_visible()
    in_place(page, "frame_language").get_by_role("button").click()
    expect(headline).to_have_text(re.compile("^«[^a-z]*[\u4e00-\u9fff]+[^a-z]*»$"))
    expect(page.get_by_text("landscape")).to_have_count(0)
    film_of(page)


@pytest.mark.parametrize("in_one_step", [True, False], ids=["replaced", "put before, then removed"])
def test_a_translated_text_can_be_taken_away_and_have_something_put_before_it(page: Page, in_one_step: bool) -> None:
    """As React does it, which knows nothing of translations and shows an error where a text is not where it was."""
    page.evaluate(TRANSLATE, in_one_step)
    left = page.evaluate(
        """async () => {
          const place = document.createElement("p"), [one, two] = ["one", "two"].map((words) => new Text(words));
          place.append(one, two);
          document.querySelector(".stMain").append(place);
          await new Promise((resolve) => setTimeout(resolve));
          const translated = place.textContent;
          place.insertBefore(document.createElement("hr"), two);
          place.removeChild(one);
          return [translated, ...[...place.childNodes].map((node) => node.nodeName + node.textContent)];
        }"""
    )
    assert left == ["«one»«two»", "HR", "FONT«two»"]
