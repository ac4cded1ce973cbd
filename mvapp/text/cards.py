"""What the cards say: what happened, whether it was charged, what to do now."""

from mvapp.text.words import Words

TEXTS: dict[str, Words] = {
    "cards.no_key.title": Words("This video is at Giggle", "这部视频在 Giggle"),
    "cards.no_key.says": Words(
        "Connect your Giggle account to see it, or keep playing in the demo studio.",
        "连接你的 Giggle 账号就能查看，也可以继续在演示工作室体验。",
    ),
    "cards.key_refused.title": Words("Giggle does not know this key", "Giggle 不认识这个密钥"),
    "cards.key_refused.says": Words("It may be mistyped or expired.", "可能是输错了，也可能已经过期。"),
    "cards.no_credits.title": Words("Your account needs more credits", "账号积分不足"),
    "cards.no_credits.says": Words(
        "Giggle did not take the payment for this video. Your song is kept. Add credits at giggle.pro, then go on.",
        "Giggle 没有接受这次支付。歌曲已为你保留。请先到 giggle.pro 充值，再继续。",
    ),
    "cards.no_credits.says_demo": Words(
        "The demo studio plays an account without enough credits. Your song is kept: go on as if you had added some.",
        "演示工作室正在模拟积分不足的账号。歌曲已为你保留：就当已经充值，点“继续”即可。",
    ),
    "cards.no_credits_start.title": Words("Your account needs more credits", "账号积分不足"),
    "cards.no_credits_start.says": Words(
        "Giggle did not begin, because the account has too few credits. Your form is kept. Add credits at giggle.pro, "
        "then try again.",
        "账号积分不够，Giggle 没有开始制作。你填写的内容都还在。请先到 giggle.pro 充值，再试一次。",
    ),
    "cards.payment_refused.title": Words("The payment did not go through", "支付没有成功"),
    "cards.payment_refused.says": Words(
        "Giggle refused it. Your song is kept, and we pay only after your word. Check the key, then go on.",
        "Giggle 拒绝了这次支付。歌曲已为你保留，没有你的同意我们不会支付。请检查密钥，再继续。",
    ),
    "cards.payment_refused.says_demo": Words(
        "The demo studio plays a payment that is refused. Your song is kept: go on when you like.",
        "演示工作室正在模拟支付被拒。歌曲已为你保留，随时可以继续。",
    ),
    "cards.payment_due.title": Words("The song is ready", "歌曲已经写好"),
    "cards.payment_due.says": Words(
        "Giggle now charges credits for the film, usually about 580 (1 credit is 0.01 USD). "
        "You asked to be asked first.",
        "接下来 Giggle 会为成片扣除积分，通常约 580 积分（1 积分 = 0.01 美元）。你选择了先确认再支付。",
    ),
    "cards.payment_due.says_demo": Words(
        "You asked to be asked before the film is made: go on when you like.",
        "你选择了先确认再制作影片，随时可以继续。",
    ),
    "cards.payment_unconfirmed.title": Words("We could not confirm the payment", "我们没能确认这笔支付"),
    "cards.payment_unconfirmed.says": Words(
        "We will not pay again by ourselves. Check again in some minutes, or look at your orders at giggle.pro.",
        "我们不会自行再次支付。请过几分钟再查一次，或到 giggle.pro 查看订单。",
    ),
    "cards.step_failed.title": Words("{step} did not work", "“{step}”没有成功"),
    "cards.step_failed.says": Words("What is done is kept.", "已经完成的部分都保留着。"),
    "cards.step_failed.says_song": Words(
        "A retry begins the song anew. Your words are kept.", "重试会重新创作这首歌。你写的内容都还在。"
    ),
    "cards.payment_unknown.title": Words("We have no record of a payment", "这里没有支付记录"),
    "cards.payment_unknown.says": Words(
        "Giggle says that this video waits for its payment, but it was not begun here, so we cannot tell whether one "
        "is on its way. Look at your orders at giggle.pro; if there is none, you can pay here.",
        "Giggle 显示这部视频正在等待支付，但它不是从这里开始的，我们无法判断是否已经付过。"
        "请到 giggle.pro 查看订单；如果没有，可以在这里支付。",
    ),
    "cards.never_arrived.title": Words("Your song did not get to the studio", "你的歌没有送达"),
    "cards.never_arrived.says": Words(
        "It is kept here, as you wrote it. Nothing has begun; send it again when you like.",
        "内容都还在这里，和你写的一样。制作还没有开始，随时可以重新发送。",
    ),
    "cards.request_refused.title": Words("This request was not accepted", "这次提交没有通过"),
    "cards.request_refused.says": Words(
        "The reason is below. Your form is kept: change it and try again.",
        "原因见下方。你填写的内容都还在，修改后再试一次。",
    ),
    "cards.request_refused.says_unexplained": Words(
        "No reason was given. Your form is kept: try again in a moment, or change it.",
        "对方没有说明原因。你填写的内容都还在，请稍后再试，或者修改一下。",
    ),
    "cards.own_song_refused.title": Words("Your own song was not accepted", "自带的歌曲没有通过"),
    "cards.own_song_refused.says": Words(
        "The reason is below. Bringing a song may not be open to every account yet. Your form is kept: change it, or "
        "make the film in the demo studio.",
        "原因见下方。自带歌曲可能还没有对所有账号开放。你填写的内容都还在，可以修改，或改用演示工作室制作。",
    ),
    "cards.own_song_refused.says_unexplained": Words(
        "No reason was given. Bringing a song may not be open to every account yet. Your form is kept: change it, or "
        "make the film in the demo studio.",
        "对方没有说明原因，自带歌曲可能还没有对所有账号开放。你填写的内容都还在，可以修改，或改用演示工作室制作。",
    ),
    "cards.own_song_refused.says_demo": Words(
        "The reason is below. Your form is kept: choose another song, or begin in another way.",
        "原因见下方。你填写的内容都还在，换一首歌，或换一种方式开始吧。",
    ),
    "cards.rate_limited.title": Words("Giggle asks us to slow down", "Giggle 让我们稍等一下"),
    "cards.rate_limited.says": Words(
        "Perhaps another video of the same account was too quick: all of them pause now. "
        "We go on by ourselves in about {minutes} min. Nothing is lost.",
        "可能是同一账号的另一部视频请求得太快，所以该账号的视频都先暂停一下。"
        "大约 {minutes} 分钟后会自动继续，什么都不会丢。",
    ),
    "cards.not_seen_yet.title": Words("We could not look yet", "暂时还看不到这部视频"),
    "cards.not_seen_yet.says": Words(
        "Giggle asks us to slow down, perhaps because another video of the same account was too quick. "
        "We look by ourselves in about {minutes} min.",
        "Giggle 让我们稍等一下，可能是同一账号的另一部视频请求得太快。大约 {minutes} 分钟后会自动查看。",
    ),
    "cards.rate_limited_start.title": Words("Giggle asks us to slow down", "Giggle 让我们稍等一下"),
    "cards.rate_limited_start.says": Words(
        "Wait some minutes, then try again. Your form is kept.", "请等几分钟再试。你填写的内容都还在。"
    ),
    "cards.rate_limited_retry.title": Words("Giggle asks us to slow down", "Giggle 让我们稍等一下"),
    "cards.rate_limited_retry.says": Words(
        "The retry was not taken. Wait some minutes, then try it once more.", "这次重试没有被接受。请等几分钟再试一次。"
    ),
    "cards.not_started.title": Words("Your video has not started", "视频还没有开始制作"),
    "cards.not_started.says": Words(
        "We could not reach the studio, so nothing was sent. Your form is as you left it: check your connection and "
        "try again.",
        "暂时连不上制作服务，内容没有发出去。你填写的内容都还在，请检查网络后再试一次。",
    ),
    "cards.not_answered.title": Words("Your video has not started", "视频还没有开始制作"),
    "cards.not_answered.says": Words(
        "The studio did not answer, so nothing is being made. Your form is as you left it: try again in a moment.",
        "制作服务没有回应，所以还没有开始制作。你填写的内容都还在，请稍后再试一次。",
    ),
    "cards.network_away.title": Words("No answer from the studio right now", "暂时收不到制作服务的回应"),
    "cards.network_away.says": Words(
        "We keep asking by ourselves. What has begun there goes on.", "我们会自动继续询问。已经开始的制作不受影响。"
    ),
    "cards.network_gone.title": Words("We could not reach the studio", "暂时连不上制作服务"),
    "cards.network_gone.says": Words(
        "What has begun there goes on. Check your connection and look again.",
        "已经开始的制作不受影响。请检查网络后再看一次。",
    ),
    "cards.odd_answers.title": Words("The studio gives no usable answer", "制作服务的回应无法识别"),
    "cards.odd_answers.says": Words(
        "We asked for some minutes. Your video is kept under its number: look again in a while.",
        "我们已经询问了几分钟。视频凭编号保留着，请过一会儿再看。",
    ),
    "cards.untrusted.title": Words("This network stands in between", "当前网络拦截了连接"),
    "cards.untrusted.says": Words(
        "Whoever answered could not prove to be the studio, so we sent nothing. Often it is a sign-in page of a hotel "
        "or a train: sign in, or change the network, then try again.",
        "对方无法证明自己就是制作服务，所以我们什么都没有发送。常见的原因是酒店或车站的登录页面："
        "请先登录网络，或换一个网络再试。",
    ),
    "cards.over_an_hour.title": Words("This takes unusually long", "这次用时特别长"),
    "cards.over_an_hour.says": Words(
        "Your project number is kept and nothing is lost. Look again later; if it stays so, Giggle's support can help "
        "with the number.",
        "项目编号已经保留，什么都不会丢。请稍后再看；如果一直这样，可以凭编号联系 Giggle 客服。",
    ),
    "cards.no_film_yet.title": Words("Finished, and the film is on its way", "已经完成，影片马上就到"),
    "cards.no_film_yet.says": Words(
        "Giggle is still handing over the film. Look again in a minute.", "Giggle 正在交付影片，请一分钟后再看。"
    ),
    "cards.link_expired.title": Words("The link to the film has expired", "影片链接已过期"),
    "cards.link_expired.says": Words(
        "The film is still there. A fresh link brings it back.", "影片还在，换一个新链接就能继续看。"
    ),
    "cards.unknown_project.title": Words("We cannot find this video", "找不到这部视频"),
    "cards.unknown_project.says": Words(
        "The number may be mistyped, or the video belongs to another account.",
        "编号可能输错了，或者这部视频属于另一个账号。",
    ),
    "cards.unknown_demo.title": Words("We cannot find this video", "找不到这部视频"),
    "cards.unknown_demo.says": Words(
        "The demo studio keeps its videos for a while only. You can make it again for free.",
        "演示工作室只会保留视频一段时间。你可以免费再做一次。",
    ),
    "cards.cancelled.title": Words("Stopped", "已停止"),
    "cards.cancelled.says": Words(
        "This film is not made any further. What you typed is kept.", "这部影片不再继续制作。你填写的内容都还在。"
    ),
    "cards.invitation.title": Words("Videos here are made by invitation", "这里凭邀请制作视频"),
    "cards.invitation.says": Words(
        "Come in with your invitation, use a key of your own, or keep playing in the demo studio.",
        "请凭邀请进入，或使用自己的密钥，也可以继续在演示工作室体验。",
    ),
    "cards.stopped.title": Words("Whoever runs this app has paused it", "应用的主人暂停了制作"),
    "cards.stopped.says": Words(
        "No new video is begun or paid for the moment. What waits goes on by itself afterwards.",
        "目前不会开始新的视频，也不会支付。等待中的视频之后会自动继续。",
    ),
    "cards.cap_visitor.title": Words("That was your share for today", "你今天的份额用完了"),
    "cards.cap_visitor.says": Words(
        "Whoever runs this app has set how much one guest may make in a day. It goes on at midnight UTC.",
        "应用的主人设定了每位客人每天的份额，世界标准时间零点后恢复。",
    ),
    "cards.cap_day.title": Words("Today's videos on this account are used up", "这个账号今天的额度用完了"),
    "cards.cap_day.says": Words(
        "It goes on at midnight UTC. A key of your own, or the demo studio, goes on now.",
        "世界标准时间零点后恢复。用自己的密钥或演示工作室，现在就能继续。",
    ),
    "cards.cap_total.title": Words("The budget of this account is used up", "这个账号的预算用完了"),
    "cards.cap_total.says": Words(
        "Whoever runs this app can raise it. A key of your own, or the demo studio, goes on now.",
        "应用的主人可以提高预算。用自己的密钥或演示工作室，现在就能继续。",
    ),
    "cards.too_many_numbers.title": Words("One video number at a time", "请慢一点查看视频编号"),
    "cards.too_many_numbers.says": Words(
        "So many unknown numbers were looked up here that we pause for a minute. Videos begun here are not affected.",
        "刚才查询的陌生编号太多，先暂停一分钟。在这里制作的视频不受影响。",
    ),
    "cards.action.come_in": Words("Come in", "凭邀请进入"),
    "cards.action.own_key": Words("Use my own key", "使用自己的密钥"),
    "cards.ledger_away.title": Words("We cannot keep track of payments right now", "暂时无法记录支付"),
    "cards.ledger_away.says": Words(
        "Until we can, this app pays nothing, so that nothing is ever paid twice. We go on by ourselves as soon as we "
        "can. If it stays so, tell whoever runs this app to look after its payment ledger.",
        "为了绝不重复扣费，在恢复之前本应用不会支付任何费用，恢复后会自动继续。"
        "如果一直这样，请联系应用的维护者检查支付账本。",
    ),
    "cards.settings_wrong.title": Words("Something in the settings is wrong", "设置有误"),
    "cards.settings_wrong.says": Words(
        "The key or the address of the studio cannot be right. Please check them.",
        "密钥或制作服务的地址不正确，请检查一下。",
    ),
    "cards.settings_wrong.says_demo": Words(
        "The demo studio cannot start with the settings of this app; whoever runs it can correct them.",
        "按当前设置，演示工作室无法启动，请联系应用的维护者修正。",
    ),
    "cards.unexpected.title": Words("Something unexpected went wrong", "出了点意外"),
    "cards.unexpected.says": Words(
        "Your work is kept. Look again; if it happens again, tell whoever runs this app.",
        "你的内容都还在。请再看一次；如果还是这样，请告诉应用的维护者。",
    ),
    "cards.charged.nothing": Words("Nothing was charged.", "没有扣费。"),
    "cards.charged.not_yet": Words("Nothing is charged yet.", "目前还没有扣费。"),
    "cards.charged.perhaps": Words(
        "It may have been charged. It is not charged again without your word.",
        "可能已经扣费。没有你的同意不会再次扣费。",
    ),
    "cards.charged.paid": Words("What was paid stays paid.", "已付的费用依然有效。"),
    "cards.charged.unknown": Words(
        "Whether it was charged is not known here. Your orders at giggle.pro tell.",
        "这里无法得知是否已扣费，请到 giggle.pro 查看订单。",
    ),
    "cards.charged.anew": Words(
        "“Change it” makes a new video, which is paid anew.", "“去修改”会制作一部新视频，需要另外付费。"
    ),
    "cards.charged.never": Words("The demo studio never charges anything.", "演示工作室从不收费。"),
    "cards.action.connect": Words("Connect my account", "连接账号"),
    "cards.action.use_demo": Words("Use the demo studio", "使用演示工作室"),
    "cards.action.check_key": Words("Check the key", "检查密钥"),
    "cards.action.open_giggle": Words("Open giggle.pro", "打开 giggle.pro"),
    "cards.action.go_on": Words("Go on", "继续"),
    "cards.action.pay": Words("Pay and go on", "支付并继续"),
    "cards.action.pay_demo": Words("Go on", "继续"),
    "cards.action.check_again": Words("Check again", "再查一次"),
    "cards.action.pay_unknown": Words("Pay (may charge twice)", "支付（可能重复扣费）"),
    "cards.action.send_again": Words("Send it again", "重新发送"),
    "cards.action.pay_again": Words("Pay again (may charge twice)", "再次支付（可能重复扣费）"),
    "cards.action.retry": Words("Retry from “{step}”", "从“{step}”重试"),
    "cards.action.change_it": Words("Change it", "去修改"),
    "cards.action.try_again": Words("Try again", "再试一次"),
    "cards.action.try_now": Words("Try now", "现在重试"),
    "cards.action.look_again": Words("Look again", "再看一次"),
    "cards.action.fresh_link": Words("Get a fresh link", "获取新链接"),
    "cards.action.open_videos": Words("Open My videos", "打开我的视频"),
    "cards.action.make_again": Words("Make it again", "再做一次"),
    "cards.note": Words("Note for support", "生成客服备注"),
    "cards.note_head": Words("MV Studio: a note for support", "MV 工作室：给客服的备注"),
    "cards.action.make_new": Words("Make a new one", "做一部新的"),
    "cards.own_words_giggle": Words("Giggle's own words", "Giggle 的原话"),
    "cards.own_words_demo": Words("The demo studio's own words", "演示工作室的原话"),
    "cards.own_words_mean": Words("In English: {meaning}", "意思是：{meaning}"),
    "cards.project_number": Words("Project number", "项目编号"),
    # What Giggle and the demo studio are known to say, for the people who read the other language.
    "cards.known.credits": Words("Not enough credits.", "积分不足。"),
    "cards.known.key": Words("The API key is not valid.", "API 密钥无效。"),
    "cards.known.moderation": Words(
        "The content check did not pass: the words or the picture.", "内容审核未通过：文字或图片不符合要求。"
    ),
    "cards.known.picture": Words("The picture could not be used.", "图片无法使用。"),
    "cards.known.picture_link": Words(
        "The demo studio never fetches from the network. Upload the picture or take a sample.",
        "演示工作室不会访问网络。请上传图片，或选用示例图片。",
    ),
    "cards.known.project": Words("There is no video with this number.", "没有这个编号的视频。"),
    "cards.known.too_many": Words("Too many requests in a short time.", "短时间内请求太多。"),
    "cards.known.asset": Words("There is no picture with this id.", "没有这个编号的图片。"),
    "cards.known.music": Words("The song could not be written.", "歌曲生成失败。"),
    "cards.known.song_unplayable": Words(
        "This file cannot be played as a song. Bring it as MP3, M4A, WAV, FLAC or OGG.",
        "这个文件无法当作歌曲播放。请使用 MP3、M4A、WAV、FLAC 或 OGG 格式。",
    ),
    "cards.known.song_silent": Words("Nothing is to be heard in this song.", "这首歌里没有声音，整个文件都是静音。"),
    "cards.known.song_long": Words(
        "The song is too long. Bring a shorter one, or a part of it.", "歌曲太长了。请换一首短一些的，或只截取一段。"
    ),
    "cards.known.song_short": Words("The song is too short. Bring a longer one.", "歌曲太短了。请换一首长一些的。"),
    "cards.known.song_asset": Words(
        "The song is not there any more. Upload it again.", "这首歌已经不在了。请重新上传。"
    ),
    "cards.known.film": Words("The film could not be made.", "视频生成失败。"),
    "cards.known.timeout": Words("It took too long there.", "处理超时。"),
    "cards.known.busy": Words("The service is busy.", "服务繁忙。"),
    "cards.known.rehearsed": Words(
        "This failure was asked for, to show what happens then.", "这是为了演示而特意安排的失败。"
    ),
}
