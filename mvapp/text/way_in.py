"""What is said to whom the app's own key is lent, or not."""

from mvapp.text.words import Words

TEXTS: dict[str, Words] = {
    "way_in.title": Words("By invitation", "凭邀请使用"),
    "way_in.says": Words(
        "Whoever runs this app pays for the videos made here, for invited guests. The demo studio is open to "
        "everybody, and so is Giggle with a key of your own.",
        "这里的视频由应用的主人付费，只对受邀的朋友开放。演示工作室人人可用；你也可以用自己的密钥在 Giggle 制作。",
    ),
    "way_in.login": Words("Sign in", "登录"),
    "way_in.logout": Words("Sign out", "退出登录"),
    "way_in.not_listed": Words(
        "You are signed in as {address}, which is not on the list of guests.",
        "你已登录为 {address}，但这个邮箱不在受邀名单里。",
    ),
    "way_in.not_verified": Words(
        "You are signed in as {address}, but whoever signs you in has not verified this address.",
        "你已登录为 {address}，但登录服务尚未验证这个邮箱。",
    ),
    "way_in.passcode": Words("Passcode", "邀请码"),
    "way_in.enter": Words("Come in", "进入"),
    "way_in.wrong": Words("This passcode is not right.", "邀请码不对。"),
    "way_in.resting": Words(
        "Too many wrong passcodes came in. Please try again in a few minutes.", "邀请码输错的次数太多，请过几分钟再试。"
    ),
    "way_in.by_link": Words(
        "You run this app? The terminal in which it was started shows a link that lets your browser in.",
        "你是应用的主人吗？启动它的终端里有一条链接，打开后这个浏览器即可使用。",
    ),
    "way_in.inside": Words(
        "You are in: whoever runs this app pays for your videos.", "你已受邀：视频由应用的主人付费。"
    ),
    "way_in.left": Words("{count} more videos for you today.", "你今天还可以制作 {count} 部视频。"),
    "way_in.left_one": Words("One more video for you today.", "你今天还可以制作 1 部视频。"),
    "way_in.left_none": Words(
        "No more videos for you today. It goes on at midnight UTC.", "你今天的额度已用完，世界标准时间零点后恢复。"
    ),
    "way_in.stopped": Words("New videos are paused by whoever runs this app.", "应用的主人已暂停制作新视频。"),
    "way_in.footer": Words("Videos at Giggle: by invitation", "在 Giggle 制作：凭邀请"),
    "way_in.only_watching": Words(
        "Whoever began this video decides about its payment and its retries. You are welcome to watch.",
        "是否支付、是否重试，由发起这部视频的人决定。你可以在这里观看。",
    ),
    "way_in.to_owner": Words("What has been spent", "查看花费"),
}
