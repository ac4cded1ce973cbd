"""What the steps of a job are called for people; programs get Giggle's own names."""

from __future__ import annotations

from typing import Final

_NAMES: Final = {
    "GenerateMusic": "Writing the song",
    "GenerateMusicShot": "Finding the beat",
    "CalculatePrice": "Working out the price",
    "ShotStructure": "Planning the shots",
    "CharacterCreate": "Casting the characters",
    "ImageGeneration": "Painting the scenes",
    "OptimizePrompts": "Directing the scenes",
    "VideoGeneration": "Filming the shots",
    "ResourceDownload": "Gathering the footage",
    "IntelligentMerge": "Cutting the film",
    "music-generate": "Writing the song",
    "storyboard": "Planning the scenes",
    "shot": "Filming the shots",
    "editor": "Cutting the film",
}


def step_name(name: str) -> str:
    """The name of a step or sub-step for people; one that is not known keeps Giggle's."""
    return _NAMES.get(name, name)
