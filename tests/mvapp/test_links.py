"""Signed links: when they end, and how a person may copy them."""

import base64
import json

import pytest

from mvapp.links import copyable, expires_at


def _policy(at: object) -> str:
    text = json.dumps({"Statement": [{"Condition": {"DateLessThan": {"AWS:EpochTime": at}}}]})
    return base64.b64encode(text.encode()).decode().translate(str.maketrans("+=/", "-_~"))


@pytest.mark.parametrize(
    ("link", "at"),
    [
        (f"https://a.example/f.mp4?Policy={_policy(1_800_000_000)}&Signature=s", 1_800_000_000.0),
        ("https://a.example/f.mp4?Expires=1800000000&Signature=s", 1_800_000_000.0),
        ("https://a.example/f.mp4", None),
        ("https://a.example/f.mp4?Policy=!!&Expires=soon", None),
        (f"https://a.example/f.mp4?Policy={_policy('never')}", None),
        (f"https://a.example/f.mp4?Policy={base64.b64encode(b'[]').decode()}", None),
        ("", None),
    ],
)
def test_the_end_of_a_link_is_read_where_it_says(link: str, at: float | None) -> None:
    assert expires_at(link) == at


def test_a_copied_link_keeps_its_signature_in_chat_programs() -> None:
    assert copyable("https://a.example/f.mp4?Signature=a~b~c") == "https://a.example/f.mp4?Signature=a%7Eb%7Ec"
