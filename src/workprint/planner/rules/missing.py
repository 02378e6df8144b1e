"""What this release lacks: declined with what is missing and what can be done instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..bench import Bench, decline
from ..catalogue import named
from ..clause import Clause
from .rule import Rule


@dataclass(frozen=True)
class Lack:
    """A wish that cannot be met: the words for it, and what to say in each language."""

    name: str
    words: str
    en: str
    zh: str
    unless: str = r"(?!)"


LACKS: tuple[Lack, ...] = (
    Lack(
        "stutter",
        r"\bstutter\w*|\bstammer\w*|结巴|口吃",
        "Words that are begun twice are not found in this release. What works now: “cut the filler words”, “remove the retakes”, “trim the silences”.",
        "当前版本还不能找出结巴的地方。现在可以做的：“剪掉语气词”“删掉重复的句子”“去掉停顿”。",
    ),
    Lack(
        "translate",
        r"\btranslat\w*|\b(?:in|into|to) (?:spanish|french|german|japanese|korean|portuguese|italian|arabic|hindi|russian)\b|\bdub(?:bed|bing)?\b|bilingual|翻译|双语|(?:中文|英文|日文|韩文|英语|中英)字幕|译成",
        "Translation is not in this release. “caption it” writes what is said in its own language; give me a translated subtitle file (.srt, .vtt) and I'll put it on (“use spanish.srt as captions”), or speak it (“add a voiceover: …”).",
        "当前版本没有翻译。说“加字幕”可以按原语言配字幕；给我译好的字幕文件（.srt、.vtt），就能放上去（“用 english.srt 做字幕”），也可以念出来（“加个配音：……”）。",
        unless=r"title.{0,20}⟦|text.{0,20}⟦",
    ),
    Lack(
        "burned_in",
        r"(?:hard-?coded|burn(?:ed|t)?[- ]?in|embedded|existing|baked(?:[- ]in)?|hard) (?:subtitles?|captions?|text|subs)|(?:subtitles?|captions?|text|watermark|logo) (?:that (?:is|are)|already) (?:burn|in the (?:video|picture)|on the (?:video|picture))\w*|(?:remove|erase|delete|get rid of|take off).{0,15}\b(?:watermark|timestamp|date stamp|channel logo|tv logo|station logo)\b|硬字幕|内嵌字幕|烧录|自带(?:的)?字幕|画面(?:里|上)(?:的)?(?:字|字幕|水印)|原(?:视频|片)?(?:的)?字幕|(?:去|除|删|移|抹).{0,4}(?:水印|台标)",
        "What is burned into the picture cannot be taken out: the pixels behind it are gone. Instead I can crop that strip off (“crop 12% off the bottom”), or cover it with a blur or mosaic band (“blur the bottom”). Nothing was changed.",
        "烧进画面的字或水印没法真正去掉：后面的像素已经没有了。可以改为裁掉那一条（“把底部裁掉12%”），或用模糊/马赛克盖住（“底部打码”）。没有做改动。",
        unless=r"(?:crop|blur|mosaic|cover|pixelate|censor|裁|模糊|马赛克|打码|遮|盖)",
    ),
    Lack(
        "transcript",
        r"\btranscri(?:be|pt|ption)\b|speech[- ]to[- ]text|转(?:写|录|文字)|语音转|听写|语音识别|文字稿",
        "A transcript as a document of its own cannot be asked for in words; the command `workprint transcribe` writes one. “read me the transcript” shows it here, “caption it” puts what is said on screen, and “download the subtitles as an SRT file” gives it as a file with times.",
        "还不能用一句话单独导出文字稿；命令 `workprint transcribe` 可以写出。说“读一下文字稿”可以在这里看，说“加字幕”可以把所说的话显示出来，说“导出字幕”可以得到带时间的字幕文件。",
        unless=r"⟦|字幕|captions?|subtitles?|(?:blur|mosaic|cover|crop|pixelate|censor|裁|模糊|打码|马赛克|遮)",
    ),
    Lack(
        "voice_clone",
        r"\bclon(?:e|ing) (?:\w+ ){0,2}voice|\bin my (?:own )?voice\b(?!.{0,20}\.(?:wav|mp3|m4a))|克隆.{0,6}(?:声音|音色)|用我(?:自己)?的(?:声音|嗓音)(?:配|念|读|说)",
        "A voice cannot be cloned in this release. Record it and add the file (“use narration.wav as the voice-over”), or have it spoken by one of the voices here.",
        "当前版本不能克隆声音。可以自己录好上传（“用 narration.wav 作为配音”），或用现有的音色配音。",
        unless=r"louder|quieter|noise|hum",
    ),
    Lack(
        "person_mask",
        r"\b(?:blur|blurry|remove|replace|change|swap|cut out|darken|erase|delete|hide|new|virtual|different)(?:red|d|ing)?\b.{0,12}\bbackground\b(?! (?:music|noise|sound|track|audio|song|hum|chatter|voices?|hiss|score|colou?r|tune))|\bbokeh\b|\bportrait mode(?! with\b| and\b|,)|depth of field|cut (?:me|the person|him|her) out|(?:虚化|模糊|替换|换(?:掉|个|一个)?|去(?:掉|除)|抠掉|移除|更换)(?:一下)?(?:人物|视频|画面)?(?:的)?背景(?!音|噪|声|乐|填充|色)|背景(?:虚化|模糊|替换|换(?:成|掉)|抠(?:掉|除)|去掉)(?!填充)|抠(?:人|人像|像|出人)|背景(?:里|中|上)?的(?:路?人|东西|杂物|垃圾桶?|车).{0,4}(?:抠|去|删|移|擦|消|p)|(?:抠|去|删|移|擦|消)(?:掉|除)背景(?:里|中|上)?的(?:路?人|东西|杂物|车)",
        "Treating the background apart from the person needs a person mask, which is not in this release, so nothing was changed. What I can do now: a blurred copy as fill around the picture (“fill the bars with blur”), a vignette to draw the eye to the middle, or a green-screen key if it was shot on one.",
        "要单独处理背景需要人像蒙版，当前版本没有，所以没有改动。现在可以做：四周用模糊画面填充（“黑边模糊填充”）、加暗角突出中间，或者绿幕素材直接抠像。",
        unless=r"green|blue screen|chroma|绿|蓝幕|(?:9:16|16:9|1:1|4:5|vertical|square|bars|fill|竖屏|横屏|方形|黑边|填充|比例)",
    ),
    Lack(
        "preset",
        r"\b(?:save|store|remember|keep)\b.{0,25}\b(?:looks?|style|preset|template|settings|recipe|grade|as (?:a |my )?(?:preset|template|default|style))\b|\b(?:apply|use|load) (?:my |the |a )?(?:saved |last )?(?:preset|template|brand kit|style preset)\b|\bpresets?\b$|保存.{0,10}(?:风格|预设|样式|模板|设置|调色|参数)|存(?:成|为|个)?(?:预设|模板|样式)|(?:套用|应用|使用)(?:我的|上次的)?(?:预设|模板)",
        "Saving a look as a preset for other videos is not in this release. The session keeps this edit; on the next video, repeat the same requests (each reply lists what was done).",
        "当前版本还不能把风格存成预设用到别的视频。这次的剪辑会保留在会话里；下个视频把同样的要求再说一遍即可。",
        unless=r"export|quality preset",
    ),
    Lack(
        "replay",
        r"\b(?:same|this) (?:edits?|thing|treatment|style|recipe|steps|changes|settings|cuts?)\b.{0,40}\b(?:other|these|those|next|remaining|all (?:the )?(?:files|videos)|another|\d+ (?:files|videos))\b.{0,12}(?:files?|videos?|uploads?|ones?|footage)|\bbatch\b|\bbulk\b|(?:同样|一样|相同|这套)(?:的)?(?:剪辑|操作|处理|步骤|流程|方式|剪法).{0,16}(?:其他|另外|别的|那|这|下).{0,6}(?:文件|视频|素材|个)|批量|(?:其他|另外|别的|剩下的).{0,6}(?:文件|视频).{0,10}(?:同样|一样|照(?:着|做)|也这样)",
        "Repeating an edit on other files as films of their own is not in this release. Open each file in its own session and give the same requests; nothing was changed here.",
        "当前版本还不能把同一套剪辑自动套到其他文件。请为每个文件单独开会话，再说一遍同样的要求；这里没有改动。",
    ),
    Lack(
        "generate",
        r"\b(?:generate|create|make|draw|imagine)\b.{0,20}\b(?:an? |some )?(?:ai )?(?:image|picture|animation|avatar|cartoon|footage|video|scene|3d)\b.{0,20}\b(?:of|from (?:text|a prompt)|about)\b.{0,20}(?!photos|clips)|\bai[- ](?:generated|avatar|video)|\bdeep ?fake|face ?swap|\bswap (?:my|his|her|their|the) faces?\b|\banimate (?:me|my face|a character)|生成(?:一(?:个|段|张))?.{0,8}(?:的)?(?:动画|图片|画面)(?!质)|换脸|数字人|ai(?:生成|视频|绘)|文生视频",
        "Making pictures or footage out of words is not in this release. Add what should be seen; I can make plain colours, gradients, titles and music.",
        "当前版本不能凭文字生成画面。请上传要用的素材；我可以做纯色、渐变、标题和音乐。",
        unless=r"slideshow|from (?:my|the|these) |\beach\b|\bclips?\b|\bfootage from|out of (?:my|the|these) |幻灯片|照片|gif|mp4|copy",
    ),
    Lack(
        "webcam",
        r"\b(?:web ?cam|face ?cam)\b(?! (?:off|away))|摄像头画面|人像小窗",
        "There is no second recording here to show as a webcam. Record it, add the file (“put webcam.mp4 in the bottom right”) and I'll lay it over the film.",
        "这里没有可以当作摄像头画面的第二段录像。录好后添加文件（“把 webcam.mp4 放在右下角”），我来叠上去。",
    ),
    Lack(
        "drawn_marks",
        r"\b(?:step|click) numbers?\b|\bnumber (?:the|each|every) (?:clicks?|steps?)\b|\b(?:mac|browser|phone|iphone|device|window|laptop) (?:window )?(?:frame|mock ?up|bezel)\b|\bmock ?up\b|步骤(?:编)?号|(?:给)?点击编号|(?:手机|电脑|浏览器|设备)(?:外)?(?:框|壳|样机)|样机",
        "That is not in this release. What can be drawn over a recording: rings at clicks (“highlight the clicks”), a halo around the pointer, keystrokes, and a background with rounded corners (“put it on a background”).",
        "当前版本没有这个。录屏上可以画的有：点击圈（“高亮点击”）、光标光圈、按键，以及带圆角的背景（“放在背景上”）。",
    ),
    Lack(
        "publish",
        r"\b(?:post|publish|upload|share|send|push|release)\b (?:it|this|that|the \w+|my \w+|everything)?\s*(?:directly |straight )?(?:to|on|onto) (?:my )?(?:youtube|tik ?tok|instagram|insta|facebook|twitter|x\b|linkedin|vimeo|bilibili|reels|shorts|social media|google drive|dropbox|slack|discord|my channel)|(?:发布?|上传|传|分享|投稿)(?:到|去|上|在|给)(?:抖音|b站|哔哩哔哩|youtube|油管|小红书|快手|视频号|微信|朋友圈|微博|网盘|tiktok|instagram)",
        "Publishing is not in this release: nothing leaves this machine. Say “export” and post the file yourself; “make it vertical” or “export under 25 MB” fit it to where it goes.",
        "当前版本不会发布到平台：没有任何内容离开这台机器。说“导出”，再自己上传；“转成竖屏”“导出不超过25MB”可以按平台要求来。",
    ),
    Lack(
        "cursor",
        r"\b(?:hide|remove|delete|get rid of|enlarge|replace|smooth(?: out)?|change|resize)\b.{0,12}\b(?:the |my )?(?:mouse )?(?:cursor|pointer)\b(?! (?:halo|highlight|ring|spotlight|clicks?))|\b(?:cursor|pointer)\b (?:bigger|larger|smaller|smoother|invisible)|(?:鼠标|光标|指针)(?:指针)?(?:有点|实在|也)?(?:太小|看不清)|(?:隐藏|去掉|去除|放大|换|平滑)(?:一下)?(?:鼠标|光标)(?!点击|光圈|高亮)(?:指针)?|(?:鼠标|光标)(?:指针)?(?:隐藏|去掉|变大|大一点|放大)",
        "The pointer is part of the recorded picture: it cannot be taken out or redrawn. I can draw a halo around it (“highlight the cursor”), ring its clicks (“highlight the clicks”) or zoom in where it clicks.",
        "鼠标指针是录在画面里的，没法去掉或重画。可以给它加光圈（“高亮光标”）、给点击加圈（“高亮点击”），或在点击处放大。",
        unless=r"halo|spotlight|光圈|聚光",
    ),
    Lack(
        "shorts",
        r"\b(?:make|cut|create|give me|split|turn|get)\b.{0,20}\b(?:\d+|several|multiple|some|a few)\b.{0,24}\b(?:shorts|reels|tik ?toks|clips for (?:shorts|tik ?tok|reels|social)|short (?:clips|videos)|short-?form)\b|\b(?:best|top) \d+ (?:quotes|clips|bits|lines|sound ?bites)\b|(?:剪|做|拆|切)(?:成|出)?\s*\d+\s*(?:个|条|段)(?:短视频|短片|抖音)",
        "Several films out of one are not in this release: a session holds one film. Make one at a time: “make a 30 second highlight reel”, export, “undo”, and ask for the next part (“only keep the part where I talk about …”).",
        "当前版本一个会话只有一部影片，不能一次剪出好几条。可以一条一条来：“做一个30秒精彩集锦”，导出，“撤销”，再要下一条（“只保留讲……的部分”）。",
    ),
    Lack(
        "upscale",
        r"\bupscal\w*|\bsuper[- ]?resolution|\bai (?:enhance|upscale)|\binterpolat\w*|\bsmooth slow motion|(?:enhance|restore) (?:the )?(?:resolution|old footage|faces?)|超分|画质增强|画质修复|补帧|插帧|变4k画质|修复(?:老|旧)",
        "Upscaling and frame interpolation are not in this release. I can sharpen, reduce noise, and export at 4K (the picture is enlarged, not made finer).",
        "当前版本没有超分辨率和补帧。可以锐化、降噪，也可以按 4K 导出（只是放大，不会更清晰）。",
    ),
    Lack(
        "sound_effect",
        r"\bsound effects?\b|\bsfx\b|\bclick(?:ing)? sounds?\b|点击(?:的)?(?:声|音效)|\bwhoosh\w*|\bapplause\b|\blaugh track|\bding\b|\bpop sound|\bbleep\b(?! out)|\bair ?horn|音效|掌声|笑声|嗖|叮的|提示音|(?:heart ?beat|gun ?shot|thunder|foot ?steps?|explosion|camera shutter|rain|wind) (?:sounds?|noises?)|(?:加|配|来|放)(?:1|一)?(?:个|段|点|声)?(?:心跳|鞭炮|爆炸|枪|打雷|雷|下雨|雨|风|海浪|脚步|欢呼|快门|铃|敲门|警报|鸟叫|尖叫)的?(?:声音?|音)",
        "There is no library of sound effects in this release. Add the sound and I'll put it where you say (“add ding.mp3 at 0:12”).",
        "当前版本没有音效库。上传音效文件后我可以放到指定位置（“第12秒加 ding.mp3”）。",
        unless=r"\.(?:mp3|wav|m4a|aac)\b|(?:remove|mute|fix|get rid|there(?:'s| is| are)|i (?:can )?hear|去掉|静音)",
    ),
    Lack(
        "song_part",
        r"\b(?:the )?(?:chorus|verse|drop|hook) (?:of the (?:song|music)|part)\b|\bfrom the (?:chorus|drop)\b|副歌|主歌|间奏|(?:音乐|bgm|歌|曲子?)的?(?:高潮|前奏)(?:部分)?",
        "Where the chorus of a song is cannot be found in this release. Cut the file so that it begins there and add it again, or say when the music starts: “start the music at 0:10”.",
        "当前版本找不出歌曲的副歌、前奏在哪里。可以先把文件剪到那里再添加，或说出音乐从影片的哪里开始：“音乐在第10秒开始”。",
        unless=r"⟦",
    ),
    Lack(
        "shaky_parts",
        r"\b(?:remove|delete|cut|drop|lose|take) (?:out )?(?:all |any )?(?:the )?(?:shaky|blurry|wobbly|out[- ]of[- ]focus) (?:shots?|parts?|bits?|clips?|footage|scenes?)\b|(?:晃|抖|糊|虚焦|没对上焦)[^,，]{0,6}的?(?:镜头|片段|部分|地方|段落|场景)(?:都|全|给我)*(?:去掉|删|剪|不要|扔|拿掉)|(?:去掉|删掉?|剪掉|不要|扔掉)(?:所有|全部)?(?:晃|抖|糊|虚焦)[^,，]{0,6}的(?:镜头|片段|部分|地方|段落|场景)",
        "Picking out shaky or blurry shots is not in this release. I can steady the picture (“stabilise it”), or delete what you name (“delete clip 2”, “delete scene 3”).",
        "当前版本不会挑出晃动或模糊的镜头。可以给画面防抖（“防抖”），或者按编号、时间删掉（“删掉第2段”“删掉场景3”）。",
    ),
    Lack(
        "typing_pace",
        r"\b(?:speed up|fast[- ]?forward|slow down)\b.{0,16}\btyping\b|(?:打字|输入文字|敲键盘|敲代码)(?:的)?(?:部分|地方|过程|时候|那段)?(?:都|给我)?(?:加速|快进|快放|减速|\d+(?:\.\d+)?倍)|(?:加速|快进)(?:所有)?(?:打字|输入文字|敲键盘)",
        "Another speed for the typing alone is not in this release. Give the time (“speed up 0:20 to 0:40 4x”), or say “speed up the idle parts 4x”.",
        "当前版本不能只给打字的部分变速。请给出时间（“0:20到0:40加速4倍”），或者说“没有操作的地方4倍速”。",
    ),
    Lack(
        "voice_changer",
        r"\brobot(?:ic)? voice\b|\bsound like a robot\b|\bvoice changer\b|机器人(?:声|音|的声音)?$|变声器?|萝莉音|大叔音|娃娃音",
        "Changing a voice into another one is not in this release. I can raise or lower its pitch (“raise the pitch by 3 semitones”), or add an echo.",
        "当前版本不能变声。可以升高或降低音调（“声音升高3个半音”），或者加回声。",
        unless=r"voice[- ]?over|配音|旁白|⟦",
    ),
    Lack(
        "hook",
        r"\b(?:best|strongest|catchiest) (?:quote|line|sentence)\b.{0,24}\b(?:first|start|front|beginning|hook|opening)\b|\b(?:open|start|begin) (?:it )?with (?:the |a )?(?:best|strongest|catchiest) (?:quote|line|sentence)|\b(?:make|add|create) (?:me )?a hook\b|(?:金句|最精彩的.{0,4}(?:话|句)?|高能片段).{0,8}(?:放|提|挪|移|剪)(?:到|在)?(?:最)?(?:开头|前面|片头|前)|(?:做|当|加)(?:个|一个|1个)?(?:开头)?钩子|黄金(?:3|三)秒",
        "Choosing a line to open with is not in this release. “Which are the best moments?” lists the strongest with their times; “make a 30 second highlight” cuts the film to them.",
        "当前版本不会自己挑一句放到开头。可以问“最精彩的是哪些部分？”看到各段的时间，或者说“剪一个30秒的精彩集锦”。",
        unless=r"⟦",
    ),
    Lack(
        "boring_parts",
        r"\b(?:boring|uninteresting|dull|unimportant) (?:parts?|bits?|sections?|moments?|stuff)\b|(?:无聊|没意思|不重要|乏味)的?(?:地方|部分|片段|段落|内容|画面)",
        "Finding what is boring is not in this release. Give me times (“speed up 0:20 to 0:40 4x”), or say “speed up the pauses”.",
        "当前版本不会判断哪里无聊。请给出时间（“0:20到0:40加速4倍”），或者说“停顿快进”。",
    ),
    Lack(
        "multicam_switch",
        r"\b(?:first|second|other) half\b[^,]{0,20}\bcam\w*|[前后上下]半(?:段|部分|截)?[^,，]{0,4}[用切换][^,，]{0,6}(?:机位|机|cam)|\bmulti-?cam\b|(?:switch|alternate|cut) (?:between )?(?:the )?(?:cameras|angles)|lip[- ]?sync|多机位|自动切换机位|切换.{0,4}机位|机位.{0,6}(?:切换|轮流|来回)|口型",
        "Choosing between cameras by itself is not in this release. Say when: “cut to camB from 0:30 to 0:45” (lined up by sound), or “split screen the two cameras”.",
        "当前版本不会自动切换机位。请说出时间，例如“0:30到0:45切到camB”（会按声音对齐），或“两个机位分屏”。",
    ),
    Lack(
        "plates",
        r"\b(?:blur|pixelate|hide|censor|anonymi[sz]e|mosaic)\b.{0,20}\b(?:(?:all|every|each) .{0,16}plates?|license plates|number plates|plates|people|persons|bodies)\b|(?:所有|每个|自动).{0,4}(?:车牌|人物|路人|行人).{0,6}(?:打码|模糊|马赛克|遮)|(?:打码|模糊|遮).{0,6}(?:所有|每个)(?:的)?(?:车牌|人物|路人|行人)",
        "Plates and whole people are not looked for in this release; faces are (“blur the faces”). Say where a plate is and when: “blur the bottom left from 0:05 to 0:09 and follow it”.",
        "当前版本不会找车牌和整个人，只会找人脸（“给人脸打码”）。请说出车牌的位置和时间，例如“0:05到0:09左下角打码并跟着移动”。",
    ),
    Lack(
        "private_text",
        r"\b(?:blur|hide|pixelate|censor|mosaic|redact|cover)\w*\b.{0,20}\b(?:(?:home |street |postal )?address(?:es)?|account numbers?|names?|usernames?)\b|(?:住址|地址|账号|姓名|名字|用户名).{0,6}(?:打码|模糊|遮|马赛克|隐藏)|(?:打码|模糊|遮住?|隐藏).{0,6}(?:住址|地址|账号|姓名|名字|用户名)",
        "I cannot tell what on the screen is that. Say its words (“blur “Jane Doe””), or the place and the time (“blur the top right from 0:12 to 0:20 and follow it”).",
        "我认不出画面上哪里是它。请说出具体文字（把“张三”打码），或者位置和时间（“0:12到0:20右上角打码并跟着移动”）。",
        unless=r"⟦|\b(?:top|bottom|left|right|upper|lower|cent(?:er|re)|middle|corner)\b|[左右上下]|中间|居中|角",
    ),
    Lack(
        "separate",
        r"\b(?:export|render|save)\b.{0,24}\b(?:each|every|all (?:the )?)\b.{0,12}\b(?:separately|individually|own file|different file|separate)|\b(?:export|save|render|as|into) (?:the )?(?:separate|individual) (?:files|videos|exports|clips)\b|(?:分别|单独|逐个|分开)(?:导出|渲染|保存)|每(?:个|段).{0,6}(?:单独|分别|各自)(?:导出|存)",
        "Exporting every clip as a file of its own in one go is not in this release. I can export one part at a time: “export only clip 2”.",
        "当前版本不能一次把每段分别导出。可以逐段导出：“只导出第二段”。",
    ),
    Lack(
        "two_exports",
        r"\b(?:export|render|save)\b.{0,24}\btwice\b|\b(?:export|render|save|give me|send me|make)\b.{0,24}\b(?:two|2|both) (?:versions|formats|shapes|sizes|exports)\b|\bonce (?:for|in|as|at)\b.{0,40}\bonce (?:for|in|as|at)\b|(?:导出|渲染|输出|出)(?:两|2)(?:个|份|版|种)(?:版本|格式|尺寸|比例)?|横(?:屏|版).{0,4}竖(?:屏|版).{0,4}(?:都|各)(?:导出|要|出)",
        "One file is made at a time, in the shape that the film has then. Say “export”; then “make it vertical and export” for the second one, and “undo” takes the shape back.",
        "一次只导出一个文件，按影片当时的比例。先说“导出”，再说“转成竖屏并导出”做第二个；说“撤销”可恢复比例。",
        unless=r"⟦",
    ),
    Lack(
        "motion_blur",
        r"\bmotion[- ]blur\w*|运动模糊|动态模糊",
        "Motion blur is not in this release. I can blur the whole picture (“blur clip 1”), or play a part slower.",
        "当前版本没有运动模糊。可以整体模糊（“第一段模糊”），或者放慢一段。",
    ),
    Lack(
        "remove_object",
        r"\b(?:remove|erase|delete|get rid of|edit out|take out|paint out)\b.{0,16}\b(?:person|people|man|woman|guy|lady|kid|stranger|bystander|passer-?by|car|wires?|pole|object|stain|reflection|shadow|mic(?:rophone)?)s?\b.{0,12}(?:$|\b(?:walking|standing|behind|in the|from the (?:video|picture|shot|frame|background)|on the|passing)\b)|(?:去掉|去除|抹掉|擦掉|消除|P掉|p掉).{0,8}(?:路人|行人|人物|车子?|电线|杂物|反光|影子)",
        "Taking a person or a thing out of the picture is not in this release: what is behind is not known. I can blur it where it is (“blur the left from 0:05 to 0:09 and follow it”), crop that side off, or cut those seconds.",
        "当前版本不能把人或物从画面里抹掉：后面是什么并不知道。可以按位置打码（“0:05到0:09左边打码并跟着移动”）、裁掉那一边，或剪掉那几秒。",
        unless=r"\b(?:noise|sound|audio|music|voice|shot|clip|scene|part|effect|glow)s?\b|声|音|阴影效果",
    ),
    Lack(
        "recording",
        r"^(?:please )?(?:record|film|capture) (?:my|the|a|me|this) (?:screen|webcam|camera|video|voice|desktop)\b|^(?:start|begin) (?:a )?recording\b|^(?:帮我)?(?:录制?|开始录)(?:一?下)?(?:我的)?(?:屏幕|屏|桌面|摄像头)",
        "Recording is not done here: I edit what has been recorded. Record it with another program, add the file, and tell me what to do with it.",
        "这里不能录制，只剪辑已经录好的素材。请用别的程序录好后添加文件，再告诉我怎么剪。",
    ),
    Lack(
        "alpha_export",
        r"\b(?:export|render|save|give me|download|send)\b.{0,30}\b(?:transparent|transparency|alpha)\b|(?:导出|渲染|输出).{0,12}(?:透明|alpha)",
        "An export with a transparent background is not in this release: what is rendered is opaque. A picture with transparency can be laid over the film (“put logo.png in the corner”).",
        "当前版本不能导出透明背景：成片都是不透明的。带透明的图片可以叠在影片上（“把 logo.png 放在右上角”）。",
        unless=r"⟦",
    ),
    Lack(
        "one_colour",
        r"\b(?:black and white|gr[ae]y ?scale|desaturat\w*)\b.{0,24}\b(?:but|except|keep\w*|only|leav\w*|apart from)\b.{0,12}\b(?:red|blue|green|yellow|orange|pink|purple)s?\b(?! (?:clip|shot|scene|car)s?)|\bcolou?r splash\b|\bselective colou?r\b|黑白.{0,8}(?:保留|只留|留下)(?:红|蓝|绿|黄|橙|粉|紫)色?|局部彩色|单色保留",
        "Keeping one colour while the rest goes black and white is not in this release. I can make all of it black and white, or less saturated (“saturation 30%”).",
        "当前版本不能只保留一种颜色。可以整体变黑白，或者降低饱和度（“饱和度30%”）。",
    ),
    Lack(
        "sky",
        r"\b(?:replace|change|swap|turn|make)\b.{0,12}\b(?:the )?sky\b(?!.{0,20}\b(?:bright|dark|light|blown|over)\w*)|换(?:个|一下)?天空|(?:天空).{0,4}(?:换|变)成",
        "Replacing the sky is not in this release: nothing here tells it from the rest of the picture. I can bring down a bright sky (“lower the highlights”), warm or cool the picture, or darken its edges (“add a vignette”).",
        "当前版本不能换天空：无法把它和画面其他部分分开。可以压低过亮的天空（“降低高光”）、调冷暖，或加暗角。",
    ),
    Lack(
        "speed_ramp",
        r"\bspeed ramp\w*|\bramp(?:ing)? (?:the |up |down )*(?:the )?speed|\b(?:gradual\w*|eas\w+) (?:\w+ ){0,3}(?:speed|slow)|曲线变速|变速曲线|渐渐(?:加速|减速)|慢慢(?:加速|减速)|逐渐(?:加速|减速|变快|变慢)",
        "A speed that changes gradually is not in this release. I can set fixed speeds for ranges: “slow down 0:05 to 0:08 to half speed”.",
        "当前版本没有渐变速度。可以给时间段设固定速度，例如“0:05到0:08放慢一半”。",
    ),
    Lack(
        "special_effect",
        r"\bglitch\w*|\bvhs\b|\b(?:shake (?:it|the (?:camera|picture|screen|video|frame)|everything)|(?:camera |screen |earthquake )shake)\b(?! (?:reduc|remov))|\brgb split|\bchromatic aberration|\bmatrix\b|\bhologram\w*|\b(?:fire|lightning|sparkle|strobe|smoke|explosion|magic) effect|\bkaleidoscope|\btilt[- ]?shift|\bfish ?eye|\bcartoon(?:ish|ify)?\b|\b(?:pencil )?sketch\b|\boil painting|\bcamera flash\b|\bspin(?:ning)? (?:transition|effect)|\bcube transition|\bpage (?:turn|curl|flip)|\bmorph\b|\bhand[- ]drawn|故障(?:风|特效|效果)|抖动(?:特效|效果)|(?:漫画|卡通|素描|油画|鱼眼|闪烁|灵魂出窍|老电视|分身|残影|霓虹灯|翻页|魔法|火焰|闪电|烟雾|爆炸)(?:风|特效|效果|转场|滤镜|化)?|3d(?:特效|转场)",
        "That effect is not in this release. Near it there are: pixelate, zoom and slide transitions, grain, vintage, invert and glow; “what can you do?” lists more.",
        "当前版本没有这个特效。相近的有：像素化、缩放和滑动转场，颗粒、复古、反色、柔光。",
        unless=r"⟦",
    ),
    Lack(
        "beauty",
        r"\bbeaut(?:y|ify) (?:filter|mode|effect|my|the|me)|\b(?:smooth|retouch|clear) (?:my |the )?skin|\bslim\w* (?:my |the )?(?:face|body)|\bmake ?up\b|\bwhiten (?:my )?teeth|美颜|瘦脸|磨皮|美白|大眼|瘦身|化妆|祛痘|美妆",
        "Retouching faces is not in this release. I can lift brightness, add a soft glow, or warm the picture.",
        "当前版本没有美颜、瘦脸。可以提亮画面、加柔光或调暖色调。",
    ),
    Lack(
        "rolling",
        r"\b(?:rolling|scrolling|scroll(?:ing)?) (?:credits|text|titles?|captions?)|\bticker\b|\bmarquee\b|\bblink(?:ing|s)?\b|\bflash(?:ing)? text|滚动(?:字幕|文字|名单)|走马灯|闪烁(?:文字|字幕)|片尾名单滚动",
        "Rolling and blinking text is not in this release. Text can fade, slide, pop or type itself in.",
        "当前版本没有滚动和闪烁文字。文字可以淡入、滑入、弹出或打字机效果。",
    ),
    Lack(
        "thumbnail",
        r"\bthumbnails?\b|\bcover (?:image|picture|photo)\b|\bscreenshots?\b|\bgrab (?:a |the )?(?:frame|still)\b|save (?:a |this |the )?frame|封面(?!字|标题|文字)|截图|截(?:一)?(?:张|帧)|缩略图",
        "Saving a single frame as a picture is not in this release. I can hold a frame in the film (“freeze at 0:10 for 2 s”).",
        "当前版本还不能把单帧存成图片。可以在片子里定格（“第10秒定格2秒”）。",
    ),
    Lack(
        "node_names",
        r"\b(?:progress bar|countdown|timer|animated (?:emoji|sticker|arrow)|arrows?\b|emoji reaction|confetti|lens flare|light leak|particles?|rain effect|snow effect|3d (?:text|effect)|green ?screen (?:myself|behind (?:me|us|him|her|them)))\b|进度条|倒计时|计时器|时间码|时间戳|(?:角|上面|下面|画面上|屏幕上)(?:加|放|显示|打)(?:1|一)?(?:个|下|上)?(?:当前|播放|拍摄)?(?:时间|日期)$|\btime ?(?:code|stamp)s?\b|箭头|粒子|下雪(?:效果|特效)|下雨(?:效果|特效)|表情包|弹幕|漏光",
        "That is not in this release. What can be put over the picture: titles, captions, lower thirds, end cards, and pictures or clips you add.",
        "当前版本没有这个。可以加到画面上的有：标题、字幕、人名条、结束卡，以及你上传的图片或视频。",
        unless=r"⟦|\.(?:png|gif|mp4|mov|webm|webp|jpg)\b",
    ),
    Lack(
        "speaker",
        r"\b(?:the )?(?:other|second|first) (?:speaker|person|guest|voice)\b|\binterviewer'?s? (?:voice|questions?|parts?)\b|\b(?:only|just) (?:me|the guest|the host) (?:talking|speaking)|(?:采访者|主持人|嘉宾|另一个人)的(?:声音|话|部分|问题)",
        "Telling speakers apart is not in this release. Give me the times of the parts you mean.",
        "当前版本还不能区分说话人。请告诉我相应的时间段。",
    ),
)  # fmt: skip

_COMPILED = tuple((lack, re.compile(lack.words), re.compile(lack.unless)) for lack in LACKS)


def lacks(c: Clause) -> Lack | None:
    """What this release lacks for a clause."""
    for lack, words, unless in _COMPILED:
        if not words.search(c.text) or unless.search(c.text):
            continue
        if lack.name == "special_effect" and named(c.text, "video_effect", "transition"):
            continue
        return lack
    return None


def _missing(c: Clause, bench: Bench) -> bool:
    lack = lacks(c)
    if lack is None:
        return False
    return decline(f"missing_{lack.name}", lack.en, lack.zh)


_EARLY = (
    "separate",
    "two_exports",
    "alpha_export",
    "thumbnail",
    "replay",
    "publish",
    "shorts",
    "drawn_marks",
)


def _separate(c: Clause, bench: Bench) -> bool:
    """Wishes that look like an export and are none."""
    lack = lacks(c)
    if (
        lack is not None
        and lack.name == "transcript"
        and c.has(r"\b(?:export|download|save|render)\b|导出|下载|保存")
    ):
        return _missing(c, bench)
    return lack is not None and lack.name in _EARLY and _missing(c, bench)


_BOTH_SHAPES = re.compile(
    r"\b(?:an? |one )?(?:\d+:\d+|vertical|square|horizontal|portrait|landscape)(?: one| version)? and (?:an? |one )(?:\d+:\d+|vertical|square|horizontal|portrait|landscape)(?: (?:one|version|copy|export))?s?$"
)


def _both_shapes(c: Clause, bench: Bench) -> bool:
    """ "A 16:9 and a 9:16 version": of two shapes the film has one."""
    if not _BOTH_SHAPES.search(c.text) or c.quotes:
        return False
    lack = next(lack for lack in LACKS if lack.name == "two_exports")
    return decline("missing_two_exports", lack.en, lack.zh)


FIRST = (Rule(_both_shapes, whole=True), Rule(_separate))
RULES = (Rule(_missing),)
