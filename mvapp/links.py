"""Signed links: when they end, and the form a person may copy. They are handed on byte for byte, never kept."""

import base64
import json
import re
from urllib.parse import parse_qs, urlsplit

__all__ = ["copyable", "expires_at"]


def copyable(link: str) -> str:
    """The link as a person may paste it: chat programs cut links at "~"."""
    return link.replace("~", "%7E")


def expires_at(link: str) -> float | None:
    """When a CloudFront link ends, in epoch seconds; None when it does not say."""
    query = parse_qs(urlsplit(link).query)
    if moment := re.fullmatch(r"\d{1,12}", query.get("Expires", [""])[0]):
        return float(moment[0])
    policy = query.get("Policy", [""])[0].translate(str.maketrans("-_~", "+=/"))
    try:
        condition = json.loads(base64.b64decode(policy))["Statement"][0]["Condition"]
        return float(condition["DateLessThan"]["AWS:EpochTime"])
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return None
