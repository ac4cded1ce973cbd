"""What the page of the visitor's own videos says."""

from mvapp.text.words import Words

TEXTS: dict[str, Words] = {
    "videos.title": Words("My videos", "我的视频"),
    "videos.kept_here": Words(
        "This list lives in this browser only. Nobody else sees it.", "这份列表只保存在这个浏览器里，别人看不到。"
    ),
    "videos.empty_title": Words("Nothing here yet", "这里还空着"),
    "videos.empty_says": Words(
        "Your first video takes a song idea and a picture. It is kept here when it is on its way.",
        "第一部视频只需要一个歌曲创意和一张图片。开始制作后就会出现在这里。",
    ),
    "videos.make_first": Words("Make my first video", "制作第一部视频"),
    "videos.untitled": Words("Untitled", "未命名"),
    "videos.open": Words("Open", "打开"),
    "videos.more": Words("More", "更多"),
    "videos.reuse": Words("Make another like this", "照着再做一部"),
    "videos.rename": Words("New name", "新名称"),
    "videos.rename_do": Words("Rename", "重命名"),
    "videos.remove": Words("Remove from the list", "从列表移除"),
    "videos.remove_says": Words("The film itself stays where it is.", "影片本身不会被删除。"),
    "videos.removed": Words("“{name}” is no longer on your list.", "“{name}”已从列表移除。"),
    "videos.put_back": Words("Put it back", "放回列表"),
    "videos.project": Words("Project number", "项目编号"),
    "videos.state_making": Words("In the making", "制作中"),
    "videos.state_ready": Words("Ready", "已完成"),
    "videos.state_failed": Words("Did not work", "未成功"),
    "videos.state_stopped": Words("Stopped", "已停止"),
    "videos.state_away": Words("Connect to see it", "连接账号后可查看"),
    "videos.thumbnail": Words("A still from {name}", "{name} 的画面"),
    "videos.demo": Words("Demo", "演示"),
    "videos.show_more": Words("Show more", "显示更多"),
    "videos.manage": Words("Add, export or import", "添加、导出或导入"),
    "videos.add_label": Words("Add a video by its project number", "用项目编号添加视频"),
    "videos.add_do": Words("Add", "添加"),
    "videos.add_done": Words("Added.", "已添加。"),
    "videos.add_wrong": Words(
        "A project number has no spaces and at most 200 characters.", "项目编号不含空格，最多 200 个字符。"
    ),
    "videos.export": Words("Export my list", "导出列表"),
    "videos.import_label": Words("Import a list (a .json file from here)", "导入列表（从这里导出的 .json 文件）"),
    "videos.import_button": Words("Choose the file", "选择文件"),
    "videos.import_done": Words("New videos on your list: {count:,}", "新增视频：{count:,} 部"),
    "videos.import_known": Words("already there: {count:,}", "列表里已有：{count:,} 部"),
    "videos.import_unreadable": Words("could not be read: {count:,}", "无法读取：{count:,} 条"),
    "videos.import_left_out": Words(
        "not taken, because a list holds {most}: {count:,}", "列表最多 {most} 部，未导入：{count:,} 部"
    ),
    "videos.import_too_big": Words(
        "This file is too large for a list of videos. Choose one of at most {limit} MB.",
        "这个文件太大，不像是视频列表。请选择不超过 {limit} MB 的文件。",
    ),
    "videos.import_wrong": Words("This file is not a list from MV Studio.", "这个文件不是 MV 工作室的列表。"),
}
