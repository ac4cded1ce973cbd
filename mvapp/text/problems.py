"""What is wrong with a form, by `Problem.reason` and `PictureError.reason`; with the field in front where it helps."""

from mvapp.text.words import Words

TEXTS: dict[str, Words] = {
    "problems.prompt_blank": Words(
        "Describe the music in a few words: the mood, the tempo, what it is about.",
        "用几句话描述这首歌：情绪、节奏、想表达什么。",
    ),
    "problems.title_blank": Words("Give the song a title.", "给歌曲起个名字。"),
    "problems.style_blank": Words(
        "Say what it should sound like, or pick a style below.", "写下想要的曲风，或者从下面选一个。"
    ),
    "problems.lyrics_blank": Words("Write or paste the lyrics. A few lines are enough.", "写下或粘贴歌词，几行就够。"),
    "problems.lyrics_only_tags": Words(
        "There are only section tags so far. Add the words to sing.", "目前只有段落标签，请补上要唱的歌词。"
    ),
    "problems.project_name_blank": Words("Give the video a name.", "给视频起个名字。"),
    "problems.scene_description_too_long": Words(
        "Shorten the scene to 200 characters.", "画面描述请控制在 200 字以内。"
    ),
    "problems.blank": Words("This is still empty.", "这里还没有填写。"),
    "problems.too_long": Words("This is too long. Please shorten it.", "内容太长，请精简一些。"),
    "problems.not_a_choice": Words("Please choose one of the options.", "请从选项中选一个。"),
    "problems.not_text": Words("Please write this as plain text.", "请填写纯文字。"),
    "problems.no_picture": Words(
        "Add a picture: upload your own, or take one of ours.", "添加一张图片：上传自己的，或用我们的示例图。"
    ),
    "problems.picture_gone": Words(
        "Please choose your picture once more: it is not here any more.",
        "图片已经不在这里了，请重新选择。",
    ),
    "problems.two_pictures": Words("Choose one picture only.", "只能选一张图片。"),
    "problems.data_prefix": Words(
        "Paste the picture's link, or upload the picture itself.", "请粘贴图片链接，或直接上传图片。"
    ),
    "problems.not_a_link": Words(
        "This is not a link to a picture. It should begin with https://", "这不是图片链接，链接应以 https:// 开头。"
    ),
    "problems.two_links": Words(
        "There are several links here. Which picture is it? Keep only that one.",
        "这里有多个链接，想用哪张图片？请只保留一个。",
    ),
    "problems.user_in_link": Words(
        "This link carries a user name or a password. Upload the picture itself instead.",
        "这个链接里带有用户名或密码，请改为直接上传图片。",
    ),
    "problems.demo_link": Words(
        "The demo studio never fetches anything from the internet. Upload the picture instead.",
        "演示工作室不会从网上取图，请改为上传图片。",
    ),
    "problems.demo_asset": Words(
        "The demo studio does not know Giggle's pictures. Upload one, or take one of ours.",
        "演示工作室没有 Giggle 的素材，请上传图片，或用我们的示例图。",
    ),
    "problems.not_a_picture": Words(
        "This file is not a picture. Choose a JPEG, PNG, WebP, AVIF, GIF or BMP.",
        "这个文件不是图片，请选择 JPEG、PNG、WebP、AVIF、GIF 或 BMP。",
    ),
    "problems.damaged": Words(
        "This picture is incomplete: part of the file is missing. Save or download it again, then retry.",
        "这张图片不完整，文件缺了一部分。请重新保存或下载后再试。",
    ),
    "problems.too_large": Words(
        "This picture is too large for us. Save it as JPEG or with fewer pixels (64 MB at most), then choose it again.",
        "图片太大，请另存为 JPEG 或缩小尺寸（不超过 64 MB）后再选择。",
    ),
    "problems.too_many": Words(
        "Many pictures are coming in just now. Choose it once more in a minute.", "刚才图片太多了，请过一分钟再选一次。"
    ),
    "problems.too_thin": Words(
        "This picture is too long and thin: hardly anything of it would be in the film. "
        "Choose one closer to the shape of a photo.",
        "图片太细长，几乎没有内容能入画。请换一张接近普通照片比例的图片。",
    ),
    "problems.heic": Words(
        "This is a HEIC photo. On an iPhone, choose Settings, Camera, Formats, Most Compatible and take it again, "
        "or share it as JPEG. On a Mac, open it in Preview and export it as JPEG.",
        "这是 HEIC 照片。iPhone：在“设置”的“相机”里，把“格式”改为“兼容性最佳”后重拍，或转成 JPEG 再分享。"
        "Mac：用“预览”打开，导出为 JPEG。",
    ),
    "problems.jpeg_xl": Words(
        "This is a JPEG XL picture, which we cannot read yet. Save it as JPEG or PNG.",
        "这是 JPEG XL 图片，暂时不支持，请另存为 JPEG 或 PNG。",
    ),
    "problems.jpeg_2000": Words(
        "This is a JPEG 2000 picture, which we cannot read. Save it as JPEG or PNG.",
        "这是 JPEG 2000 图片，暂不支持，请另存为 JPEG 或 PNG。",
    ),
    "problems.tiff": Words(
        "This is a TIFF or a camera's raw file. Save it as JPEG or PNG, then choose it again.",
        "这是 TIFF 图片或相机 RAW 文件，请另存为 JPEG 或 PNG 再选择。",
    ),
    "problems.psd": Words(
        "This is a Photoshop file. Export it as JPEG or PNG, then choose that.",
        "这是 Photoshop 文件，请导出为 JPEG 或 PNG 再选择。",
    ),
    "problems.ico": Words(
        "This is an icon, too small to film. Choose a larger picture as JPEG or PNG.",
        "这是图标文件，尺寸太小，请换一张更大的 JPEG 或 PNG 图片。",
    ),
    "problems.svg": Words(
        "This is a drawing made of lines (SVG). Export it as PNG, at least 1024 pixels wide.",
        "这是 SVG 矢量图，请导出为 PNG（宽度至少 1024 像素）再选择。",
    ),
    "problems.pdf": Words(
        "This is a PDF. Export the page as JPEG or PNG, or take a screenshot of it.",
        "这是 PDF 文件，请把页面导出为 JPEG 或 PNG，或者截图后再选择。",
    ),
    "problems.video": Words(
        "This is a video. Choose a photo, or save one picture of the video as JPEG or PNG.",
        "这是视频文件，请选择照片，或从视频里截一张图保存为 JPEG 或 PNG。",
    ),
    "problems.song_blank": Words("Bring a song, or choose another way to begin.", "请上传一首歌曲，或换一种方式开始。"),
    "problems.song_gone": Words(
        "Please choose your song once more: it is not here any more.", "歌曲已经不在这里了，请重新选择。"
    ),
    "problems.song_not_taken": Words(
        "Giggle takes no songs of your own here. Choose another way to begin, or the demo studio in the settings.",
        "Giggle 在这里不支持自带歌曲。请换一种方式开始，或在设置里改用演示工作室。",
    ),
    "problems.song_not_audio": Words(
        "This file is not a song. Choose an MP3, M4A, WAV, FLAC or OGG.",
        "这个文件不是歌曲，请选择 MP3、M4A、WAV、FLAC 或 OGG。",
    ),
    "problems.song_damaged": Words(
        "This song is damaged or only half there. Save or download it again, then retry.",
        "这首歌的文件已损坏或不完整，请重新保存或下载后再试。",
    ),
    "problems.song_too_large": Words(
        "This song is over 64 MB. Save it as MP3 or M4A, then choose it again.",
        "歌曲文件超过 64 MB，请另存为 MP3 或 M4A 后再选择。",
    ),
    "problems.song_too_long": Words(
        "This song is longer than 10 minutes. Bring a shorter one, or cut out the part you want.",
        "这首歌超过 10 分钟，请换一首短一点的，或截取想要的部分。",
    ),
    "problems.song_too_short": Words(
        "This is shorter than 2 seconds. Bring a longer song.", "这段声音不到 2 秒，请换一首长一点的歌曲。"
    ),
    "problems.song_silent": Words(
        "Nothing is to be heard in this song: the whole file is silent.", "这首歌完全没有声音，请检查文件后重试。"
    ),
    "problems.song_protected": Words(
        "This song is locked by its shop (DRM), so nobody else can open it. Use a file without copy protection.",
        "这首歌带有商店的版权保护（DRM），无法打开。请使用没有加密的文件。",
    ),
    "problems.song_unreadable": Words(
        "We could not read this file. Choose it again, or choose another.", "文件读取失败，请重新选择，或换一首歌。"
    ),
    "problems.song_video": Words(
        "This is a video. Save its sound alone as MP3 or M4A.", "这是视频文件，请把声音单独存为 MP3 或 M4A。"
    ),
    "problems.song_aac": Words(
        "This is a bare AAC stream. Save the song as M4A or MP3.", "这是裸 AAC 音频流，请另存为 M4A 或 MP3。"
    ),
    "problems.song_wma": Words(
        "This is a Windows Media file (WMA). Save the song as MP3 or M4A.",
        "这是 WMA 文件，请另存为 MP3 或 M4A。",
    ),
    "problems.song_aiff": Words(
        "This is an AIFF file. Save the song as WAV, FLAC or MP3.", "这是 AIFF 文件，请另存为 WAV、FLAC 或 MP3。"
    ),
    "problems.song_midi": Words(
        "This is a MIDI file: it has notes, but no sound. Record it as MP3 or WAV.",
        "这是 MIDI 文件，只有音符没有声音，请录成 MP3 或 WAV。",
    ),
    "problems.song_rare": Words(
        "This kind of sound file is not taken. Save the song as MP3, M4A, WAV, FLAC or OGG.",
        "暂不支持这种音频格式，请另存为 MP3、M4A、WAV、FLAC 或 OGG。",
    ),
    "problems.song_too_many": Words(
        "Many songs are coming in just now. Choose it once more in a minute.", "刚才歌曲太多了，请过一分钟再选一次。"
    ),
    "problems.song_no_room": Words(
        "There is no room for your song just now. Try again in a while.", "现在没有空间存放你的歌曲，请稍后再试。"
    ),
    "problems.other_song": Words("This song cannot be used. Choose another.", "这首歌不能用，请换一首。"),
    "problems.lyrics_not_lyrics": Words(
        "This file holds no text we can read. Save the lyrics as text (UTF-8), or paste them.",
        "读不出这个文件里的文字，请把歌词存为文本（UTF-8），或直接粘贴。",
    ),
    "problems.not_an_asset_id": Words(
        "This is not a Giggle asset id. Upload the picture instead, or paste a link to it.",
        "这不是 Giggle 素材 ID，请直接上传图片，或粘贴图片链接。",
    ),
    "problems.unreadable": Words(
        "We could not read this file. Choose it again, or choose another.", "文件读取失败，请重新选择，或换一张图片。"
    ),
    "problems.too_complex": Words(
        "This picture is built in an unusual way. Save it once more as JPEG, then choose it again.",
        "这张图片的编码比较特殊，请另存为 JPEG 后再选择。",
    ),
    "problems.other": Words("Please look at this once more.", "请再检查一下这一项。"),
    "problems.other_picture": Words("This picture cannot be used. Choose another.", "这张图片不能用，请换一张。"),
}
