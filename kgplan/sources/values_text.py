"""The small pass before the grammar: one character for everything that plans write in several ways.

Nothing is interpreted here. Footnote signs go first, because the standard normal form would turn ① into the digit 1.
"""

import re
import unicodedata

LONGEST = 300  # characters; longer cells are prose that stands in the wrong column

_FOOTNOTE = re.compile(r"[①-⓿❶-➓*†‡※☆★]+")
_RAISED = re.compile(r"(?<=[\d一-鿿％%\])〕］）])[⁰¹²³⁴-⁹]+")
_POWER = re.compile(r"(?<=10)[⁰¹²³⁴-⁹]+")
_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("〔【〖［{", "["),
        **dict.fromkeys("〕】〗］}", "]"),
        **dict.fromkeys("≧⩾≥≮", "≥"),
        **dict.fromkeys("≦⩽≤≯", "≤"),
        **dict.fromkeys("–—―‒‐‑−﹣⁃", "-"),
        **dict.fromkeys("〜∼～˜", "~"),
        **dict.fromkeys("○Ｏ", "〇"),
        **dict.fromkeys("∶︓꞉ː", ":"),
        "〈": "<",
        "〉": ">",
        "’": "'",
        "‘": "'",
        "\u200b": "",
        "\ufeff": "",
    }
)
_INCLUDED = re.compile(r"(?<=以[上下内])\((?:均)?包?含\d[^()]{0,12}\)")
"""3个以上(含3个): the bound counts, as 以上 says already."""
_FURTHER = re.compile(r"(?<=[\d%‰上下内右])(?:[并且]|并且)(?=逐年|逐步|持续|稳步|不断|力争|争取|确保)")
"""低于10%且逐年下降: what follows is a remark of its own."""
_RATIO = re.compile(r"(?<=\d)比(?=\d{1,4}(?:\.\d+)?(?![\d年]))")
_SIGN_BEHIND = re.compile(r"^([\d.]+[^\d()≥≤<>]*)\(([≥≤<>])\)$")
"""55%(≥): the sign of a column, printed behind each of its figures."""
_CHINESE_YEAR = re.compile(r"([二一][〇零一二三四五六七八九]{3})(?=年)")
_DAMAGED = re.compile(
    r"\ufffd|[■□?](?=[\d.%‰])|(?<=[\d.])[■□?]"
    r"|(?<=\d)(?:[OoI](?=[\d.%‰万亿一-鿿]|$)|l(?=[\d.%‰万亿]))"
    r"|(?<![A-Za-z])(?:[OoIl](?=\.\d)|[Il](?=\d)|[Oo](?=\d+[.%‰]))"
)
"""A digit that was lost (■8.3%) or read as a letter (25O万): nobody can say which number stood there."""
_NOTHING = frozenset({"", "-", "--", "/", "//", "\\", ".", "...", "~", "n/a", "na", "nan", "none", "null"})


def normalise(text: str) -> str:
    """The cell with one character for each meaning and no blanks, but for those that keep two numbers apart."""
    text = _POWER.sub("^", text)  # 10⁴吨 is no 10吨 with a footnote; the grammar refuses it
    text = _RAISED.sub("", _FOOTNOTE.sub("", text)).translate(_CHARACTERS)
    text = unicodedata.normalize("NFKC", text).translate(_CHARACTERS)
    text = re.sub(r"(?<=\d)\s(?=\d{3}(?!\d))", "", text) if re.fullmatch(r"\D*\d{1,3}(\s\d{3})+\D*", text) else text
    text = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", text)
    text = re.sub(r"(?<=\d)[。·・](?=\d)", ".", text)  # damaged decimal points: 76。7
    if re.search(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d|,\d)", text):
        text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = text.replace("--", "-") if re.fullmatch(r"[^-]*\d\D*--\d[^-]*", text) else text
    text = re.sub(r">=|=>|≥=", "≥", text)
    text = re.sub(r"<=|=<|≤=", "≤", text)
    text = re.sub(r"(?<![\d.%])\+(?=\d)", "", text)
    text = re.sub(r"(?<!\d):|:(?!\d)", ",", text)
    text = re.sub(r"\.(?!\d)", "。", text)
    text = re.sub(r"且(?=[不≥≤<>超低高大小])", ",", text)
    text = _FURTHER.sub(",", text)
    text = _RATIO.sub(":", text)
    text = _SIGN_BEHIND.sub(r"\2\1", text)
    text = _INCLUDED.sub("", text)
    text = text.replace("约占", "占约")
    text = _CHINESE_YEAR.sub(
        lambda match: "".join(str("〇一二三四五六七八九".index(digit)) for digit in match[1].replace("零", "〇")), text
    )
    return re.sub(r"[,;、。]*([,;、。])", r"\1", text).strip(",;、。")


def has_footnote(text: str) -> bool:
    """Whether footnote signs stand in the cell, which the normal form leaves out."""
    return bool(_FOOTNOTE.search(text) or _RAISED.search(_POWER.sub("", text)))


def is_damaged(text: str) -> bool:
    """Whether a sign for a lost digit, or a letter that looks like one, stands among the digits of the cell."""
    return bool(_DAMAGED.search(text))


def states_nothing(text: str) -> bool:
    """Whether the normalised cell says that there is no statement: —, / and the like, or nothing at all."""
    return text.casefold() in _NOTHING
