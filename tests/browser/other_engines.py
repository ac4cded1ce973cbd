"""Firefox and WebKitGTK as Debian has them, each driven over its own wire, with nothing but this machine within reach.

Playwright drives only builds of its own of these two. Firefox listens to WebDriver BiDi by itself; WebKitGTK has a
WebDriver server. What a journey needs of either is small enough to say here.
"""

import abc
import base64
import contextlib
import itertools
import json
import os
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Final

from websockets.sync.client import ClientConnection, connect

PATIENCE_S = 30.0
NOWHERE = "127.0.0.1:9"
"""A proxy that nobody is: whatever is not on this machine leads there."""
# One answer, as JSON, for whatever the expression gives, promises too.
ANSWER = "Promise.resolve(EXPRESSION).then((value) => JSON.stringify(value ?? null))"
# Whether an element rests where it is and nothing covers it: a page that is still moving takes a click elsewhere.
RESTS = """(() => {
  const element = document.querySelector(SELECTOR);
  element.scrollIntoView({block: "center", behavior: "instant"});
  const {x, y, width, height} = element.getBoundingClientRect();
  const place = [x, y, width, height].join();
  const rests = place === window.placeBefore;
  window.placeBefore = place;
  return rests && element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
})()"""
# True as soon as the condition holds, false after a second.
SOON = """new Promise((resolve) => {
  const end = Date.now() + 1000;
  const look = () => {
    let holds = false;
    try { holds = Boolean(CONDITION); } catch {}
    if (holds || Date.now() > end) resolve(holds); else setTimeout(look, 50);
  };
  look();
})"""


class Refused(AssertionError):
    """The browser did not do it; of a page that was left in the middle of a question too."""


class Engine(abc.ABC):
    """A window of a browser and what a person does in it; elements are named by CSS selectors."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._opened = contextlib.ExitStack()

    @abc.abstractmethod
    def open(self) -> None:
        """Start the browser; `close` takes away whatever of it has started."""

    @abc.abstractmethod
    def go(self, address: str) -> None:
        """Enter an address and wait until the page has loaded."""

    @abc.abstractmethod
    def back(self) -> None:
        """Press the browser's Back."""

    def click(self, selector: str) -> None:
        """Click in the middle of an element, as soon as it is there and at rest."""
        self.wait_for(RESTS.replace("SELECTOR", json.dumps(selector)))
        self._click(selector)

    @abc.abstractmethod
    def type(self, words: str) -> None:
        """Type into what has the focus."""

    @abc.abstractmethod
    def choose_file(self, selector: str, path: Path) -> None:
        """Hand a file to a file field."""

    @abc.abstractmethod
    def picture(self) -> bytes:
        """What the window shows, as PNG."""

    @abc.abstractmethod
    def _click(self, selector: str) -> None:
        """Click where the element is now."""

    @abc.abstractmethod
    def _ask(self, expression: str) -> str:
        """What a JavaScript expression gives, as JSON."""

    def ask(self, expression: str) -> Any:
        """What a JavaScript expression gives; promises are waited for."""
        return json.loads(self._ask(ANSWER.replace("EXPRESSION", f"({expression})")))

    def wait_for(self, condition: str) -> None:
        """Wait until a JavaScript condition holds."""
        end, pause = time.monotonic() + PATIENCE_S, threading.Event()
        while time.monotonic() < end:
            try:
                if self.ask(SOON.replace("CONDITION", condition)):
                    return
            except Refused:
                pause.wait(0.05)
        shown = self.ask("location.href + '\\n' + document.body.innerText")
        raise AssertionError(f"Waited in vain for {condition}\n{shown}")

    def close(self) -> None:
        """End what was started, the last of it first."""
        self._opened.close()

    def _start(self, *command: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a program that finds nothing of the person's own: no home, no session, no settings."""
        runtime = self._home / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        with (self._home / f"{Path(command[0]).name}.log").open("wb") as log:
            program = subprocess.Popen(
                command,
                env={
                    "PATH": os.environ["PATH"],
                    "HOME": str(self._home),
                    "XDG_RUNTIME_DIR": str(runtime),
                    "LANG": "C.UTF-8",
                    "NO_AT_BRIDGE": "1",
                    **environment,
                },
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        self._opened.callback(_end, program)
        return program


class Firefox(Engine):
    """Firefox over its own WebDriver BiDi socket."""

    SETTINGS: Final = {
        "network.proxy.type": 1,
        "network.proxy.http": NOWHERE.partition(":")[0],
        "network.proxy.http_port": int(NOWHERE.partition(":")[2]),
        "network.proxy.share_proxy_settings": True,
        "network.proxy.no_proxies_on": "127.0.0.1",
        "network.dns.disablePrefetch": True,
        "datareporting.policy.dataSubmissionEnabled": False,
        "media.gmp-manager.updateEnabled": False,  # the system's own decoders, not a download
        "intl.accept_languages": "en-US",
    }

    def __init__(self, home: Path, program: str) -> None:
        super().__init__(home)
        self._program = program
        self._numbers = itertools.count(1)

    def open(self) -> None:
        profile = self._home / "profile"
        profile.mkdir()
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in self.SETTINGS.items()]
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        port = free_port()
        self._start(
            self._program, "--headless", "--no-remote", f"--profile={profile}", f"--remote-debugging-port={port}"
        )
        until_it_listens(port)
        wire = connect(f"ws://127.0.0.1:{port}/session", max_size=None, proxy=None)
        self._wire: ClientConnection = self._opened.enter_context(wire)
        self._send("session.new", capabilities={})
        self._opened.callback(self._send, "browser.close")
        # A tab of our own: in the first one the address bar has the focus, and no field of a page is ever left.
        self._page = self._send("browsingContext.create", type="tab")["context"]
        self._send("browsingContext.activate", context=self._page)
        self._send("browsingContext.setViewport", context=self._page, viewport={"width": 1280, "height": 800})

    def go(self, address: str) -> None:
        self._send("browsingContext.navigate", context=self._page, url=address, wait="complete")

    def back(self) -> None:
        self._send("browsingContext.traverseHistory", context=self._page, delta=-1)

    def _click(self, selector: str) -> None:
        element = {"type": "element", "element": self._element(selector)}
        self._act(
            {
                "type": "pointer",
                "id": "mouse",
                "actions": [
                    {"type": "pointerMove", "x": 0, "y": 0, "origin": element},
                    {"type": "pointerDown", "button": 0},
                    {"type": "pointerUp", "button": 0},
                ],
            }
        )

    def type(self, words: str) -> None:
        presses = [{"type": kind, "value": sign} for sign in words for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keyboard", "actions": presses})

    def choose_file(self, selector: str, path: Path) -> None:
        self._send("input.setFiles", context=self._page, element=self._element(selector), files=[str(path)])

    def picture(self) -> bytes:
        return base64.b64decode(self._send("browsingContext.captureScreenshot", context=self._page)["data"])

    def _ask(self, expression: str) -> str:
        answer = self._send("script.evaluate", expression=expression, target={"context": self._page}, awaitPromise=True)
        assert answer["type"] == "success", answer
        return str(answer["result"]["value"])

    def _element(self, selector: str) -> dict[str, str]:
        by_css = {"type": "css", "value": selector}
        (node, *_) = self._send("browsingContext.locateNodes", context=self._page, locator=by_css)["nodes"]
        return {"sharedId": node["sharedId"]}

    def _act(self, actions: dict[str, Any]) -> None:
        self._send("input.performActions", context=self._page, actions=[actions])

    def _send(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._wire.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while (answer := json.loads(self._wire.recv(2 * PATIENCE_S))).get("id") != number:
            pass
        if answer["type"] == "error":
            raise Refused(f"{method}: {answer['error']}: {answer['message']}")
        result: dict[str, Any] = answer["result"]
        return result


class WebKit(Engine):
    """WebKitGTK's MiniBrowser on a screen that nobody sees, through its WebDriver server."""

    ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
    """WebDriver's own name for "this is an element"."""

    def __init__(self, home: Path, program: str, driver: str, screen: str) -> None:
        super().__init__(home)
        self._program, self._driver, self._screen = program, driver, screen

    def open(self) -> None:
        shown = self._start(self._screen, "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp")
        assert shown.stdout is not None
        display = f":{int(shown.stdout.readline())}"
        port = free_port()
        self._start(self._driver, f"--port={port}", "--host=127.0.0.1", DISPLAY=display)
        until_it_listens(port)
        self._session = f"http://127.0.0.1:{port}/session"
        wanted = {
            "webkitgtk:browserOptions": {"binary": self._program, "args": ["--automation"]},
            "proxy": {"proxyType": "manual", "httpProxy": NOWHERE, "sslProxy": NOWHERE, "noProxy": ["127.0.0.1"]},
        }
        self._session += "/" + self._send("POST", "", capabilities={"alwaysMatch": wanted})["sessionId"]
        self._opened.callback(self._send, "DELETE", "")
        self._send("POST", "/timeouts", script=int(2000 * PATIENCE_S))
        self._send("POST", "/window/rect", x=0, y=0, width=1280, height=900)

    def go(self, address: str) -> None:
        self._send("POST", "/url", url=address)

    def back(self) -> None:
        self._send("POST", "/back")

    def _click(self, selector: str) -> None:
        self._send("POST", f"/element/{self._element(selector)}/click")

    def type(self, words: str) -> None:
        presses = [{"type": kind, "value": sign} for sign in words for kind in ("keyDown", "keyUp")]
        self._send("POST", "/actions", actions=[{"type": "key", "id": "keyboard", "actions": presses}])

    def choose_file(self, selector: str, path: Path) -> None:
        self._send("POST", f"/element/{self._element(selector)}/value", text=str(path))

    def picture(self) -> bytes:
        return base64.b64decode(self._send("GET", "/screenshot"))

    def _ask(self, expression: str) -> str:
        script = f"const done = arguments[0]; ({expression}).then(done, (error) => done('!' + error));"
        answer = self._send("POST", "/execute/async", script=script, args=[])
        assert isinstance(answer, str), answer
        assert not answer.startswith("!"), answer
        return answer

    def _element(self, selector: str) -> str:
        return str(self._send("POST", "/element", using="css selector", value=selector)[self.ELEMENT])

    def _send(self, method: str, command: str, **parameters: Any) -> Any:
        body = json.dumps(parameters).encode() if method == "POST" else None
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self._session + command, body, headers, method=method)  # noqa: S310 - http
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=3 * PATIENCE_S) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refusal:
            said = json.load(refusal)["value"]
        raise Refused(f"{command}: {said['error']}: {said['message']}")


def _end(program: subprocess.Popen[bytes]) -> None:
    """End a program with all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGTERM)
    try:
        program.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait(10)
    if program.stdout is not None:
        program.stdout.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_it_listens(port: int) -> None:
    """Wait for a program that was just started."""
    pause = threading.Event()
    for _ in range(int(2 * PATIENCE_S / 0.1)):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        pause.wait(0.1)
    raise AssertionError(f"Nobody listens on port {port}.")
