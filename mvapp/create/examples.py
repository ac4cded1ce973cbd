"""Three songs to start from, each with a picture of our own making, and each in the visitor's language."""

from dataclasses import dataclass

from mvapp.create.draft import Draft
from mvapp.languages import DEFAULT


@dataclass(frozen=True)
class Example:
    """A form filled in by us."""

    key: str
    """For the button's key."""
    drafts: dict[str, Draft]
    """By the code of the language that it is sung in."""

    def draft(self, language: str) -> Draft:
        """The one to fill in for a visitor of this language."""
        return self.drafts.get(language, self.drafts[DEFAULT])

    def name(self, language: str) -> str:
        """What its button says."""
        draft = self.draft(language)
        return draft.title or draft.project_name


EXAMPLES = (
    Example(
        "seaside",
        {
            "en": Draft(
                project_name="Seaside Summer",
                prompt="Upbeat summer pop about friends driving to the sea: bright guitars, hand claps, "
                "a chorus everyone sings along to",
                vocal_gender="female",
                scene_description="Golden hour on a wide beach, gentle waves, warm film colours",
                picture="sample",
                sample="sample-beach",
            ),
            "zh": Draft(
                project_name="海边的夏天",
                prompt="轻快的夏日流行歌，唱一群朋友开车去看海：明亮的吉他，拍手的节奏，副歌让人忍不住跟着唱",
                vocal_gender="female",
                scene_description="宽阔的海滩，金色夕阳，海浪轻轻涌来，温暖的胶片色调",
                picture="sample",
                sample="sample-beach",
            ),
        },
    ),
    Example(
        "city",
        {
            "en": Draft(
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
                picture="sample",
                sample="sample-city",
            ),
            "zh": Draft(
                music_generate_type="custom",
                title="城市灯火",
                style="合成器浪潮，梦幻，男声，96 bpm",
                lyrics="[Verse]\n"
                "末班地铁摇晃着远去\n"
                "霓虹的河流过我和你\n"
                "纸杯里还有冬天的热气\n"
                "每个街角都像遇见你\n"
                "\n"
                "[Chorus]\n"
                "城市的灯火，请别熄灭\n"
                "照亮这漫长的黑夜\n"
                "每一扇窗，每一条街\n"
                "都替我的心跳打着节拍",
                scene_description="雨夜的街道，灯光倒影，缓慢的镜头",
                picture="sample",
                sample="sample-city",
            ),
        },
    ),
    Example(
        "meadow",
        {
            "en": Draft(
                music_generate_type="custom",
                title="Valley Wind",
                style="folk, acoustic guitar, fresh, female voice",
                lyrics="[Verse]\n"
                "Morning dew is on my shoes\n"
                "You said there's a field in bloom\n"
                "We fold our map into a kite\n"
                "And let the wind decide tonight\n"
                "\n"
                "[Chorus]\n"
                "Valley wind, blow soft, blow slow\n"
                "Blow the clouds off all we know\n"
                "Every road we walk will flower\n"
                "Looking back, this was our hour",
                scene_description="A mountain meadow, a light wind, morning light, snowy peaks far away",
                picture="sample",
                sample="sample-meadow",
            ),
            "zh": Draft(
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
                picture="sample",
                sample="sample-meadow",
            ),
        },
    ),
)
