"""Words of one subject, in both languages: who speaks of the price may say "it costs ten dollars"."""

from __future__ import annotations

from collections import defaultdict

SUBJECTS = (
    "price cost pay fee dollar euro buck cent expensive cheap discount afford subscription bill charge refund "
    "价格 价钱 定价 报价 收费 费用 付费 花钱 多少钱 便宜 太贵 很贵 折扣 优惠 美元 块钱 元钱 降价 涨价 成本 订阅",
    "revenue profit sale income earnings turnover invest investor funding valuation 收入 利润 营收 融资 投资 销售额 盈利",
    "team hire colleague employee staff recruit coworker 团队 招聘 同事 员工 招人",
    "customer client user buyer audience 客户 用户 顾客 买家 观众",
    "market advertise campaign brand promote 市场 营销 推广 广告 品牌",
    "found founder startup company business entrepreneur 创业 公司 创办 创始人 企业",
    "code program programmer developer software engineer bug compile 代码 编程 程序员 程序 软件 开发 工程师",
    "security secure password encrypt hacker attack privacy 安全 密码 加密 黑客 隐私 攻击",
    "health doctor hospital sick illness medicine patient disease 健康 医生 医院 生病 药 患者 疾病",
    "food eat cook recipe meal restaurant delicious dish kitchen taste 食物 吃饭 做饭 菜谱 餐厅 好吃 美食 厨房 做菜 味道",
    "coffee espresso latte cafe barista brew 咖啡 拿铁 咖啡馆 咖啡豆",
    "travel trip journey flight airport hotel tourist vacation holiday 旅行 旅游 出差 航班 机场 酒店 度假 景点",
    "family mother father parent child kid son daughter brother sister wife husband 家人 家庭 妈妈 爸爸 父母 孩子 儿子 女儿 兄弟 姐妹 妻子 丈夫",
    "school student teacher study university college learn class lesson exam 学校 学生 老师 学习 大学 课程 上课 考试",
    "sport football soccer basketball tennis run athlete training match 运动 足球 篮球 网球 跑步 比赛 训练",
    "music song guitar piano band concert sing album 音乐 歌曲 吉他 钢琴 乐队 演唱会 唱歌 专辑",
    "weather rain snow sunny storm temperature 天气 下雨 下雪 晴天 气温 暴风雨",
    "job career interview salary resume boss promotion work 工作 职业 面试 工资 薪水 简历 老板 升职",
    "deadline schedule timeline milestone deliver 截止 进度 日程 时间表 交付 排期",
    "design designer layout interface colour font logo 设计 设计师 界面 布局 配色 字体",
    "data statistic chart analytics metric dashboard 数据 统计 图表 指标 分析",
    "ai intelligence neural model algorithm chatgpt robot 人工智能 模型 算法 神经网络 机器学习 机器人",
    "install setup configure download account login 安装 设置 配置 下载 账号 登录 注册",
    "problem issue error failure crash mistake wrong trouble 问题 错误 故障 失败 崩溃 毛病",
    "future roadmap plan vision next goal 未来 规划 计划 路线图 目标 愿景",
    "history begin childhood origin born 历史 起源 童年 小时候 出生 起初",
    "house home apartment rent flat landlord 房子 住房 公寓 租房 房租 房东 家里",
    "car drive vehicle engine traffic road 汽车 开车 车辆 发动机 交通",
    "nature forest mountain river ocean tree animal wildlife 自然 森林 大山 河流 海洋 树木 动物",
    "climate carbon emission warming energy solar environment 气候 碳排放 变暖 能源 太阳能 环境 环保",
    "politics government president election vote law minister 政治 政府 总统 选举 投票 法律 部长",
    "camera lens photo photograph shoot tripod film 相机 镜头 照片 摄影 拍摄 三脚架",
    "app application phone mobile screen smartphone 应用 手机 屏幕 软件",
    "contact email address phone website 联系 邮箱 地址 电话 网站 微信",
    "city town street downtown urban skyline building square 城市 街道 街头 市区 大楼 高楼 城里",
    "sea beach sand wave coast island shore 大海 海滩 沙滩 海边 海浪 海岛",
    "computer laptop keyboard type desk office monitor 电脑 笔记本 键盘 打字 办公室 办公桌 显示器",
    "sky sunset sunrise cloud star moon 天空 日落 日出 云 星空 月亮",
    "introduce welcome hello name today 介绍 欢迎 大家好 我叫 今天",
    "thank goodbye bye subscribe like conclusion 谢谢 再见 拜拜 关注 点赞 总结 感谢",
)


def stem(word: str) -> str:
    """An English word without the endings that bend it, so that price, prices, priced and pricing are one."""
    for ending in (
        "ations",
        "ation",
        "ments",
        "ment",
        "ings",
        "ing",
        "ies",
        "ied",
        "ers",
        "ed",
        "es",
        "er",
        "ly",
        "s",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith(("ss", "us", "is")):
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] in "eiy" else word


def _table() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in SUBJECTS:
        words = {stem(word) if word.isascii() else word for word in line.split()}
        for word in words:
            found[word] |= words
    return {word: frozenset(held) for word, held in found.items()}


RELATED = _table()
"""By a stem, or a Chinese word: all words of its subjects."""
