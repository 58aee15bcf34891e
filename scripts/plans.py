#!/usr/bin/env python3
"""Prints invented plans of invented cities, as many as wanted, for measurements: the same number gives the same text.

usage: scripts/plans.py COUNT FOLDER      writes FOLDER/plan-0001.md and so on

Each has eleven chapters, a table of twenty indicators with base and target, some three hundred sentences with targets,
tasks and projects, and boxes with projects. Needs nothing but Python.
"""
import random
import sys
from pathlib import Path

FIRST, SECOND = "澜云安清平丰临宁永泰兴怀广新长合德昌北南东西", "川浦渡溪原山水州阳江河湖岭湾泽陵城关沙桥坪源"
THINGS = ["污水处理厂", "特色产业园", "高标准农田", "区域医疗中心", "普通高中", "养老服务中心", "冷链物流园", "抽水蓄能电站",
          "城市快速路", "数据中心", "应急指挥平台", "博物馆", "职业技术学院", "灌区改造", "老旧管网改造", "公共充电站",
          "体育公园", "农产品交易市场", "检验检测中心", "通用机场", "河道综合整治", "垃圾焚烧发电厂"]
FIELDS = ["稳定和扩大就业", "深化医保支付方式改革", "改善水质", "保护耕地", "优化营商环境", "发展数字经济", "推进乡村振兴",
          "完善社会保障", "加强基层治理", "保护历史文化", "扩大对外开放", "健全防灾减灾体系", "建设现代化产业体系",
          "推动绿色低碳转型", "促进教育公平", "提升公共卫生能力", "培育专精特新企业", "畅通城乡要素流动", "落实安全生产责任",
          "支持民营经济发展"]
ACTS = ["推进", "完善", "健全", "加快", "加强", "支持", "引导", "实施", "深化", "优化", "扩大", "提升"]
OBJECTS = ["重点领域改革", "骨干网络建设", "产业链协同", "人才引进培养", "公共服务供给", "科技成果转化", "市场主体培育",
           "资源节约利用", "风险排查整治", "基础设施补短板", "跨区域合作", "标准体系建设", "品牌建设", "数据共享开放"]
BODIES = ["市发展改革委", "市财政局", "市教育局", "市卫生健康委", "市生态环境局", "市农业农村局", "市交通运输局", "市水利局",
          "市工业和信息化局", "市人力资源社会保障局", "市民政局", "市住房城乡建设局"]
INDICATORS = [("地区生产总值年均增长", "%", 5, "预期性"), ("全员劳动生产率", "万元/人", 18, "预期性"),
              ("常住人口城镇化率", "%", 65, "预期性"), ("全社会研发经费投入增长", "%", 7, "预期性"),
              ("每万人口高价值发明专利拥有量", "件", 8, "预期性"), ("数字经济核心产业增加值占比", "%", 9, "预期性"),
              ("居民人均可支配收入", "元", 38000, "预期性"), ("城镇调查失业率", "%", 5.5, "预期性"),
              ("劳动年龄人口平均受教育年限", "年", 11.3, "约束性"), ("每千人口执业医师数", "人", 3.2, "预期性"),
              ("基本养老保险参保率", "%", 95, "预期性"), ("每千人口托位数", "个", 4.5, "预期性"),
              ("人均预期寿命", "岁", 79.5, "预期性"), ("单位地区生产总值能耗降低", "%", 13, "约束性"),
              ("单位地区生产总值二氧化碳排放降低", "%", 18, "约束性"), ("空气质量优良天数比率", "%", 87, "约束性"),
              ("地表水优良水体比例", "%", 90, "约束性"), ("森林覆盖率", "%", 42, "约束性"),
              ("粮食综合生产能力", "万吨", 120, "约束性"), ("能源综合生产能力", "万吨标准煤", 260, "约束性")]
CHAPTERS = ["发展基础", "总体要求", "优化空间格局", "强化科技创新", "构建现代产业体系", "推进乡村全面振兴", "完善基础设施",
            "推动绿色转型", "增进民生福祉", "深化改革开放", "保障规划实施"]
NUMBERS = "一二三四五六七八九十"


def name(chance):
    return chance.choice(FIRST) + chance.choice(SECOND)


def sentence(chance, city):
    kind = chance.random()
    if kind < 0.5:
        return f"{chance.choice(ACTS)}{chance.choice(OBJECTS)}，{chance.choice(FIELDS)}，{chance.choice(ACTS)}{name(chance)}片区{chance.choice(OBJECTS)}。"
    if kind < 0.75:
        return f"{chance.choice(BODIES)}牵头{chance.choice(FIELDS)}，到{chance.randint(2026, 2030)}年建成{name(chance)}{chance.choice(THINGS)}{chance.randint(1, 9)}个。"
    thing, unit, value, _ = chance.choice(INDICATORS)
    return f"到2030年，{city}{thing}达到{value * chance.uniform(0.9, 1.1):.1f}{unit}以上。"


def plan(number):
    chance = random.Random(number)
    city = name(chance) + "市"
    lines = [f"# {city}国民经济和社会发展第十五个五年规划纲要", ""]
    for at, chapter in enumerate(CHAPTERS):
        ordinal = "十一" if at == 10 else NUMBERS[at]
        lines += [f"## 第{ordinal}章 {chapter}", ""]
        if at == 1:
            lines += ["### 主要目标", "", "表1 “十五五”时期主要指标", "", "| 指标 | 单位 | 2025年 | 2030年 | 属性 |", "|---|---|---|---|---|"]
            for thing, unit, value, nature in INDICATORS:
                base = value * chance.uniform(0.85, 0.99)
                target = value * chance.uniform(1.0, 1.1)
                lines.append(f"| {thing} | {unit} | {base:.1f} | {target:.1f} | {nature} |")
            lines.append("")
        for part in range(3):
            lines += [f"### {NUMBERS[part]}、{chance.choice(FIELDS)}", ""]
            for _ in range(3):
                lines += ["".join(sentence(chance, city) for _ in range(3)), ""]
        if at in (4, 6, 8):
            lines += [f"**专栏{at} 重点项目**", ""]
            lines += [f"- {name(chance)}{chance.choice(THINGS)}项目：总投资{chance.randint(2, 60)}亿元，{chance.randint(2027, 2030)}年建成。" for _ in range(8)]
            lines.append("")
    return "\n".join(lines) + "\n"


def main(count, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        (folder / f"plan-{number:04}.md").write_text(plan(number), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(int(sys.argv[1]), Path(sys.argv[2]))
