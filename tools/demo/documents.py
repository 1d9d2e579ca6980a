"""The documents of the package: one for each register, so that all that rests on them is marked synthetic."""

from demo.place import CITY, FIRST, LAST

TITLES = {
    "demo-disputes": ("知识产权纠纷案件登记（示例）", "Register of disputes (demonstration)"),
    "demo-preexam": ("专利预审登记（示例）", "Register of pre-examination (demonstration)"),
    "demo-agencies": ("代理机构信用登记（示例）", "Register of agencies and their credit (demonstration)"),
    "demo-assessment-2024": ("2024年度各区知识产权保护考核（示例）", "District assessment of 2024 (demonstration)"),
    "demo-assessment-2025": ("2025年度各区知识产权保护考核（示例）", "District assessment of 2025 (demonstration)"),
    "demo-registers": ("其他登记（示例）", "Other registers (demonstration)"),
}


def tables():
    return {"document": [{
        "document": code, "title_zh": title_zh, "title_en": title_en, "publisher_zh": "iprstat示例",
        "publisher_en": "iprstat demonstration", "region": CITY, "kind": "register", "published_on": LAST,
        "reliability": "weak", "publisher_rank": 99, "note_zh": "虚构数据，仅供演示",
        "note_en": "Made up, for demonstration only", "synthetic": True, "covers_from": FIRST, "covers_to": LAST,
    } for code, (title_zh, title_en) in TITLES.items()]}
