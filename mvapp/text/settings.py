"""What the settings page says."""

from mvapp.text.words import Words

TEXTS: dict[str, Words] = {
    "settings.title": Words("Settings", "设置"),
    "settings.account": Words("Your Giggle account", "你的 Giggle 账号"),
    "settings.account_says": Words(
        "With an API key from Giggle, your videos are made there and paid with your credits. "
        "Find it at giggle.pro: log in, then “API Key” in the left sidebar.",
        "填入 Giggle 的 API 密钥后，视频会在 Giggle 制作，并使用你的积分支付。"
        "获取方法：登录 giggle.pro，在左侧栏打开“API 密钥”。",
    ),
    "settings.key_label": Words("API key", "API 密钥"),
    "settings.key_save": Words("Use this key", "使用这个密钥"),
    "settings.key_forget": Words("Forget my key", "忘掉我的密钥"),
    "settings.key_check": Words("Check the key", "检查密钥"),
    "settings.key_checking": Words("Asking Giggle about the key", "正在向 Giggle 核对密钥"),
    "settings.key_checking_new": Words("Asking Giggle about the new key", "正在向 Giggle 核对新密钥"),
    "settings.key_session": Words(
        "A key is set for this session. It is gone when you close this tab.", "本次会话已设置密钥，关闭标签页后即失效。"
    ),
    "settings.key_given": Words("A key was set by whoever runs this app.", "密钥已由应用的维护者设置。"),
    "settings.key_none": Words("No key yet: the demo studio makes your videos.", "还没有密钥：由演示工作室制作视频。"),
    "settings.check_good": Words(
        "Giggle accepts this key. Checking cost nothing.", "Giggle 接受这个密钥。检查不收费。"
    ),
    "settings.check_refused": Words(
        "Giggle does not know this key. It may be mistyped or expired. Nothing was charged.",
        "Giggle 不认识这个密钥，可能输错或已过期。没有扣费。",
    ),
    "settings.check_busy": Words(
        "Giggle asks for a pause, so it cannot be asked about the key now. Check it again in about {minutes} min.",
        "Giggle 要求暂停一会儿，现在无法核对密钥。请约 {minutes} 分钟后再检查。",
    ),
    "settings.check_unsure": Words(
        "Giggle could not be asked just now, so nobody knows whether the key is good. Try again in a moment.",
        "现在联系不上 Giggle，还不知道密钥是否有效。请稍后再试。",
    ),
    "settings.check_malformed": Words(
        "This cannot be a key: keys are plain letters, digits and signs without spaces.",
        "这不像是密钥：密钥只包含字母、数字和符号，没有空格。",
    ),
    "settings.check_address": Words(
        "Giggle cannot be asked: the address in GIGGLE_API_BASE cannot be one. Whoever runs this app can correct it.",
        "无法联系 Giggle：GIGGLE_API_BASE 里的地址不正确，请应用的维护者改正。",
    ),
    "settings.new_refused": Words(
        "Giggle does not know this key, so it was not taken. Correct it above, or copy it once more from giggle.pro. "
        "Nothing was charged.",
        "Giggle 不认识这个密钥，所以没有启用。请在上方改正，或到 giggle.pro 重新复制。没有扣费。",
    ),
    "settings.new_busy": Words(
        "Giggle asks for a pause, so it cannot be asked about the new key for about {minutes} min. "
        "Until then the key is kept aside, or you use it without a check.",
        "Giggle 要求暂停一会儿，约 {minutes} 分钟内无法核对新密钥。新密钥先替你留着，也可以不核对直接使用。",
    ),
    "settings.new_unsure": Words(
        "Giggle could not be asked just now, so the new key is not in use yet. "
        "It is kept aside: ask again, or use it without a check.",
        "现在联系不上 Giggle，新密钥还没有启用，先替你留着。可以再核对一次，也可以不核对直接使用。",
    ),
    "settings.new_malformed": Words(
        "This cannot be a key, so it was not taken: a key is plain letters, digits and signs without spaces. "
        "Copy it once more from giggle.pro.",
        "这不像是密钥，所以没有启用：密钥只有英文字母、数字和符号，不含空格。请到 giggle.pro 重新复制。",
    ),
    "settings.new_address": Words(
        "Giggle cannot be asked: the address in GIGGLE_API_BASE cannot be one. Whoever runs this app can correct it.",
        "无法联系 Giggle：GIGGLE_API_BASE 里的地址不正确，请应用的维护者改正。",
    ),
    "settings.earlier_stays": Words("The key from before stays in use.", "之前的密钥仍在使用。"),
    "settings.key_anyway": Words("Use it anyway", "仍然使用"),
    "settings.key_again": Words("Ask again", "再核对一次"),
    "settings.key_unchecked": Words(
        "The new key is in use, without a check. Press Check the key when you like.",
        "新密钥已启用，但还没有核对。随时可以点“检查密钥”。",
    ),
    "settings.back_to_video": Words("Back to your video", "回到你的视频"),
    "settings.forget_while_making": Words(
        "Videos of yours being made with this key: {count}. Forgetting it here does not stop them: they go on, and a "
        "payment that you allowed when you started one is still made. To see them again, enter the key again.",
        "你有 {count} 部视频正在用这个密钥制作。忘掉密钥不会让它们停下：制作会继续，开始时已同意的支付也会照常进行。"
        "想再查看时，请重新填写密钥。",
    ),
    "settings.studio": Words("Where new videos are made", "新视频在哪里制作"),
    "settings.studio_giggle": Words("Giggle (credits)", "Giggle（用积分）"),
    "settings.studio_demo": Words("Demo (free)", "演示（免费）"),
    "settings.studio_no_key": Words("Giggle needs a key first.", "使用 Giggle 需要先填写密钥。"),
    "settings.language": Words("Language", "语言"),
    "settings.done": Words("When a video is ready", "视频完成时"),
    "settings.done_says": Words("Works while the page of the video is open.", "需保持视频页面打开。"),
    "settings.done_sound": Words("Play a short chime", "播放提示音"),
    "settings.done_notify": Words("Show a browser notification", "显示浏览器通知"),
    "settings.done_allow": Words("Notifications are on if your browser allows them.", "若浏览器允许，通知已开启。"),
    "settings.kept": Words("What is stored where", "哪些数据存在哪里"),
    "settings.kept_browser": Words(
        "**In this browser:** your list of videos, your draft with its picture, the language, these wishes, and that "
        "you were let in by an invitation. No key, no film links.",
        "**在这个浏览器里：**视频列表、草稿及其图片、语言、这些偏好，以及你已凭邀请进入。不含密钥和影片链接。",
    ),
    "settings.kept_session": Words(
        "**In memory only:** your key, until you close the tab and the videos that it began are done.",
        "**仅在内存里：**密钥，直到你关闭标签页、且用它开始的视频都已完成。",
    ),
    "settings.kept_server": Words(
        "**On the machine that runs this app:** the numbers of videos and payments and whether you wished to be asked, "
        "so that nothing is paid twice; for guests, who began a video; the demo "
        "studio's films with their pictures, for a week at most.",
        "**在运行本应用的机器上：**视频和支付的编号、你是否选择先确认再支付，以免重复扣费；受邀使用时还会记录由谁发起；"
        "演示工作室的影片及其图片，最多保留一周。",
    ),
    "settings.kept_giggle": Words(
        "**At Giggle:** your pictures, words and films, if you connect your account.",
        "**在 Giggle：**如果连接了账号，则包括你的图片、文字和影片。",
    ),
    "settings.wrong_secrets": Words(
        "The app's settings file ({name}) cannot be read, so nobody knows where payments are to be written down. "
        "Until whoever runs the app corrects it, nothing is paid and no video is made.",
        "应用的设置文件（{name}）无法读取，因此不知道支付应记在哪里。在维护者改正之前，不会支付任何费用，也无法制作视频。",
    ),
    "settings.wrong_ledger": Words(
        "The setting {name} is not the address of a database, such as sqlite:////folder/payments.sqlite3. "
        "Until whoever runs the app corrects it, nothing is paid and no video is made.",
        "设置项 {name} 不是数据库地址（例如 sqlite:////folder/payments.sqlite3）。"
        "在应用的维护者改正之前，不会支付任何费用，也无法制作视频。",
    ),
    "settings.wrong_data_folder": Words(
        "There is no folder where the app can write down payments and keep films. Until whoever runs it names one in "
        "{name}, nothing is paid and no video is made.",
        "没有可写入的文件夹来记录支付和保存影片。在应用的维护者用 {name} 指定之前，不会支付任何费用，也无法制作视频。",
    ),
    "settings.wrong_demo_folder": Words(
        "The demo studio is closed: there is no folder where it can keep its films. Whoever runs the app can name one "
        "in {name}. Videos at Giggle are made as usual.",
        "演示工作室暂时关闭：没有可写入的文件夹来保存影片。应用的维护者可用 {name} 指定一个。"
        "在 Giggle 制作视频不受影响。",
    ),
    "settings.wrong_demo": Words(
        "The demo studio cannot start on this machine. Whoever runs the app finds the reason in its log. "
        "Videos at Giggle are made as usual.",
        "演示工作室无法在这台机器上启动，原因记录在应用日志里，请联系维护者。在 Giggle 制作视频不受影响。",
    ),
    "settings.wrong_not_text": Words(
        "{name} in the secrets must be text in quotes. It counts as not set.",
        "secrets 里的 {name} 必须是加引号的文本，目前按未设置处理。",
    ),
    "settings.wrong_demo_profile": Words(
        "{name} can be show, draft or tiny. It was set to something else, and counts as not set.",
        "{name} 只能是 show、draft 或 tiny。当前的值不在其中，目前按未设置处理。",
    ),
    "settings.wrong_demo_address": Words(
        "{name} must be an address such as `http://demo:8790`. Until then this app makes demo films by itself.",
        "{name} 必须是类似 `http://demo:8790` 的地址；在此之前，演示短片由本应用自己制作。",
    ),
    "settings.wrong_uploads": Words(
        "{name} must be a whole number of megabytes, 64 or more. It counts as not set.",
        "{name} 必须是不小于 64 的整数（单位 MB），目前按未设置处理。",
    ),
    "settings.wrong_own_songs": Words(
        "{name} must be on or off. It counts as not set, so visitors can bring songs.",
        "{name} 只能是 on 或 off，目前按未设置处理：访客可以上传自己的歌曲。",
    ),
    "settings.wrong_demo_step": Words(
        "{name} must be a number of seconds from 0 to 3600, such as 0.3. It counts as not set.",
        "{name} 必须是 0 到 3600 之间的秒数，例如 0.3，目前按未设置处理。",
    ),
    "settings.wrong_passcode": Words(
        "{name} must have at least 16 characters. Until then it lets nobody in.",
        "{name} 至少要有 16 个字符，否则不起作用。",
    ),
    "settings.wrong_open_to": Words(
        "MV_OPEN_TO can only be “everybody”. Until then this app's key is for nobody who comes from outside.",
        "MV_OPEN_TO 只能设为“everybody”；在此之前，应用的密钥不对外开放。",
    ),
    "settings.wrong_cap": Words(
        "{name} must be a whole number. Until then nothing is made with this app's key.",
        "{name} 必须是整数；在此之前，不会用应用的密钥制作视频。",
    ),
    "settings.trouble": Words("If something goes wrong", "遇到问题时"),
    "settings.trouble_what": Words("What you see", "你看到的"),
    "settings.trouble_do": Words("What to do", "怎么办"),
    "settings.trouble_key": Words("Giggle does not know my key", "Giggle 不认识我的密钥"),
    "settings.trouble_key_do": Words(
        "Copy it once more from giggle.pro and check it above.", "到 giggle.pro 重新复制，再在上方检查。"
    ),
    "settings.trouble_credits": Words("The payment did not go through", "支付没有成功"),
    "settings.trouble_credits_do": Words(
        "Add credits at giggle.pro, then press Go on. Your song is kept.",
        "到 giggle.pro 充值，再点“继续”。歌曲会保留。",
    ),
    "settings.trouble_unconfirmed": Words("A payment could not be confirmed", "无法确认支付"),
    "settings.trouble_unconfirmed_do": Words(
        "Wait some minutes and press Check again. Nothing is paid twice without your word.",
        "等几分钟再点“再查一次”。没有你的同意不会重复扣费。",
    ),
    "settings.trouble_step": Words("A step did not work", "某一步没有成功"),
    "settings.trouble_step_do": Words(
        "Press Retry. Only that step is done again; what was paid stays paid.",
        "点“重试”。只会重做这一步，已付的费用仍然有效。",
    ),
    "settings.trouble_slow": Words("It takes very long", "用时很长"),
    "settings.trouble_slow_do": Words(
        "Usual is 3 to 10 minutes, at most an hour. You can close the page and come back by My videos.",
        "通常 3 到 10 分钟，最长 1 小时。可以关掉页面，之后从“我的视频”回来。",
    ),
    "settings.trouble_limit": Words("Giggle asks to slow down", "Giggle 要求慢一点"),
    "settings.trouble_limit_do": Words(
        "Nothing to do: we wait and go on. Do not start several videos in quick succession.",
        "无需操作，我们会等待后继续。请不要短时间内连续开始多部视频。",
    ),
    "settings.trouble_gone": Words("My list is empty in another browser", "换了浏览器，列表是空的"),
    "settings.trouble_gone_do": Words(
        "The list lives in one browser. Export it there and import it here, in My videos.",
        "列表只保存在一个浏览器里。可在“我的视频”中导出，再到这里导入。",
    ),
}
