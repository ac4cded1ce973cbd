"""The songs that callers brought: on disk until they are too old, too many or too much, each its uploader's alone."""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import re
import threading
import uuid
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from mvdemo.intake import Fields, read_presigning, read_registration
from mvdemo.refusal import Refusal, quoted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mvdemo.links import Links
    from mvdemo.projects import Limits

NOT_FOUND = 404
FORBIDDEN = 403
ASSET_PREFIX = "demo-asset-"
UPLOAD_ID = re.compile(r"[0-9a-f]{32}")
OBJECT_KEY = re.compile(r"songs/([0-9a-f]{16})/([0-9a-f]{32})")
SONG, FACTS, UNFINISHED = ".song", ".json", ".part"
MOST_FACTS = 64 * 1024


@dataclass(frozen=True)
class Upload:
    """A song that has arrived; it is an asset once it is registered, which gives it a name."""

    upload_id: str
    owner: str
    content_type: str
    touched_at: float
    name: str = ""

    @property
    def asset_id(self) -> str:
        """What a submit calls it."""
        return ASSET_PREFIX + self.upload_id

    @property
    def path(self) -> str:
        """Its address on this server."""
        return f"/songs/{self.owner}/{self.upload_id}"


class Uploads:
    """Every song of the folder; safe to use from any thread.

    What is promised by a presigned address stands in the address alone, so that asking for one costs nothing here.
    """

    def __init__(
        self, folder: Path, links: Links, *, secret: bytes, limits: Limits, clock: Callable[[], float]
    ) -> None:
        self._folder = folder / "songs"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._links, self._secret = links, secret
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._uploads: dict[str, Upload] = {}
        self._load()

    def presign(self, fields: Fields, key: str, base_url: str) -> dict[str, Any]:
        """Where a file can be put."""
        content_type = read_presigning(fields)
        path = f"/songs/{self._owner(key)}/{uuid.uuid4().hex}"
        query = self._links.query(_putting(path, content_type), since=self._clock())
        return {"object_key": path.removeprefix("/"), "signed_url": f"{base_url}{path}?{query}"}

    def register(self, fields: Fields, key: str, base_url: str) -> dict[str, Any]:
        """Make an asset of a file that was put; the same again for one that is an asset already."""
        object_key, name = read_registration(fields)
        found = OBJECT_KEY.fullmatch(object_key)
        with self._lock:
            upload = self._uploads.get(found[2]) if found else None
            if found is None or upload is None or upload.owner != self._owner(key) or found[1] != upload.owner:
                raise Refusal(f"There is no file {quoted(object_key)}: put it to its signed_url first.", code=NOT_FOUND)
            upload = self._keep(replace(upload, name=name, touched_at=self._clock()))
        return {
            "asset_id": upload.asset_id,
            "name": upload.name,
            "type": "audio",
            "file_url": f"{base_url}{upload.path}?{self._links.query(upload.path, since=upload.touched_at)}",
        }

    def song(self, asset_id: str, key: str) -> Path:
        """The file of an asset; raises Refusal for one that there is not, and for another's alike."""
        upload_id = asset_id.removeprefix(ASSET_PREFIX)
        with self._lock:
            upload = self._uploads.get(upload_id)
            is_theirs = upload is not None and upload.name and upload.owner == self._owner(key)
            if upload is None or not is_theirs or asset_id != upload.asset_id:
                told = f"music_asset_id: there is no song {quoted(asset_id)} among the assets of this key."
                raise Refusal(told, code=NOT_FOUND)
            self._keep(replace(upload, touched_at=self._clock()))
        return self._file(upload_id, SONG)

    def may_put(self, path: str, content_type: str, query: str) -> bool:
        """Whether this is the address that was given for a file of this kind, and still in time."""
        return self._links.opens(_putting(path, content_type), query)

    def arriving(self, upload_id: str) -> Path:
        """Where to write what is on its way; one that comes twice at once is written twice."""
        return self._folder / f"{upload_id}.{uuid.uuid4().hex}{UNFINISHED}"

    def arrived(self, unfinished: Path, upload_id: str, owner: str, content_type: str) -> None:
        """Keep a file that came whole, instead of an earlier one at the same address."""
        with self._lock:
            os.replace(unfinished, self._file(upload_id, SONG))  # noqa: PTH105 - the atomic rename itself, said plainly
            earlier = self._uploads.get(upload_id)
            name = earlier.name if earlier else ""
            self._keep(Upload(upload_id, owner, content_type, self._clock(), name))
            self._make_room(upload_id)

    def opened(self, path: str, query: str) -> tuple[Path, str]:
        """The file behind a `file_url` and its kind; raises Refusal if the link does not open it."""
        if not self._links.opens(path, query):
            told = "This link is not valid, or no longer: register the file again for a fresh one."
            raise Refusal(told, code=FORBIDDEN, http_status=FORBIDDEN)
        upload = self._uploads.get(path.rpartition("/")[2])
        if upload is None or upload.path != path:
            raise Refusal("This song is no longer kept here.", code=NOT_FOUND, http_status=NOT_FOUND)
        return self._file(upload.upload_id, SONG), upload.content_type

    def make_room(self) -> None:
        """Remove what is too old, too many or too much, those first that were not touched for longest."""
        with self._lock:
            self._make_room("")

    def _make_room(self, new_id: str) -> None:
        sizes = {upload_id: self._size(upload_id) for upload_id in self._uploads}
        for upload in sorted(self._uploads.values(), key=lambda upload: upload.touched_at):
            is_old = self._clock() - upload.touched_at > self._limits.age_s
            is_too_many = len(sizes) > self._limits.projects
            is_too_much = sum(sizes.values()) > self._limits.song_total_bytes
            if (is_old or is_too_many or is_too_much) and upload.upload_id != new_id:
                del sizes[upload.upload_id], self._uploads[upload.upload_id]
                self._delete(self._file(upload.upload_id, FACTS), self._file(upload.upload_id, SONG))

    def _owner(self, key: str) -> str:
        """Whose it is, without the key: with a secret, since some people's keys are real ones and this is kept."""
        return hmac.digest(self._secret, b"owner" + key.encode(), "sha256").hex()[:16]

    def _file(self, upload_id: str, kind: str) -> Path:
        return self._folder / (upload_id + kind)

    def _size(self, upload_id: str) -> int:
        try:
            return self._file(upload_id, SONG).stat().st_size
        except OSError:
            return 0

    def _keep(self, upload: Upload) -> Upload:
        unfinished = self._file(upload.upload_id, FACTS + UNFINISHED)
        try:
            unfinished.write_text(json.dumps(asdict(upload)), encoding="utf-8")
            os.replace(unfinished, self._file(upload.upload_id, FACTS))  # noqa: PTH105 - as above
        except OSError:
            self._delete(unfinished)
            raise
        self._uploads[upload.upload_id] = upload
        return upload

    def _load(self) -> None:
        for path in self._folder.iterdir():
            if path.name.endswith(UNFINISHED):
                self._delete(path)
            elif path.suffix == FACTS and UPLOAD_ID.fullmatch(path.stem):
                upload = _read(path)
                if upload is not None and self._file(path.stem, SONG).is_file():
                    self._uploads[path.stem] = upload

    def _delete(self, *paths: Path) -> None:
        for path in paths:
            with contextlib.suppress(OSError):
                path.unlink()


def _putting(path: str, content_type: str) -> str:
    """What the signature of an address to put a file to is over: it opens nothing else, and takes nothing else."""
    return f"PUT {path} {content_type}"


def _read(path: Path) -> Upload | None:
    """What is known of a song; None for what makes no sense, which is left as it is."""
    try:
        with path.open("rb") as file:
            facts = json.loads(file.read(MOST_FACTS))
        texts = [facts[name] for name in ("owner", "content_type", "name")]
        touched_at = float(facts["touched_at"])
    except (OSError, KeyError, TypeError, ValueError, RecursionError):
        return None
    return Upload(path.stem, texts[0], texts[1], touched_at, texts[2]) if all(map(_is_text, texts)) else None


def _is_text(value: object) -> bool:
    return isinstance(value, str)
