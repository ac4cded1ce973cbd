"""What the watch page says."""

from mvapp.text.words import Words

TEXTS: dict[str, Words] = {
    "watch.untitled": Words("Your video", "你的视频"),
    "watch.empty_title": Words("No video chosen", "还没有选择视频"),
    "watch.empty_says": Words("Open one from your list, or make a new one.", "从列表里打开一部，或者做一部新的。"),
    "watch.to_create": Words("Make a video", "制作视频"),
    "watch.to_videos": Words("Open My videos", "打开我的视频"),
    "watch.safe_to_close": Words(
        "You can close this page, we keep working. Your video is in My videos.",
        "关掉页面也没关系，我们会继续制作。视频就在“我的视频”里。",
    ),
    "watch.waits_for_you": Words(
        "You can close this page. Your video waits for you in My videos.",
        "可以先关掉页面，视频会在“我的视频”里等你。",
    ),
    "watch.your_picture": Words("Your picture", "你的图片"),
    "watch.newest_scene": Words("The newest scene of your film", "影片的最新一幕"),
    "watch.scene": Words("Scene {number} of {count}", "第 {number} 幕，共 {count} 幕"),
    "watch.song_own_comes": Words(
        "The part of your song that the film plays can be heard here in a moment.",
        "视频会用到的那段歌曲，稍后就能在这里听到。",
    ),
    "watch.song_own_plays": Words("This part of your song plays in the film.", "视频会用这一段歌曲。"),
    "watch.song_comes": Words("Your song plays here as soon as it is written.", "歌曲写好后，就可以在这里先听。"),
    "watch.song_plays": Words("Your song. The film is still being made.", "你的歌写好了，影片还在制作。"),
    "watch.cancel": Words("Cancel", "取消"),
    "watch.cancel_says": Words(
        "This stops the film for good. Nothing was charged, and what you typed is kept.",
        "影片会停止制作，不能再继续。没有扣费，你填写的内容都还在。",
    ),
    "watch.cancel_do": Words("Stop the film", "停止制作"),
    "watch.tab_ready": Words("Ready", "已完成"),
    "watch.percent": Words("{percent} % done", "已完成 {percent}%"),
    "watch.paid": Words("Paid: {price} credits ({dollars} USD)", "已支付：{price} 积分（{dollars} 美元）"),
    "watch.paid_unknown": Words("Paid", "已支付"),
    "watch.film": Words("Your finished video", "你的成片"),
    "watch.download": Words("Download", "下载"),
    "watch.play": Words("Play the film", "播放影片"),
    "watch.ready": Words("Your film is ready.", "你的影片做好了。"),
    "watch.more_files": Words("More files", "更多文件"),
    "watch.file_lrc": Words("Lyrics with times (.lrc)", "带时间的歌词（.lrc）"),
    "watch.file_srt": Words("Subtitles (.srt)", "字幕（.srt）"),
    "watch.file_txt": Words("Lyrics (.txt)", "歌词（.txt）"),
    "watch.file_m4a": Words("The song (.m4a)", "歌曲（.m4a）"),
    "watch.file_jpg": Words("A still of the film (.jpg)", "影片剧照（.jpg）"),
    "watch.file_receipt": Words("Receipt (.txt)", "收据（.txt）"),
    "watch.share": Words("Share", "分享"),
    "watch.sharing": Words("Getting the film ready to share…", "正在准备分享影片…"),
    "watch.share_again": Words("The film is at hand. Press Share once more.", "影片已准备好，请再点一次“分享”。"),
    "watch.cannot_share": Words(
        "This browser cannot share the film. Download it instead.", "这个浏览器无法分享影片，请改用下载。"
    ),
    "watch.copy_link": Words("Copy link", "复制链接"),
    "watch.copied": Words("Link copied", "链接已复制"),
    "watch.copy_by_keys": Words("Press {keys} to copy the link.", "请按 {keys} 复制链接。"),
    "watch.copy_by_hold": Words("Press and hold the link to copy it.", "长按链接即可复制。"),
    "watch.link": Words("The link to copy", "要复制的链接"),
    "watch.renewing": Words("Getting a fresh link…", "正在获取新链接…"),
    "watch.saving": Words("Your download is about to start.", "下载马上开始。"),
    "watch.cannot_save": Words(
        "The film cannot be downloaded just now. Please try again in a minute.", "暂时无法下载影片，请稍等一分钟再试。"
    ),
    "watch.link_lasts": Words(
        "The film's link works for a while; this page always brings a fresh one.",
        "影片链接会在一段时间后失效；打开本页总能拿到新的。",
    ),
    "watch.another": Words("Make another like this", "照着再做一部"),
    "watch.receipt": Words("Receipt", "收据"),
    "watch.receipt_order": Words("Order", "订单号"),
    "watch.receipt_project": Words("Project number", "项目编号"),
    "watch.receipt_none": Words(
        "This app has no receipt for this video; your orders are at giggle.pro.",
        "本应用没有这部视频的收据；订单可在 giggle.pro 查看。",
    ),
    "watch.receipt_none_demo": Words("The demo studio is free: nothing was charged.", "演示工作室免费：没有扣费。"),
    "watch.portrait": Words("9:16 portrait", "9:16 竖屏"),
    "watch.landscape": Words("16:9 landscape", "16:9 横屏"),
    "watch.notification": Words("Your video is ready: {name}", "视频已完成：{name}"),
    "watch.sketch_title": Words("A free sketch, while you wait", "等待时，先看免费小样"),
    "watch.sketch_offer": Words(
        "The demo studio can make a rough cut of your idea on this machine. It costs nothing.",
        "演示工作室可以在本机为你的创意做一段粗剪小样，完全免费。",
    ),
    "watch.sketch_button": Words("Make a free sketch", "制作免费小样"),
    "watch.sketch_making": Words("Sketching: {step}", "正在做小样：{step}"),
    "watch.sketch_queue": Words("Films ahead of your sketch: {ahead}", "小样前面还有 {ahead} 部影片"),
    "watch.sketch_failed": Words("The sketch did not work out. Nothing was charged.", "小样没有做成。没有扣费。"),
    "watch.sketch_too_many": Words(
        "Many sketches are being made right now. Please try again in a minute.", "小样做得太密集了，请过一分钟再试。"
    ),
    "watch.sketch_is": Words(
        "A sketch by the demo studio, not Giggle's result.", "这是演示工作室的小样，不是 Giggle 的成片。"
    ),
    "watch.sketch_stand_in": Words(
        "A sample picture stands in for yours, because a sketch never fetches from the network.",
        "小样不会访问网络，所以用示例图片代替了你的图片。",
    ),
    "watch.sketch_player": Words("Your free sketch", "你的免费小样"),
}
