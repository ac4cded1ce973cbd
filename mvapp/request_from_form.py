"""From the filled form to a request that cannot be wrong, or to all that is still wrong with it."""

from mvapp.draft import Draft
from mvapp.lyrics import count
from mvapp.prepared_picture import PreparedPicture
from mvapp.sample_pictures import SAMPLES, sample
from mvclient import InvalidRequest, MVRequest, Problem

__all__ = ["request_from_form"]

_PICTURE_FIELDS = ("reference_image", "reference_image_url")


def request_from_form(draft: Draft, picture: PreparedPicture | None, *, unnamed: str, is_demo: bool) -> MVRequest:
    """The request that a form stands for.

    Args:
        draft: the form.
        picture: the uploaded picture, if there is one.
        unnamed: the name of a video whose form lends itself to none.
        is_demo: whether the demo studio makes it, which fetches nothing from anywhere.

    Raises:
        InvalidRequest: every problem of the form at once; nothing was sent.
    """
    draft = draft.tidied()
    source, missing = _picture(draft, picture, is_demo=is_demo)
    problems: list[Problem] = []
    if draft.music_generate_type == "custom" and draft.lyrics and not count(draft.lyrics).lines:
        problems.append(Problem("lyrics", "only_tags", "There are section tags, but no words to sing."))
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


def _picture(draft: Draft, picture: PreparedPicture | None, *, is_demo: bool) -> tuple[dict[str, str], str]:
    """The picture as the request takes it, or the reason why there is none to take."""
    if draft.picture == "upload":
        return ({"reference_image_url": picture.base64}, "") if picture else ({}, "gone")
    if draft.picture == "sample":
        if is_demo:
            return {"reference_image": draft.sample}, ""
        return {"reference_image_url": sample(draft.sample).base64}, ""
    if draft.picture == "link":
        return ({}, "demo_link") if is_demo else ({"reference_image_url": draft.picture_link}, "")
    if draft.picture == "asset":
        asset = draft.picture_asset.strip()
        return ({}, "demo_asset") if is_demo and asset not in SAMPLES else ({"reference_image": asset}, "")
    return {}, ""
