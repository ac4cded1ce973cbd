"""The owner's page: what the app's own key has cost, and the switch."""

from mvapp.text.words import Words

TEXTS: dict[str, Words] = {
    "owner.title": Words("What your key has cost", "你的密钥花了多少"),
    "owner.closed": Words("This page is for whoever runs the app.", "这个页面只对应用的主人开放。"),
    "owner.at_the_desk": Words(
        "At your own desk nothing is counted: nobody else can reach this app.",
        "这台电脑上只有你自己能打开这个应用，因此不做统计。",
    ),
    "owner.today": Words("Credits today", "今天的积分"),
    "owner.in_all": Words("Credits in all", "积分总计"),
    "owner.credits": Words("{credits} of {cap}", "{credits} / {cap}"),
    "owner.videos_today": Words("Videos begun today", "今天开始制作"),
    "owner.videos": Words("{videos} of {cap}", "{videos} / {cap} 部"),
    "owner.switch": Words("Stop all new videos and payments", "暂停所有新视频和支付"),
    "owner.switch_says": Words(
        "What is paid goes on. What waits for its payment waits until you switch this off.",
        "已支付的会继续制作；等待支付的会一直等到你关闭此开关。",
    ),
    "owner.days": Words("Day by day", "每日明细"),
    "owner.day": Words("Day (UTC)", "日期（UTC）"),
    "owner.day_videos": Words("Videos begun", "开始制作"),
    "owner.day_credits": Words("Credits", "积分"),
    "owner.no_days": Words("Nothing yet.", "还没有记录。"),
    "owner.unsettled": Words("Payments to settle", "待确认的支付"),
    "owner.unsettled_says": Words(
        "Nobody could confirm these. Open each one and compare it with your orders at giggle.pro.",
        "这些支付没能得到确认。请逐个打开，与 giggle.pro 上的订单核对。",
    ),
    "owner.none_unsettled": Words("None.", "没有。"),
    "owner.running": Words("In the making now, on this server: {count}", "这台服务器上正在制作：{count} 部"),
    "owner.away": Words("The ledger cannot be read right now, so nothing is paid.", "暂时读不到账本，因此不会支付。"),
}
