//! Throughput of the scanner over planning prose, in bytes of UTF-8 per second on one core.
#![allow(missing_docs, reason = "the macros of criterion write undocumented functions")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

/// Prose in the register of a plan, for machines without the reference plan.
const OWN: &str = "到2025年，全市公路总里程达到1.2万公里，其中高速公路480公里，年均增长3.5%；\
新建改建农村公路2600公里，具备条件的建制村通硬化路率达到100%。港口货物吞吐量突破3亿吨，集装箱吞吐量达到260万标箱。\
坚持以人民为中心的发展思想，加快建设综合立体交通网，推动运输结构调整，提升服务品质，完善治理体系，\
强化科技支撑，深化重点领域改革，为经济社会高质量发展提供有力保障。力争每千人口医疗卫生机构床位数达到7.5张，\
人均预期寿命提高1岁，居民健康素养水平由2020年的20%提高到25%以上。\n";

/// Enough text that one pass takes some ten milliseconds.
const SIZE: usize = 2_000_000;

#[allow(clippy::disallowed_methods, reason = "a benchmark reads its material")]
fn text() -> (String, &'static str) {
    let plan = std::env::var("GANGYAO_SHARED")
        .ok()
        .and_then(|root| std::fs::read_to_string(format!("{root}/plans/jinzhou-13.txt")).ok());
    let (once, name) = plan.map_or((OWN.to_owned(), "own prose"), |plan| (plan, "reference plan"));
    (once.repeat(SIZE / once.len() + 1), name)
}

fn scan(criterion: &mut Criterion) {
    let (text, name) = text();
    let mut group = criterion.benchmark_group("scan");
    group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(20);
    group.bench_function(name, |bencher| bencher.iter(|| phrase::scan(black_box(&text)).len()));
    group.finish();
}

criterion_group!(benches, scan);
criterion_main!(benches);
