"""From the filled form to a request that cannot be wrong, or to all that is still wrong with it."""

from mvapp.create.crop_preview import crop_box
from mvapp.create.draft import Draft
from mvapp.create.lyrics import count
from mvapp.create.pasted import sendable_link
from mvapp.create.prepared_picture import PreparedPicture, cut_to
from mvapp.create.sample_pictures import sample, sample_base64
from mvclient import InvalidRequest, MVRequest, PictureError, Problem
from mvclient.modes import MODES
from mvclient.visible_text import is_blank

_PICTURE_FIELDS = ("reference_image", "reference_image_url")


def request_from_form(
    draft: Draft,
    picture: PreparedPicture | None,
    *,
    unnamed: str,
    knows_samples: bool,
    fetches_links: bool,
    has_song: bool = False,
    takes_songs: bool = True,
) -> MVRequest:
    """The request that a form stands for.

    Args:
        draft: the form.
        picture: the uploaded picture, if there is one.
        unnamed: the name of a video whose form lends itself to none.
        knows_samples: whether the studio has our sample pictures by name, as the demo studio does.
        fetches_links: whether links and Giggle's own pictures are of use there.
        has_song: whether the song that the draft names is here.
        takes_songs: whether the studio takes songs of one's own.

    Raises:
        InvalidRequest: every problem of the form at once; nothing was sent.
    """
    draft = draft.tidied()
    source, missing = _picture(draft, picture, knows_samples=knows_samples, fetches_links=fetches_links)
    problems: list[Problem] = []
    if "lyrics" in MODES[draft.music_generate_type].sent and draft.lyrics and not count(draft.lyrics).lines:
        problems.append(Problem("lyrics", "only_tags", "There are section tags, but no words to sing."))
    if draft.brings_song and not takes_songs:
        problems.append(Problem("song", "not_taken", "This studio takes no songs of one's own."))
    elif draft.brings_song and draft.song and not has_song:
        problems.append(Problem("song", "gone", "The song is not here any more."))
    try:
        request = draft.request(unnamed=unnamed, **source)
    except InvalidRequest as error:
        problems += [
            Problem(problem.field, missing, problem.message)
            if missing and problem.field in _PICTURE_FIELDS
            else problem
            for problem in error.problems
        ]
    else:
        if not problems:
            return request
    raise InvalidRequest(problems)


def _picture(
    draft: Draft, picture: PreparedPicture | None, *, knows_samples: bool, fetches_links: bool
) -> tuple[dict[str, str], str]:
    """The picture as the request takes it, or the reason why there is none to take."""
    if draft.picture == "upload":
        return ({"reference_image_url": _framed(picture.base64, picture, draft)}, "") if picture else ({}, "gone")
    if draft.picture == "sample":
        if knows_samples and not draft.is_framed:
            return {"reference_image": draft.sample}, ""
        return {"reference_image_url": _framed(sample_base64(draft.sample), sample(draft.sample), draft)}, ""
    if draft.picture == "link":
        return _link(draft.picture_link) if fetches_links else ({}, "demo_link")
    if draft.picture == "asset":
        return ({"reference_image": draft.picture_asset}, "") if fetches_links else ({}, "demo_asset")
    # What stands in the field of links was not taken: for a reason, or because it was taken away again.
    return {}, "" if is_blank(draft.picture_link) else _link(draft.picture_link)[1]


def _framed(base64: str, picture: PreparedPicture, draft: Draft) -> str:
    """The picture as it is sent: whole, unless somebody moved the frame, who then wants what is in it."""
    if not draft.is_framed:
        return base64
    left, top, right, bottom = crop_box(picture.width, picture.height, draft.aspect, draft.frame_at)
    return cut_to(
        base64,
        (left / picture.width, top / picture.height, right / picture.width, bottom / picture.height),
    )


def _link(text: str) -> tuple[dict[str, str], str]:
    try:
        return {"reference_image_url": sendable_link(text)}, ""
    except PictureError as error:
        return {}, error.reason
