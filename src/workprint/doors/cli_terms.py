"""Words of the data (kinds of facts, types, units, names of parts) as the command line shows them."""

from __future__ import annotations

UNWRITTEN = {
    "en": "The contact sheet and the waveform were not written; name a folder for them with --out.",
    "zh": "没有写出缩略图总览和波形图；请用 --out 指定一个文件夹。",
}

_ZH = {
    "video": "视频", "audio": "音频", "image": "图片",
    "mono": "单声道", "stereo": "立体声", "channels": "声道",
    "silence": "停顿", "speech": "人声", "scene": "镜头", "loudness": "响度", "beat": "节拍", "colour": "颜色",
    "screen": "录屏", "cursor": "光标", "click": "点击", "key": "按键", "typing": "输入", "scroll": "滚动", "idle": "空闲",
    "likely": "可能性大", "pixels": "画面像素", "sidecar": "录制文件", "recording": "是录屏", "file": "文件", "shape": "格式",
    "times": "时间", "places": "位置", "offset": "偏移", "button": "按钮", "keys": "按键", "shares": "比例",
    "word": "词", "by": "方式", "start": "开头", "cut": "切换", "index": "序号", "count": "数量", "lufs": "响度 (LUFS)",
    "lra": "响度范围", "true_peak": "真峰值", "bpm": "每分钟拍数", "threshold": "阈值", "level": "电平", "db": "分贝",
    "score": "得分", "difference": "差异", "voice": "人声", "energy": "能量", "histogram": "直方图",
    "min": "最小", "max": "最大", "above": "大于", "below": "小于",
    "number": "数字", "integer": "整数", "string": "文字", "boolean": "是/否", "array": "列表", "object": "参数表",
    "s": "秒", "frames": "帧", "semitones": "半音", "px": "像素", "of the canvas width": "画面宽度的比例",
    "of the canvas": "画面的比例", "of the height": "高度的比例", "of the shorter side": "短边的比例",
    "of the size": "尺寸的比例", "of the width": "宽度的比例", "em": "字宽", "EV": "曝光档",
    "level_db": "电平 (dB)", "quiet": "安静", "tempo": "速度 (BPM)", "dissolve": "叠化", "fade": "淡变",
    "True": "是", "False": "否", "none": "无",
    "edit": "剪辑", "video_effect": "画面效果", "audio_effect": "声音效果", "transition": "转场",
    "video_generator": "画面生成", "audio_generator": "声音生成", "text_generator": "文字", "text": "文字",
    "text reader": "文字识别", "lettering": "画面文字", "data folder": "数据文件夹", "ffmpeg parts": "ffmpeg 组件",
}  # fmt: skip


def said(word: str, lang: str) -> str:
    """A word as people of this language say it; as it is where there is no other for it."""
    if lang != "zh":
        return word
    if word.startswith("encoder "):
        return f"编码器 {word.removeprefix('encoder ')}"
    return _ZH.get(word, word)
