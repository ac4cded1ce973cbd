"""What the create page says."""

from mvapp.text.words import Words

TEXTS: dict[str, Words] = {
    "create.page": Words("Create", "创作"),
    "create.submit": Words("Make my video", "开始制作"),
    "create.scene_left": Words("{used} of 200 characters", "已写 {used} 字，最多 200 字"),
}
