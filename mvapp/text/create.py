"""What the create page says."""

from mvapp.text.words import Words

TEXTS: dict[str, Words] = {
    "create.headline": Words("What is your song?", "这首歌，想怎么唱？"),
    "create.promise": Words(
        "Your words and a picture become a music video.", "写几句话，配一张图，就能做出一部音乐视频。"
    ),
    "create.with_sound": Words("Watch with sound", "开声音看"),
    "create.sample_film": Words(
        "Ten seconds of a film that the demo studio made from one picture and eight lines.",
        "演示工作室用一张图片和八句歌词做出的十秒短片。",
    ),
    "create.examples": Words("Try one of ours", "试试现成的"),
    "create.bring_back": Words("Bring back what I had", "恢复刚才的内容"),
    "create.start_over": Words("Empty the form", "清空重写"),
    # The song
    "create.mode": Words("How does your song begin?", "从哪里开始？"),
    "create.mode_prompt": Words("Describe the music", "描述音乐"),
    "create.mode_custom": Words("Use my lyrics", "用我的歌词"),
    "create.mode_upload": Words("Use my song", "用我的歌曲"),
    "create.prompt": Words("What should it sound like, and be about?", "想要什么感觉？唱些什么？"),
    "create.prompt_hint": Words(
        "Upbeat pop about a summer by the sea, bright guitars, a chorus everyone sings along to",
        "轻快的流行歌，唱海边的夏天，明亮的吉他，副歌让人忍不住跟着唱",
    ),
    "create.voice": Words("Voice", "人声"),
    "create.voice_auto": Words("Auto", "自动"),
    "create.voice_female": Words("Female", "女声"),
    "create.voice_male": Words("Male", "男声"),
    "create.instrumental": Words("No voice, music only", "纯音乐，不要人声"),
    "create.title": Words("Title", "歌名"),
    "create.title_hint": Words("Seaside Memories", "海边的夏天"),
    "create.style": Words("Style", "曲风"),
    "create.style_hint": Words("dreamy pop, piano, slow", "梦幻流行，钢琴，慢板"),
    "create.styles": Words(
        "Pop|Ballad|Rock|Folk|Hip-hop|R&B|Electronic|Jazz|Lo-fi", "流行|抒情|摇滚|民谣|说唱|节奏布鲁斯|电子|爵士|国风"
    ),
    "create.lyrics": Words("Lyrics", "歌词"),
    "create.lyrics_hint": Words(
        "[Verse]\nWrite or paste your lyrics here, a line at a time", "[Verse]\n在这里写下或粘贴歌词，一行一句"
    ),
    "create.section_intro": Words("Intro", "前奏"),
    "create.section_verse": Words("Verse", "主歌"),
    "create.section_pre-chorus": Words("Pre-Chorus", "导歌"),
    "create.section_chorus": Words("Chorus", "副歌"),
    "create.section_bridge": Words("Bridge", "桥段"),
    "create.section_outro": Words("Outro", "尾奏"),
    "create.lyrics_empty": Words("No words yet. Four lines make a good start.", "还没有歌词，先写四句就好。"),
    "create.lyrics_only_tags": Words("Sections are set. Now the words.", "段落搭好了，来填词吧。"),
    "create.lyrics_count": Words(
        "Lines: {lines} · words: {words} · about {shortest} to {longest} when sung",
        "{lines} 行 · {words} 词 · 唱完约 {shortest} 到 {longest}",
    ),
    "create.lyrics_count_hanzi": Words(
        "Lines: {lines} · characters: {words} · about {shortest} to {longest} when sung",
        "{lines} 行 · {words} 字 · 唱完约 {shortest} 到 {longest}",
    ),
    "create.lyrics_count_demo": Words("Lines: {lines} · words: {words}", "{lines} 行 · {words} 词"),
    "create.lyrics_count_hanzi_demo": Words("Lines: {lines} · characters: {words}", "{lines} 行 · {words} 字"),
    "create.lyrics_overlong": Words(
        "That is long for one song: the end may be left out. Around 40 lines fit well.",
        "对一首歌来说偏长，结尾可能唱不到。40 行左右比较合适。",
    ),
    "create.lyrics_sung": Words(
        "The demo film is short: it sings {sung} of these {lines} lines.",
        "演示短片不长，这 {lines} 行里会唱 {sung} 行。",
    ),
    "create.lyrics_unseen": Words(
        "The demo film cannot show these letters, and hums these words: {letters}",
        "演示短片显示不了这些文字，只能哼唱：{letters}",
    ),
    "create.lyrics_taster": Words(
        "Thirty seconds hold about the first {lines} lines.", "30 秒大约能唱完前 {lines} 行。"
    ),
    # A song of one's own
    "create.song_upload": Words(
        "Upload your song (MP3, M4A, WAV, FLAC or OGG, up to 10 minutes and 64 MB)",
        "上传你的歌曲（MP3、M4A、WAV、FLAC 或 OGG，最长 10 分钟，最大 64 MB）",
    ),
    "create.song_upload_button": Words("Choose a song", "选择歌曲"),
    "create.song_upload_again_button": Words("Choose another", "换一首"),
    "create.song_too_big": Words(
        "This song is over 64 MB. Save it as MP3 or M4A, then choose it again.",
        "歌曲文件超过 64 MB，请另存为 MP3 或 M4A 后再选择。",
    ),
    "create.song_working": Words("Listening to your song", "正在聆听你的歌曲"),
    "create.song_remove": Words("Take it away", "移除歌曲"),
    "create.song_kept": Words("We keep your earlier song.", "之前的歌曲仍然保留。"),
    "create.song_gone": Words(
        "“{title}” is not here any more: we keep a song for a day. Please choose it once more.",
        "《{title}》已经不在这里了，歌曲只保留一天，请重新选择。",
    ),
    "create.song_rights": Words(
        "Only songs you may use: your own, or with the owner's permission.",
        "请只使用你有权使用的歌曲：自己的作品，或已获得授权。",
    ),
    "create.song_play": Words("Play", "播放"),
    "create.song_pause": Words("Pause", "暂停"),
    "create.song_position": Words("Position in the song", "播放位置"),
    "create.song_part": Words("The half minute that becomes the film", "用来做视频的 30 秒"),
    "create.song_part_suggested": Words(
        "The bright 30 seconds become the film: the loudest ones. Drag them, or use the arrow keys.",
        "明亮的 30 秒会做成视频，默认是最响亮的一段。拖动它，或用方向键，可以换一段。",
    ),
    "create.song_part_chosen": Words(
        "The bright 30 seconds become the film, as you chose.", "明亮的 30 秒会做成视频，这是你选的一段。"
    ),
    "create.song_whole": Words("The film plays your whole song.", "视频会用整首歌。"),
    "create.song_cut": Words(
        "The demo film plays your song for about {minutes} minutes and leaves out the rest.",
        "演示短片最长约 {minutes} 分钟，后面的部分会略去。",
    ),
    "create.song_short": Words(
        "Your song is hardly longer than 30 seconds: the film plays all of it.",
        "这首歌只有半分钟左右，视频会用整首歌。",
    ),
    "create.song_lyrics": Words("Its lyrics, if you want to see them", "添加歌词（可选）"),
    "create.song_lyrics_hint": Words(
        "[00:12.50] The words of your song, a line at a time\nWith times, as in an .lrc, or without",
        "[00:12.50]你这首歌的歌词，一行一句\n可以带时间（.lrc 格式），也可以不带",
    ),
    "create.song_lyrics_timed": Words("Lines: {lines}, with their times", "{lines} 行，带时间"),
    "create.song_lyrics_plain": Words(
        "Lines: {lines}. They have no times, so we guess when each is sung.",
        "{lines} 行，没有时间，演唱时刻由我们估算。",
    ),
    "create.song_without_words": Words(
        "Giggle takes the song alone: there is nowhere to send its lyrics.", "Giggle 只接收歌曲本身，无法另外附上歌词。"
    ),
    "create.song_not_taken": Words(
        "Songs of your own can be made into a film by the demo studio only, not by Giggle. "
        "Everything you chose is kept.",
        "自带的歌曲目前只能在演示工作室做成视频，Giggle 暂不支持。你选好的内容都还在。",
    ),
    "create.lyrics_upload": Words("Or bring them as a file (.lrc or text)", "或者上传歌词文件（.lrc 或文本）"),
    "create.lyrics_upload_button": Words("Choose a file", "选择文件"),
    "create.lyrics_too_big": Words(
        "Lyrics are never larger than 1 MB. Is this the right file?", "歌词文件不会超过 1 MB，是不是选错了文件？"
    ),
    # The rest
    "create.more": Words("Scene, subtitles, length, name", "画面、字幕、时长、名称"),
    "create.more_upload": Words("Scene, name", "画面、名称"),
    "create.scene": Words("What should be seen?", "想看到怎样的画面？"),
    "create.scene_hint": Words("Golden hour on a wide beach, gentle waves", "金色夕阳下的海滩，海浪轻轻涌来"),
    "create.scene_count": Words("{used} of {longest} characters", "已写 {used} 字，最多 {longest} 字"),
    "create.scene_count_signs": Words(
        "{used} of {longest} characters; some emoji count as several",
        "已写 {used} 字，最多 {longest} 字（部分表情算多个字）",
    ),
    "create.cut": Words(
        "There is room for {longest:,} characters here. We kept what fits.",
        "这里最多 {longest} 字，放得下的部分已保留。",
    ),
    "create.subtitles": Words("Show the lyrics as subtitles", "在画面上显示歌词"),
    "create.length": Words("Length", "时长"),
    "create.length_full": Words("Full song", "完整歌曲"),
    "create.length_30s": Words("30-second taster", "30 秒试听"),
    "create.name": Words("Name of the video", "视频名称"),
    "create.name_unnamed": Words("My music video", "我的音乐视频"),
    # The picture
    "create.upload": Words(
        "Upload a picture (JPEG, PNG, WebP, AVIF, GIF or BMP, up to 64 MB)",
        "上传图片（JPEG、PNG、WebP、AVIF、GIF 或 BMP，最大 64 MB）",
    ),
    "create.upload_button": Words("Choose a picture", "选择图片"),
    "create.upload_again_button": Words("Choose another", "换一张"),
    "create.upload_too_big": Words(
        "This picture is over 64 MB. Save it smaller, then choose it again.", "图片超过 64 MB，请缩小后再选择。"
    ),
    "create.upload_working": Words("Getting your picture ready", "正在处理图片"),
    "create.picture_alt": Words(
        "Your picture; the bright part is what the film shows.", "你的图片，明亮的部分会出现在视频里。"
    ),
    "create.picture_crop": Words(
        "The film shows the bright part, {percent} % of your picture.", "明亮的部分会入画，占整张图片的 {percent}%。"
    ),
    "create.picture_whole": Words("The whole picture is in the frame.", "整张图片都会入画。"),
    "create.frame": Words("The part that the film shows", "入画的部分"),
    "create.frame_move": Words(
        "Drag it, or use the arrow keys, to choose another part.", "拖动它，或用方向键，可以换一个部分。"
    ),
    "create.frame_moved": Words("Only this part is sent.", "只会发送这一部分。"),
    "create.picture_upright": Words("Your picture is upright, so we chose 9:16.", "这是一张竖图，已为你选好 9:16。"),
    "create.picture_try_upright": Words(
        "Your picture is upright: 9:16 shows more of it.", "这是一张竖图，9:16 能保留更多画面。"
    ),
    "create.picture_try_wide": Words(
        "Your picture is wide: 16:9 shows more of it.", "这是一张横图，16:9 能保留更多画面。"
    ),
    "create.two_sentences": Words("{first} {second}", "{first}{second}"),
    "create.picture_small": Words(
        "Only {width} × {height} pixels: the film may look soft. A larger picture looks better.",
        "只有 {width} × {height} 像素，成片可能不够清晰，换张大图效果更好。",
    ),
    "create.picture_thin": Words(
        "This picture is very long and thin: the film shows only {percent} % of it. Please choose another.",
        "图片过于细长，只有 {percent}% 会入画，建议换一张。",
    ),
    "create.picture_kept": Words("We keep your earlier picture.", "之前的图片仍然保留。"),
    "create.picture_remove": Words("Take it away", "移除图片"),
    "create.picture_link_chosen": Words(
        "Giggle will fetch the picture from your link: {link}", "Giggle 会从你的链接读取图片：{link}"
    ),
    "create.picture_asset_chosen": Words("Picture from your Giggle library: {asset}", "来自 Giggle 素材库：{asset}"),
    "create.picture_gone": Words(
        "Your picture is not here any more. Please choose it once more.",
        "图片已经不在这里了，请重新选择一次。",
    ),
    "create.aspect": Words("Shape of the film", "画面比例"),
    "create.aspect_wide": Words("Wide 16:9", "横屏 16:9"),
    "create.aspect_tall": Words("Tall 9:16", "竖屏 9:16"),
    "create.samples": Words("Or take one of ours", "或者用我们的示例图"),
    "create.sample_beach": Words("Beach", "海滩"),
    "create.sample_city": Words("City", "城市"),
    "create.sample_meadow": Words("Meadow", "草甸"),
    "create.elsewhere": Words("A link, or a picture at Giggle", "使用链接或 Giggle 素材"),
    "create.link": Words("Link to a picture", "图片链接"),
    "create.link_hint": Words("https://", "https://"),
    "create.asset": Words("Giggle asset id", "Giggle 素材 ID"),
    # The start
    "create.next": Words(
        "We write the song, film it shot by shot and cut it together. You can close this page meanwhile.",
        "我们会写歌、逐个镜头拍摄、剪辑成片。期间关掉页面也没关系。",
    ),
    "create.next_song": Words(
        "We listen to your song, film it shot by shot and cut it on its beats. You can close this page meanwhile.",
        "我们会听你的歌、逐个镜头拍摄，再踩着节拍剪辑。期间关掉页面也没关系。",
    ),
    "create.cost": Words(
        "About 3 to 10 minutes · about 580 credits (5.80 USD), paid once the song is ready",
        "约 3 到 10 分钟 · 约 580 积分（5.80 美元），歌曲写好后支付",
    ),
    "create.cost_asked": Words(
        "About 3 to 10 minutes · about 580 credits (5.80 USD), only after your yes",
        "约 3 到 10 分钟 · 约 580 积分（5.80 美元），经你确认后才支付",
    ),
    "create.cost_demo": Words("Ready in a minute or two · free in the demo studio", "一两分钟就好 · 演示工作室免费"),
    "create.ask_first": Words("Ask me before paying", "付费前先问我"),
    "create.ask_first_help": Words(
        "Off: Giggle's credits are used as soon as the song is ready. On: you see the price first and say yes.",
        "关闭：歌曲写好后自动用积分支付。打开：先看价格，由你确认。",
    ),
    "create.sketch": Words("Free sketch", "免费小样"),
    "create.submit": Words("Make my video", "开始制作"),
    "create.too_many_starts": Words(
        "So many videos were begun just now that this one has to wait. Nothing was sent; try again in a minute.",
        "刚才开始制作的视频太多了，这一个还没有发送，请过一分钟再试。",
    ),
    "create.sending": Words("Sending your song to the studio", "正在把你的歌送进工作室"),
    "create.sending_song": Words("Bringing your song to the studio · {percent} %", "正在上传你的歌曲 · {percent}%"),
    "create.sending_slowly": Words(
        "The studio is slow to answer. We keep trying for some minutes. Nothing is charged yet.",
        "制作服务响应较慢，我们会再试几分钟。目前还没有扣费。",
    ),
    "create.problems": Words("Almost there. Please look at: {fields}", "就差一点，请看看：{fields}"),
    "create.needed_and": Words(", ", "、"),
    "create.needed_song": Words("your song", "歌曲"),
    "create.needed_prompt": Words("the music", "音乐描述"),
    "create.needed_title": Words("title", "歌名"),
    "create.needed_style": Words("style", "曲风"),
    "create.needed_lyrics": Words("lyrics", "歌词"),
    "create.needed_scene_description": Words("scene", "画面"),
    "create.needed_project_name": Words("name of the video", "视频名称"),
    "create.needed_picture": Words("picture", "图片"),
    "create.needed_other": Words("what is marked above", "上面标出的内容"),
}
