"""What is pasted as a picture is understood the way it was meant."""

import json
import string
from base64 import b64decode, b64encode
from io import BytesIO
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from mvapp.create.draft import Draft
from mvapp.create.pasted import picture_bytes, picture_link
from mvapp.create.prepared_picture import prepare
from mvapp.create.request_from_form import request_from_form
from mvclient import InvalidRequest, PictureError
from mvclient.request import clean_picture_reference


def through_the_form(link):
    """What is sent for a form with this link, and else the reasons why nothing is."""
    draft = Draft(prompt="a waltz", picture="link", picture_link=link)
    try:
        request = request_from_form(draft, None, unnamed="x", knows_samples=False, fetches_links=True)
    except InvalidRequest as refused:
        return "", {problem.reason for problem in refused.problems}
    return request.reference_image_url, set()


def picture(kind="JPEG"):
    """A picture with the place it was taken in it, whose Base64 has both signs that differ between the alphabets."""
    exif, written = Image.Exif(), BytesIO()
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 8.0, 0.0)})
    Image.effect_noise((40, 40), 50).convert("RGB").save(written, kind, exif=exif)
    return written.getvalue()


JPEG = picture()
ENCODED = b64encode(JPEG).decode()
LINES = "\r\n".join(ENCODED[start : start + 76] for start in range(0, len(ENCODED), 76))
DATA = f"data:image/jpeg;base64,{ENCODED}"
WRAPPINGS = {
    "data": DATA,
    "data with a set of characters": f"data:image/jpeg;charset=utf-8;base64,{ENCODED}",
    "data of another type": f"data:application/octet-stream;base64,{ENCODED}",
    "data without a type": f"data:;base64,{ENCODED}",
    "data in capitals": f"DATA:IMAGE/JPEG;BASE64,{ENCODED}",
    "data in lines": f"  data:image/jpeg;base64,\r\n{LINES} ",
    "data, a part escaped": f"data:image/jpeg;base64,{quote(ENCODED, safe='')}",
    "data, all escaped": quote(DATA, safe=""),
    "data as bytes": f"data:image/jpeg,{quote(JPEG)}",
    "data in quotes": f'"{DATA}"',
    "data in Chinese quotes": f"“{DATA}”",
    "css": f"background: url({DATA}) no-repeat;",
    "css in quotes": f"url('{DATA}')",
    "html": f'<img alt="me" src="{DATA}" width="40">',
    "html beside a link": f'<a href="https://a.example/b.jpg"><img src="{DATA}"></a>',
    "markdown": f"![x]({DATA})",
    "json": json.dumps({"image": DATA}),
    "json as some write it": json.dumps({"b64_json": ENCODED}).replace("/", "\\/").replace("+", "\\u002B"),
    "json with breaks": json.dumps({"image": LINES}),
    "python": repr(ENCODED.encode()),
    "base64,": f"base64,{ENCODED}",
    "base64:": f"base64: {ENCODED}",
    "zero width in front": f"\u200b\ufeff{ENCODED}",
    "zero width inside": f"{ENCODED[:40]}\u200b{ENCODED[40:]}",
    "raw": ENCODED,
    "raw in quotes": f'"{ENCODED}"',
    "raw in lines": LINES,
    "raw in a code block": f"```\n{LINES}\n```",
    "raw without its end signs": ENCODED.rstrip("="),
    "raw in the alphabet of links": ENCODED.replace("+", "-").replace("/", "_"),
    "raw in a sentence": f"Here it is: {ENCODED}",
}


@pytest.mark.parametrize("text", WRAPPINGS.values(), ids=WRAPPINGS)
def test_a_picture_pasted_as_text_is_the_picture(text):
    assert picture_bytes(text) == JPEG


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("wrapping", ["{}", '"{}"', "image = {}", "data:;base64,{}"])
def test_pictures_of_other_kinds_are_found_as_well(kind, wrapping):
    written = BytesIO()
    Image.effect_noise((40, 40), 50).save(written, kind)
    assert picture_bytes(wrapping.format(b64encode(written.getvalue()).decode())) == written.getvalue()


@pytest.mark.parametrize("text", WRAPPINGS.values(), ids=WRAPPINGS)
def test_a_picture_as_text_never_goes_out_as_a_link(text):
    """With the place it was taken in it; wherever it comes from, such as an older form."""
    assert through_the_form(text) == ("", {"not_a_link"})


def test_what_was_pasted_goes_out_without_the_place_it_was_taken():
    sent = b64decode(prepare(picture_bytes(WRAPPINGS["data in quotes"]) or b"").base64)
    with Image.open(BytesIO(JPEG)) as before, Image.open(BytesIO(sent)) as after:
        assert before.getexif().get_ifd(0x8825)
        assert not after.getexif().get_ifd(0x8825)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ENCODED[:401], "damaged"),
        (f"data:image/jpeg;base64,{ENCODED[:403]}", "damaged"),
        ("data:image/png;base64,", "not_a_picture"),
        ("data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture"),
        ("data:text/plain;base64,aGVsbG8gd29ybGQ=", "not_a_picture"),
        ("x" * 80, "not_a_picture"),
    ],
)
def test_a_picture_that_cannot_be_read_says_so(text, reason):
    contents = picture_bytes(text)
    assert contents is not None
    with pytest.raises(PictureError) as refused:
        prepare(contents)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\u200b",
        "hello",
        "my data: a, b",
        "https://a.example/b.jpg",
        "https://a.example/9j/" + "a" * 80,
        "https://a.example/?img=" + DATA,
        "a picture of my cat at home in the evening sun, please",
        "a picture of my cat that slept at home in the evening sun on the sill",
    ],
)
def test_other_text_is_no_picture(text):
    assert picture_bytes(text) is None


LINK = "https://a.example/b.jpg"
SIGNED = "https://a.example/b.jpg?Expires=17&Signature=a~b%7E-_+/=&Key-Pair-Id=K!*(1)"


@pytest.mark.parametrize("link", [LINK, SIGNED, "HTTP://A.example:8080/b", "https://a.example/海边.jpg"])
@pytest.mark.parametrize(
    "wrapping",
    [
        "{}",
        "  {} \n",
        "\ufeff{}\u200b",
        "({})",
        "[{}]",
        "<{}>",
        '"{}"',
        "'{}'",
        "`{}`",
        "“{}”。",
        "「{}」",
        "《{}》，",
        "**{}**",
        "_{}_",
        "![me]({})",
        "[me]({})",
        "[![me]({0})]({0})",
        '<img class="x" src="{}" alt="me">',
        "<img src={}>",
        '<a href="https://b.example/page"><img src="{}"></a>',
        "[img]{}[/img]",
        "url({})",
        "看这个：{} 很好看",
        "看这个：{}，很好看",
        "这张（{}）可以吗？",
        "Look at {} please",
        "Regardez « {} » !",
        "Sehen Sie hier: {}, danke",
        "この写真（{}）です",
        "انظر {} هنا",
        "{}\nsent from my phone",
        "{0} {0}",
        "Picture:{}",
    ],
)
def test_a_link_is_freed_of_what_it_was_copied_with(link, wrapping):
    right = link.replace("海边", "%E6%B5%B7%E8%BE%B9")
    assert picture_link(wrapping.format(link)) == right
    assert clean_picture_reference(right) == right


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://a.example/\u200bb.jpg", LINK),
        ("https://a.ex\u00adample/b.jpg", LINK),
        ("https://a.example/b.jpg?x=1&amp;y=2", LINK + "?x=1&y=2"),
        ("https://a.example/b.jpg?x=1&amp;amp;y=2&#38;z=3", LINK + "?x=1&y=2&z=3"),
        ("https://a.example/b.jpg?x=1&copy=2&y=%26amp;", LINK + "?x=1&copy=2&y=%26amp"),
        ("https://https://a.example/b.jpg", LINK),
        ("http://https://a.example/b.jpg", LINK),
        ("https:// https://a.example/b.jpg", LINK),
        ("https://https//a.example/b.jpg", LINK),
        ("https：//a.example/b.jpg", LINK),
        ("https：／／a。example／b．jpg？x＝1", LINK + "?x=1"),
        ("ｈｔｔｐｓ：／／ａ．example/b.jpg", LINK),
        ("https://a。example/b.jpg", LINK),
        ("https: //a.example/b.jpg", LINK),
        ("https:/a.example/b.jpg", LINK),
        ("https:\\\\a.example\\b.jpg", LINK),
        ("//a.example/b.jpg", LINK),
        ("看 //a.example/b.jpg", LINK),
        ('<img src="//a.example/b.jpg">', LINK),
        ("www.a.example/b.jpg", "https://www.a.example/b.jpg"),
        ("看这个www.a.example/b.jpg 好看", "https://www.a.example/b.jpg"),
        ("a.example/b.jpg", LINK),
        ("“a.example/b”", "https://a.example/b"),
        ("看 a.example/b.jpg 吗", LINK),
        ("https://a.example/my summer photo.jpg", "https://a.example/my%20summer%20photo.jpg"),
        ("Look: https://a.example/my photo.jpg?x=1 nice", "https://a.example/my%20photo.jpg?x=1"),
        ("https://a.example/b looks nice", "https://a.example/b"),
        ("https://a.example/long\r\n/path.jpg", "https://a.example/long/path.jpg"),
        ("https://a.example/b.jpg很好看", LINK),
        ("https://a.example/b.jpg.", LINK),
        ("(see https://a.example/b_(1).jpg)", "https://a.example/b_(1).jpg"),
        ("https://例子.测试/b.jpg", "https://例子.测试/b.jpg"),
        ("https://bücher.example/ü.jpg", "https://bücher.example/%C3%BC.jpg"),
        ("https://a.example/👩‍👩‍👧.jpg", "https://a.example/" + quote("👩‍👩‍👧") + ".jpg"),
        ("https://a.example/100%.jpg", "https://a.example/100%.jpg"),
        ("https://a.example/?url=https://b.example/c.jpg", "https://a.example/?url=https://b.example/c.jpg"),
        ("https://a.example/web/https://b.example/c.jpg", "https://a.example/web/https://b.example/c.jpg"),
        ("view-source:https://a.example/b.jpg", LINK),
        ("my photo", "my%20photo"),
    ],
)
def test_a_plain_meaning_is_understood(text, link):
    assert picture_link(text) == link


@pytest.mark.parametrize(
    "text",
    [
        f"{LINK} https://b.example/c.jpg",
        f"{LINK}\nhttps://b.example/c.jpg",
        f"{LINK}https://b.example/c.jpg",
        f"{LINK}，https://b.example/c.jpg",
        f"![a]({LINK}) ![b](https://b.example/c.jpg)",
        f"{LINK}?x=1 {LINK}?x=2",
        " ".join(f"https://a.example/{number}.jpg" for number in range(2_000)),
    ],
)
def test_of_two_links_it_is_asked_which(text):
    with pytest.raises(PictureError) as asked:
        picture_link(text)
    assert asked.value.reason == "two_links"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("https://exa mple.org/a.jpg", "not_a_link"),
        ("https://exa\u3000mple.org/a.jpg", "not_a_link"),
        ("https://", "not_a_link"),
        ("https:// ", "not_a_link"),
        ("https://%65xample.org/a.jpg", "not_a_link"),
        ("https://a.example:port/b.jpg", "not_a_link"),
        ("https://me:secret@a.example/b.jpg", "user_in_link"),
        ("https://me@a.example/b.jpg", "user_in_link"),
        ("ftp://a.example/b.jpg", "not_a_link"),
        ("file:///home/me/b.jpg", "not_a_link"),
        ("file:///C:/www.a.example/b.jpg", "not_a_link"),
        ("javascript:alert(1)//www.a.example/b.jpg", "not_a_link"),
        ("javascript:location='https://a.example/b.jpg'", "not_a_link"),
        ("\u200bblob:https://a.example/5c1f", "not_a_link"),
        ("C:\\me\\b.jpg", "not_a_link"),
        ("/home/me/b.jpg", "not_a_link"),
        ("my photo", "not_a_link"),
    ],
)
def test_what_is_not_plain_is_refused_by_the_form_with_its_reason(text, reason):
    assert through_the_form(text) == ("", {reason})


IN_QUERIES = string.ascii_letters + string.digits + "-._~%=&+/:@!$*?"


@given(st.text(IN_QUERIES, min_size=1), st.text(IN_QUERIES.replace("?", "")))
@example("Signature=a~b%7E-_.", "2024/me.jpg")
def test_a_signed_link_is_kept_to_the_letter(query, path):
    link = f"https://a.example/{path}?{query}"
    assert picture_link(link) == link
    assert picture_link(f"  <{link}>\u200b") == link


PIECES = (
    *(
        "https://",
        "http:",
        "HTTPS：／／",
        "//",
        "www.",
        "a.example",
        "例子.测试",
        "/b.jpg",
        "?x=1&amp;",
        ":80",
        "me:pw@",
        "#",
    ),
    *(
        " ",
        "\n",
        "\u3000",
        "\u200b",
        "\ufe0f",
        "\x00",
        "看",
        "，",
        "(",
        ")",
        '"',
        "'",
        "<",
        "[",
        "](",
        "\\",
        "%",
        "e\u0301",
    ),
    *(
        "data:image/png;base64,",
        "base64,",
        "iVBORw0KGgo",
        "/9j/",
        "javascript:",
        "ftp:",
        "<img src=",
        "👩‍👩‍👧",
        "\ud800",
    ),
)


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
@example("<img src=例子.测试//](http:")
def test_any_text_is_a_link_that_passes_the_last_gate_or_is_refused_with_a_reason_that_has_words(text):
    picture_bytes(text)
    sent, reasons = through_the_form(text)
    assert reasons <= {"not_a_link", "two_links", "user_in_link"}
    if not reasons:
        assert sent.lower().startswith(("http://", "https://"))
        assert "/".join(sent.split("/")[3:]).isascii()
        assert picture_link(sent) == sent
