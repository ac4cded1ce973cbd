"""What the frame around every page says."""

from mvapp.text.words import Words

TEXTS: dict[str, Words] = {
    "app.name": Words("MV Studio", "MV 工作室"),
    "app.does": Words(
        "A song from your idea or your lyrics, and a music video with your picture in it.",
        "写下想法或带来歌词，配上你的图片，生成一首歌和它的音乐视频。",
    ),
    "app.create": Words("Create", "创作"),
    "app.watch": Words("Watch", "观看"),
    "app.videos": Words("My videos", "我的视频"),
    "app.settings": Words("Settings", "设置"),
    "app.pages": Words("Pages", "页面"),
    "app.mark_demo": Words("Demo studio: free, made on this machine", "演示工作室：免费，在本机制作"),
    "app.mark_giggle": Words("Made by Giggle", "由 Giggle 制作"),
    "app.footer": Words(
        "The demo studio really renders a short clip on this machine. It is a stand-in, not Giggle's result.",
        "演示工作室会在本机真实渲染一段短片。它只是替身，不代表 Giggle 的成片效果。",
    ),
    "app.footer_connect": Words("Connect your Giggle account", "连接你的 Giggle 账号"),
    # What Streamlit calls things in English only
    "app.theirs_fullscreen": Words("Full screen", "全屏"),
    "app.theirs_close_fullscreen": Words("Leave full screen", "退出全屏"),
    "app.theirs_progress": Words("Progress", "进度"),
    "app.theirs_player": Words("Film", "影片"),
    "app.theirs_upload": Words("Choose a file", "选择文件"),
    "app.theirs_show_password": Words("Show what I typed", "显示输入内容"),
    "app.theirs_hide_password": Words("Hide what I typed", "隐藏输入内容"),
    "app.theirs_help": Words("More about: {{}}", "说明：{{}}"),
    "app.theirs_skip": Words("Skip to the page", "跳到正文"),
}
