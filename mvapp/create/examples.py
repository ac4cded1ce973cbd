"""Three songs to start from, each with a picture of our own making."""

from dataclasses import dataclass

from mvapp.create.draft import Draft


@dataclass(frozen=True)
class Example:
    """A form filled in by us."""

    key: str
    """For the button's key."""
    name: str
    """On the button, in the language of the song itself."""
    draft: Draft


EXAMPLES = (
    Example(
        "seaside",
        "Seaside summer",
        Draft(
            project_name="Seaside Summer",
            music_generate_type="prompt",
            prompt="Upbeat summer pop about friends driving to the sea: bright guitars, hand claps, "
            "a chorus everyone sings along to",
            vocal_gender="female",
            scene_description="Golden hour on a wide beach, gentle waves, warm film colours",
            picture="sample",
            sample="sample-beach",
        ),
    ),
    Example(
        "city",
        "City lights",
        Draft(
            music_generate_type="custom",
            title="City Lights",
            style="synthwave, dreamy, male voice, 96 bpm",
            lyrics="[Verse]\n"
            "Last train humming down the line\n"
            "Neon rivers, yours and mine\n"
            "Paper cups and winter air\n"
            "I still see you everywhere\n"
            "\n"
            "[Chorus]\n"
            "Oh, city lights, don't fade on me\n"
            "Paint the dark so I can see\n"
            "Every window, every street\n"
            "Keeps the time of my heartbeat",
            scene_description="Rainy streets at night, reflections, slow camera",
            subtitle_enabled=True,
            picture="sample",
            sample="sample-city",
        ),
    ),
    Example(
        "meadow",
        "山谷的风",
        Draft(
            music_generate_type="custom",
            title="山谷的风",
            style="民谣，木吉他，清新，女声",
            lyrics="[Verse]\n"
            "清晨的露水打湿了鞋\n"
            "你说山那边有片花海\n"
            "我们把地图折成纸鸢\n"
            "让风替我们做了安排\n"
            "\n"
            "[Chorus]\n"
            "山谷的风，你慢慢吹\n"
            "吹开云朵，吹亮山水\n"
            "走过的路都开成花\n"
            "回头一看，正是年华",
            scene_description="山间草甸，微风，晨光，远处有雪山",
            subtitle_enabled=True,
            picture="sample",
            sample="sample-meadow",
        ),
    ),
)
