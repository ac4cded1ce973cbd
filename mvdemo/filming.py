"""From a submitted project to the renderer's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvdemo.problem import StudioProblem

if TYPE_CHECKING:
    from mvdemo.project import Project
    from mvdemo.projects import Projects
    from mvdemo.workshop import Producer, Production

FILMING_SHARES = {"show": 1.0, "draft": 0.08, "tiny": 0.05}
"""How long filming takes at each size, of what it takes at the best; the song takes as long at all of them."""
PROFILE_NAMES = tuple(FILMING_SHARES)


def film_producer(profile_name: str) -> Producer:
    """The real renderer, at one of its sizes; raises StudioProblem for any other."""
    if profile_name not in PROFILE_NAMES:
        raise StudioProblem(f"profile must be one of {', '.join(PROFILE_NAMES)}.", reason="setting")

    def produce(project: Project, projects: Projects) -> Production:
        # Imported with the first film: the renderer brings NumPy and PyAV, and a server should start quickly.
        from mvdemo import film  # noqa: PLC0415 - NumPy and PyAV only when a film is made
        from mvdemo.film import samples  # noqa: PLC0415 - the same

        asked = project.submission
        if asked is None:
            raise ValueError("not submitted")
        sample = project.sample
        order = film.FilmOrder(
            mode=asked.mode,
            aspect=asked.aspect,
            picture=samples.picture(sample) if sample else projects.picture(project.project_id),
            name=project.name,
            song=projects.song(project.project_id) if asked.music_asset_id else None,
            title=asked.title,
            prompt=asked.prompt,
            lyrics=asked.lyrics,
            style=asked.style,
            scene=asked.scene,
            vocal_gender=asked.vocal_gender,
            instrumental=asked.instrumental,
            subtitles=asked.subtitles,
            length=project.length,
            take=project.take,
            is_sketch=project.is_sketch,
        )
        folder = projects.film_folder(project.project_id)
        return film.Production(order, folder, profile=film.PROFILES[profile_name])

    return produce
