"""Films made of a picture and a song, on this machine."""

from mvdemo.film.opening import opening_crop
from mvdemo.film.order import FilmOrder
from mvdemo.film.picture import PictureUnusable
from mvdemo.film.production import Cancelled, Production
from mvdemo.film.profile import DRAFT, PROFILES, SHOW, TINY, Profile

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
    "opening_crop",
]
