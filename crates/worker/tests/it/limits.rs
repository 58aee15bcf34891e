use std::time::Duration;
use worker::{Limits, Scale};

#[test]
fn limits_grow_with_the_file_and_end_at_a_ceiling() {
    let scale = Scale::default();
    let sizes = [0, 1 << 10, 1 << 20, 8 << 20, 50 << 20, 128 << 20, u64::MAX];
    let all: Vec<Limits> = sizes.iter().map(|size| scale.limits(*size)).collect();
    for pair in all.windows(2) {
        assert!(pair[0].memory <= pair[1].memory && pair[0].cpu_seconds <= pair[1].cpu_seconds, "{pair:?}");
        assert!(pair[0].output <= pair[1].output, "{pair:?}");
    }
    assert!(all[3].memory > all[0].memory && all[3].cpu_seconds > all[0].cpu_seconds, "{all:?}");
    for limits in &all {
        assert!(limits.memory >= scale.memory_floor << 20 && limits.memory <= scale.memory_ceiling << 20);
        assert!((scale.cpu_floor..=scale.cpu_ceiling).contains(&limits.cpu_seconds));
        // Who sleeps is ended as well.
        assert!(limits.wall > Duration::from_secs(limits.cpu_seconds));
    }
    // A text of 50 MB took 1.5 GB and half a minute once, and more than that is not given to anything.
    for limits in &all[4..] {
        assert_eq!((limits.memory, limits.cpu_seconds), (1536 << 20, 60));
    }
}

#[test]
fn a_ceiling_below_the_floor_leaves_the_floor() {
    let scale = Scale { memory_ceiling: 1, cpu_ceiling: 1, ..Scale::default() };
    let limits = scale.limits(128 << 20);
    assert_eq!((limits.memory, limits.cpu_seconds), (scale.memory_floor << 20, scale.cpu_floor));
}
