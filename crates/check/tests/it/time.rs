//! No text makes the checker take more than linear time.

use crate::reading::findings;
use check::Settings;
use std::time::{Duration, Instant};

#[test]
fn unpaired_marks_take_linear_time() {
    for mark in ["（", "）", "“", "”", "《", "(", "“（"] {
        let (parts, whole) = (time_of(mark, 2_000, 8), time_of(mark, 16_000, 1));
        // As long as its eight parts when the time is linear, eight times as long when it is quadratic. What each part
        // costs whatever its length only makes the parts longer.
        assert!(
            whole < parts * 3 + Duration::from_millis(200),
            "{mark}: {parts:?} in parts, {whole:?} at once"
        );
    }
}

/// The shorter of two times that reading and checking a plan with a mark repeated so often takes, so many times over.
fn time_of(mark: &str, often: usize, times: usize) -> Duration {
    let text = format!(
        "云岭市国民经济和社会发展第十四个五年规划纲要\n\n第一章 发展目标\n\n加快建设{}，推进政务公开。\n",
        mark.repeat(often / mark.chars().count())
    );
    let once = || {
        let begun = spent();
        for _ in 0..times {
            let _ = findings(&text, &Settings::default());
        }
        spent().saturating_sub(begun)
    };
    (0..2).map(|_| once()).min().unwrap_or_default()
}

/// What this thread has spent on a processor, which is the same on a busy machine; the time of day where the system does
/// not tell it.
fn spent() -> Duration {
    static BEGUN: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split_whitespace().next()?.parse().ok());
    nanoseconds.map_or_else(|| BEGUN.elapsed(), Duration::from_nanos)
}
