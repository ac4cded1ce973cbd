"""How much strangers may make with the owner's key, and how much they have."""

from dataclasses import dataclass
from typing import Final

PRICE_CREDITS: Final = 580
"""What a video takes from what may be spent until Giggle has said its price (`giggle-api.md`)."""


@dataclass(frozen=True)
class Caps:
    """How much may be made and spent with the owner's key; a day is one of UTC."""

    visitor_day_credits: int = 2 * PRICE_CREDITS
    day_credits: int = 10 * PRICE_CREDITS
    total_credits: int = 50 * PRICE_CREDITS
    visitor_day_videos: int = 4
    day_videos: int = 20


@dataclass(frozen=True)
class Spending:
    """What has been taken from what may be spent, in credits and videos."""

    visitor_day_credits: int = 0
    day_credits: int = 0
    total_credits: int = 0
    visitor_day_videos: int = 0
    day_videos: int = 0

    def videos_left(self, caps: Caps) -> int:
        """How many more videos this visitor may have made today."""
        credits_left = min(
            caps.visitor_day_credits - self.visitor_day_credits,
            caps.day_credits - self.day_credits,
            caps.total_credits - self.total_credits,
        )
        videos = min(caps.visitor_day_videos - self.visitor_day_videos, caps.day_videos - self.day_videos)
        return max(0, min(videos, credits_left // PRICE_CREDITS))
