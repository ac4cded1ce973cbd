"""Films made of a picture and a song, on this machine."""

from .order import FilmOrder
from .picture import PictureUnusable
from .production import STAGES, Cancelled, Production
from .profile import DRAFT, PROFILES, SHOW, TINY, Profile

__all__ = [
    "DRAFT",
    "PROFILES",
    "SHOW",
    "STAGES",
    "TINY",
    "Cancelled",
    "FilmOrder",
    "PictureUnusable",
    "Production",
    "Profile",
]
