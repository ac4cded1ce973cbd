"""How quick the app is to the hand, beside a bare Streamlit app (one field, one button) in the same run.

    python benchmarks/app_quickness.py [--rounds 5]

Measured in a real Chromium, rounds in turn, medians and ratios: from the start command to the visible main button; a
warm reload; a click until the page has settled (the last change of the page after it).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING

from playwright.sync_api import Error, sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent
BARE_APP = 'import streamlit as st\nst.text_input("Song")\nst.button("Make", key="main")\n'
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# In the page itself: asked from outside, a button is only ever found at the beats of the driver's polling.
SEEN = """(selector) => {
  const look = () => {
    const button = document.querySelector(selector);
    if (button && button.checkVisibility({visibilityProperty: true}) && button.offsetHeight)
      window.buttonSeenAt = performance.now();
    else requestAnimationFrame(look);
  };
  look();
}"""
SETTLED = """() => new Promise(resolve => {
  let clicked = 0, last = 0;
  document.addEventListener('pointerdown', () => { clicked = last = performance.now(); }, {capture: true, once: true});
  new MutationObserver(() => { if (clicked) last = performance.now(); })
    .observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
  const timer = setInterval(() => {
    if (!clicked || performance.now() - last < 700) return;
    clearInterval(timer);
    window.settledAfter = last - clicked;
  }, 50);
  resolve();
})"""


@dataclass
class App:
    """One of the two apps and its figures."""

    name: str
    script: Path
    folder: Path
    main_button: str
    click: str
    start_s: list[float] = field(default_factory=list)
    reload_s: list[float] = field(default_factory=list)
    click_ms: list[float] = field(default_factory=list)


def measure(app: App, page: Page) -> None:
    """Start the app once and note its three figures."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--server.headless=true", f"--server.port={port}", "--browser.gatherUsageStats=false"]
    began = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(app.script), *options],
        cwd=app.folder,
        stdout=subprocess.DEVNULL,
        env={key: value for key, value in os.environ.items() if not key.startswith("GIGGLE_")},
    )
    try:
        while True:
            try:
                page.goto(f"http://127.0.0.1:{port}/", wait_until="commit")
                break
            except Error:
                time.sleep(0.02)
        page.locator(app.main_button).wait_for()
        app.start_s.append(time.perf_counter() - began)
        page.wait_for_timeout(2000)  # warm
        page.reload(wait_until="commit")
        app.reload_s.append(page.wait_for_function("() => window.buttonSeenAt").json_value() / 1000)
        page.wait_for_timeout(2000)  # settled
        page.evaluate(SETTLED)
        page.locator(app.click).first.click()
        page.wait_for_function("() => window.settledAfter !== undefined")
        app.click_ms.append(page.evaluate("() => window.settledAfter"))
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    """Measure both apps in turn and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        script = Path(folder) / "bare.py"
        script.write_text(BARE_APP, encoding="utf-8")
        bare = App("bare", script, Path(folder), ".st-key-main button", ".st-key-main button")
        studio = App(
            "MV Studio",
            ROOT / "app.py",
            ROOT,
            ".st-key-create_submit button",
            '[data-testid="stButtonGroup"] button[aria-checked="false"], '
            '[data-testid="stSegmentedControl"] button:not([aria-pressed="true"])',
        )
        browser = playwright.chromium.launch(executable_path=chosen.chromium, args=CHROMIUM_ARGUMENTS)
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        for _ in range(chosen.rounds):
            for app in (bare, studio):
                page = context.new_page()
                page.add_init_script(f"({SEEN})({json.dumps(app.main_button)})")
                measure(app, page)
                page.close()
        browser.close()
    for name, unit in (("start_s", "s"), ("reload_s", "s"), ("click_ms", "ms")):
        plain, ours = (statistics.median(getattr(app, name)) for app in (bare, studio))
        # A bare app may answer a click without changing anything that is drawn.
        ratio = f"ratio {ours / plain:.2f}" if plain else ""
        print(f"{name:9} bare {plain:8.2f} {unit}   MV Studio {ours:8.2f} {unit}   {ratio}")


if __name__ == "__main__":
    main()
