"""Files that visitors choose: each is taken once, and then neither the uploader nor the server holds it any more.

Streamlit keeps what was uploaded until the session ends, also when the uploader is gone: of three photos, three.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

_TAKEN: Final = "browser.uploads_taken"  # how many of each uploader's: a new number empties it


def key_of(uploader: str) -> str:
    """The key of its widget from here on, until the next file is taken."""
    return f"{uploader}_{st.session_state.get(_TAKEN, {}).get(uploader, 0)}"


def is_waiting(uploader: str) -> bool:
    """Whether a file was chosen in it."""
    return isinstance(st.session_state.get(key_of(uploader)), UploadedFile)


@contextmanager
def taken(uploader: str) -> Iterator[UploadedFile]:
    """The file that was chosen in it; afterwards the page is drawn anew, with an empty uploader.

    A click meanwhile ends the run; then the file is still there for the next one.
    """
    file: UploadedFile = st.session_state[key_of(uploader)]
    yield file
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)
    numbers: dict[str, int] = st.session_state.setdefault(_TAKEN, {})
    numbers[uploader] = numbers.get(uploader, 0) + 1
    st.rerun()
