"""Names and numbers shown only as far as the reader needs them."""

from media.pdf.text import without_invisible

MASK = "*"
LONGEST_MASK = 2

# Compound surnames that are in use today; their second character is no given name.
_SURNAMES = (
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 夏侯 端木 轩辕 百里 呼延 "
    "南宫 西门 独孤 澹台 钟离 申屠 太史 闻人 公冶 宗政 濮阳 淳于 单于 仲孙 赫连 万俟 闾丘 司空 "
    "亓官 鲜于 拓跋 第五 公羊 东郭 歐陽 司馬 諸葛 東方 尉遲 長孫 鍾離 聞人 濮陽"
)
COMPOUND_SURNAMES = frozenset(_SURNAMES.split())


def mask_name(name: str) -> str:
    """王小明 → 王**, 王明 → 王*, 欧阳娜 → 欧阳*, 买买提·艾力 → 买**, John Smith → J**.

    What stays is the surname or, where we can't tell one, the first character; of a name with a
    single character nothing stays.
    """
    letters = "".join(without_invisible(name).split())
    if len(letters) < 2:
        return MASK
    kept = 2 if len(letters) > 2 and letters[:2] in COMPOUND_SURNAMES else 1
    return letters[:kept] + MASK * min(len(letters) - kept, LONGEST_MASK)


def mask_number(number: str) -> str:
    """The first four and last two characters of a student number; shorter ones vanish wholly."""
    return f"{number[:4]}****{number[-2:]}" if len(number) > 6 else "****"
