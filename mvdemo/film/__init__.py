"""Films made of a picture and a song, on this machine."""

from .order import FilmOrder
from .picture import PictureUnusable
from .production import Cancelled, Production
from .profile import DRAFT, PROFILES, SHOW, TINY, Profile

__all__ = [
    "DRAFT",
    "PROFILES",
    "SHOW",
    "TINY",
    "Cancelled",
    "FilmOrder",
    "PictureUnusable",
    "Production",
    "Profile",
]
