"""The one table of steps: the four steps of a job, their ten sub-steps, and the words for their states."""

from __future__ import annotations

STEPS: dict[str, tuple[str, ...]] = {
    "music-generate": ("GenerateMusic", "GenerateMusicShot", "CalculatePrice"),
    "storyboard": ("ShotStructure", "CharacterCreate", "ImageGeneration"),
    "shot": ("OptimizePrompts", "VideoGeneration"),
    "editor": ("ResourceDownload", "IntelligentMerge"),
}
SUB_STEPS: tuple[str, ...] = tuple(name for names in STEPS.values() for name in names)
STEP_OF: dict[str, str] = {name: step for step, names in STEPS.items() for name in names}

PRICED_BY = "CalculatePrice"
"""The sub-step after which nothing moves until the film is paid."""

PRICE_CREDITS = 580
PAY_STEP = "pay"
"""What `current_step` says while a payment is due."""

PENDING = "pending"
QUEUED = "queued"
PROCESSING = "processing"
COMPLETED = "completed"
FAILED = "failed"
PAID = "paid"
