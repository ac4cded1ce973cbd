"""A visitor without a browser: Streamlit's own messages over a bare WebSocket, sent as anybody on the network can."""

from collections.abc import Iterator, Mapping
from typing import Self

import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileUploaderState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

_PATIENCE_S = 30.0
_EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN


class Stranger:
    """One session; `words` and `widgets` are what its page shows by now."""

    def __init__(self, address: str, *, headers: Mapping[str, str] | None = None) -> None:
        self._address = address
        self._way = connect(
            f"ws://{address}/_stcore/stream",
            subprotocols=["streamlit"],
            additional_headers=dict(headers or {}),
            max_size=None,
            open_timeout=_PATIENCE_S,
        )
        self.words: list[str] = []
        self.widgets: dict[str, str] = {}
        """The ids of the widgets by their keys."""
        self.query = ""
        self._page_hash = ""
        self._session = ""
        self._values: dict[str, str] = {}
        self._uploads: dict[str, FileUploaderState] = {}

    def __enter__(self) -> Self:
        self._socket = self._way.__enter__()
        return self

    def __exit__(self, *how: object) -> None:
        self._socket.close()

    def open(self, page: str, query: str = "") -> Self:
        """Go to a page, by its name in the address."""
        self.query, self._page_hash, self._values, self._uploads = query, "", {}, {}
        return self._run(page=page)

    def type(self, key: str, text: str) -> Self:
        """Put a text into a field; it is sent with the next press."""
        self._values[key] = text
        return self

    def come_in(self, passcode: str) -> Self:
        """Try this passcode."""
        self.open("settings").look()
        return self.type("settings_passcode", passcode).press("FormSubmitter:settings_passcode_form-Come in")

    def upload(self, key: str, name: str, content: bytes) -> Self:
        """Give an uploader a file, as a browser does: ask where to, send it, say that it is there."""
        asked = BackMsg()
        asked.file_urls_request.request_id = name
        asked.file_urls_request.session_id = self._session
        asked.file_urls_request.file_names.append(name)
        self._socket.send(asked.SerializeToString())
        place = self._read_to("file_urls_response").file_urls_response.file_urls[0]
        with requests.Session() as line:
            line.get(f"http://{self._address}/_stcore/health", timeout=_PATIENCE_S)
            token = line.cookies.get("_streamlit_xsrf", "")
            sent = line.put(
                f"http://{self._address}{place.upload_url}",
                files={name: (name, content)},
                headers={"X-Xsrftoken": token},
                timeout=_PATIENCE_S,
            )
        sent.raise_for_status()
        self._uploads[key] = FileUploaderState()
        self._uploads[key].uploaded_file_info.add(name=name, size=len(content), file_id=place.file_id, file_urls=place)
        return self._run()

    def press(self, key: str) -> Self:
        """Press a button, whether it is there or only was."""
        return self._run(pressed=key)

    def look(self) -> Self:
        """Have the page drawn again."""
        return self._run()

    def says(self, words: str) -> bool:
        """Whether the page has these words."""
        return any(words in said for said in self.words)

    def _run(self, *, page: str = "", pressed: str = "") -> Self:
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = page
        message.rerun_script.page_script_hash = self._page_hash
        for key, text in self._values.items():
            message.rerun_script.widget_states.widgets.add(id=self.widgets[key], string_value=text)
        for key, state in self._uploads.items():
            widgets = message.rerun_script.widget_states.widgets
            widgets.add(id=self.widgets[key], file_uploader_state_value=state)
        if pressed:
            message.rerun_script.widget_states.widgets.add(id=self.widgets[pressed], trigger_value=True)
        self._socket.send(message.SerializeToString())
        self._read_to_the_end()
        return self

    def _read_to(self, wanted: str) -> ForwardMsg:
        while True:
            message = ForwardMsg.FromString(self._socket.recv(timeout=_PATIENCE_S))
            if message.WhichOneof("type") == wanted:
                return message

    def _read_to_the_end(self) -> None:
        while True:
            message = ForwardMsg.FromString(self._socket.recv(timeout=_PATIENCE_S))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self._page_hash = message.new_session.page_script_hash
                self._session = message.new_session.initialize.session_id
                self.words = []
            elif kind == "navigation":
                self._page_hash = message.navigation.page_script_hash
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._note(message)
            elif kind == "script_finished" and message.script_finished != _EARLY:
                return

    def _note(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        content = getattr(element, element.WhichOneof("type") or "", None)
        identity = str(getattr(content, "id", ""))
        if identity.startswith("$$ID-"):
            self.widgets[identity.split("-", 2)[2]] = identity
        self.words += _texts_of(content)


def _texts_of(content: object) -> Iterator[str]:
    for name in ("body", "label", "text"):
        if isinstance(text := getattr(content, name, None), str) and text:
            yield text
