"""What is known of a project's money; whoever says a word about it asks here.

Said is only what evidence gives. "Nothing" needs a look that shows it, after which nobody here sent a payment, or a
ledger that has known the project since it was made and holds no payment of it. A look can be stale by minutes, so for
a project that this ledger did not see made, a payment that is due proves nothing: another ledger's may be out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from mvclient.errors import MoneyMoved, MVError
    from mvclient.ledger import Payment
    from mvclient.progress import Progress

Money = Literal["nothing", "not_yet", "perhaps", "paid", "unknown"]
"""`nothing` was charged; `not_yet`: nothing so far, and the job goes on; `perhaps`: a payment was sent and nobody could
settle it; `paid`; `unknown`: there is no record here."""

MONEY_MOVED: Final[dict[Money, MoneyMoved]] = {
    "nothing": "no",
    "not_yet": "no",
    "perhaps": "unknown",
    "paid": "yes",
    "unknown": "unknown",
}
OF_MONEY_MOVED: Final[dict[MoneyMoved, Money]] = {"no": "nothing", "yes": "paid", "unknown": "perhaps"}

_CREDITS = re.compile(r"credit|balance|fund|top.?up|recharge|积分|余额|点数|充值", re.IGNORECASE)
_TAKEN = re.compile(r"deduct|charged|consumed|spent|success|\bpaid|扣|成功|已付|已支付", re.IGNORECASE)
_NOT_TAKEN = re.compile(
    r"(nothing|\bnot?\b|never|n't|without|fail\w* to|unable to)\W+(\w+\W+){0,2}"
    r"(deduct|charg|consum|spent|success|paid)\w*"
    r"|deduct\w* fail\w*|(未|没|无法|不)[^，。；,.;]{0,4}(扣|成功|支付)|扣[^，。；,.;]{0,3}失败",
    re.IGNORECASE,
)


def speaks_of_missing_credits(words: str) -> bool:
    """Whether Giggle's words say that the account has too few credits, and not that some were taken."""
    return bool(_CREDITS.search(words)) and not _TAKEN.search(_NOT_TAKEN.sub("", words))


def was_for_credits(refusal: str) -> bool:
    """Whether a refused payment, by the reason in its row, needs more credits."""
    return refusal.startswith("402") or speaks_of_missing_credits(refusal)


def money_known(row: Payment | None, look: Progress | None, *, was_there: bool) -> Money:
    """Tell what is known.

    Args:
        row: the ledger's latest payment of the project.
        look: the last look, if there was one.
        was_there: whether the ledger has known the project since it was made.
    """
    if (look is not None and look.is_paid) or (row is not None and row.state == "paid"):
        return "paid"
    if row is not None and (row.state != "refused" or row.is_in_doubt):
        return "perhaps"
    shows_nothing = look is not None and look.has_begun and not look.payment_due
    if not was_there and not shows_nothing:
        return "unknown"
    goes_on = look is not None and look.has_begun and not look.is_failed
    return "not_yet" if goes_on else "nothing"


def money_of(error: MVError | None, progress: Progress | None) -> Money:
    """Tell what an error and the last snapshot together say."""
    seen = None if progress is None else money_known(progress.payment, progress, was_there=progress.was_there)
    told = None if error is None else error.money
    if "paid" in (seen, told):
        return "paid"
    if "perhaps" in (seen, told):
        return "perhaps"
    return told or seen or "unknown"
