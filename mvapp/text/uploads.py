"""What an uploader says when a file did not arrive."""

from mvapp.text.words import Words

TEXTS: dict[str, Words] = {
    "uploads.broken_off": Words(
        "The connection broke off before the file arrived. Choose it once more.", "网络中断，文件没有传完，请重新选择。"
    ),
    "uploads.no_connection": Words(
        "There is no connection just now. The file goes up as soon as it is back.",
        "当前网络不通，恢复后会自动继续上传。",
    ),
    "uploads.refused": Words(
        "Something went wrong on our side, and the file did not arrive. Reload the page, then choose it once more.",
        "我们这边出了点问题，没有收到文件。请刷新页面后重新选择。",
    ),
    "uploads.busy": Words(
        "Many files are coming in just now. Choose it once more in half a minute.",
        "现在上传的人比较多，请半分钟后重新选择。",
    ),
    "uploads.one_only": Words("One file at a time, please: choose just one.", "一次只能上传一个文件，请只选一个。"),
    "uploads.remove": Words("Take it away", "移除"),
}
