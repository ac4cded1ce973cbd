"""What is pasted as a picture is understood the way it was meant."""

from base64 import b64encode

import pytest

from mvapp.pasted import picture_bytes, picture_link

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(60))
ENCODED = b64encode(PNG).decode()


@pytest.mark.parametrize(
    "text",
    [
        f"data:image/png;base64,{ENCODED}",
        f"  data:image/png;charset=utf-8;base64,{ENCODED[:30]}\r\n{ENCODED[30:]} ",
        f"DATA:IMAGE/PNG;BASE64,{ENCODED}",
        ENCODED,
        f"{ENCODED[:40]}\n{ENCODED[40:]}",
        ENCODED.rstrip("="),
        ENCODED.replace("+", "-").replace("/", "_"),
    ],
)
def test_a_picture_pasted_as_text_is_the_picture(text):
    assert picture_bytes(text) == PNG


@pytest.mark.parametrize(
    "text", ["", "https://a.example/b.jpg", "hello", "a picture of my cat at home in the evening sun, please"]
)
def test_other_text_is_no_picture(text):
    assert picture_bytes(text) is None


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("  https://a.example/b.jpg \n", "https://a.example/b.jpg"),
        ("(https://a.example/b.jpg)", "https://a.example/b.jpg"),
        ("<https://a.example/b.jpg>", "https://a.example/b.jpg"),
        ("“https://a.example/b.jpg”。", "https://a.example/b.jpg"),
        ("![me](https://a.example/b.jpg)", "https://a.example/b.jpg"),
        ("https://a.example/my summer photo.jpg", "https://a.example/my%20summer%20photo.jpg"),
        ("https://a.example/long\r\n/path.jpg", "https://a.example/long/path.jpg"),
        ("https://a.example/海边.jpg", "https://a.example/%E6%B5%B7%E8%BE%B9.jpg"),
        ("https://a.example/b.jpg?Signature=a~b%7E-_&x=(1)", "https://a.example/b.jpg?Signature=a~b%7E-_&x=(1)"),
        ("www.a.example/b.jpg", "https://www.a.example/b.jpg"),
        ("a.example/b.jpg", "https://a.example/b.jpg"),
        ("my photo", "my%20photo"),
    ],
)
def test_a_link_is_freed_of_what_it_was_copied_with(text, link):
    assert picture_link(text) == link
