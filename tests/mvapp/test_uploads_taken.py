"""What was uploaded is let go of once it was taken: not when the session ends, which can be hours later."""

import pytest
from create_page import choose, jpeg, opened, upload
from songs_to_bring import song
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager


@pytest.fixture
def managers(monkeypatch: pytest.MonkeyPatch) -> list[MemoryUploadedFileManager]:
    """Whatever keeps files from here on."""
    made: list[MemoryUploadedFileManager] = []
    usual = MemoryUploadedFileManager.add_file

    def add_file(self: MemoryUploadedFileManager, session_id: str, file: object) -> None:
        made.append(self)
        usual(self, session_id, file)

    monkeypatch.setattr(MemoryUploadedFileManager, "add_file", add_file)
    return made


def kept(managers: list[MemoryUploadedFileManager]) -> list[object]:
    assert managers
    return [file for manager in managers for files in manager.file_storage.values() for file in files.values()]


def test_a_picture_is_let_go(managers: list[MemoryUploadedFileManager]) -> None:
    app = upload(opened(), jpeg())
    assert kept(managers) == []
    upload(app, b"no picture")
    assert kept(managers) == []


def test_a_song_is_let_go(managers: list[MemoryUploadedFileManager]) -> None:
    app = choose(opened(), "music_generate_type", "upload")
    upload(app, song(), "a.mp3")
    assert kept(managers) == []
