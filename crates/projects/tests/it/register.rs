//! Registers of invented projects.

use projects::Course;

/// How the projects of a register behave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Money is spent evenly over a length that is a log-normal multiple of the plan.
    Even,
    /// Money follows an S-curve and runs ahead or behind, projects stop for months, some take many times their time.
    Rough,
}

/// Steele and others' SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        #[expect(clippy::cast_precision_loss, reason = "53 bits")]
        let bits = ((z ^ (z >> 31)) >> 11) as f64;
        (bits + 0.5) / 9_007_199_254_740_992.0
    }

    fn normal(&mut self) -> f64 {
        let (u, v) = (self.next(), self.next());
        libm::sqrt(-2.0 * libm::log(u)) * libm::cos(std::f64::consts::TAU * v)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "months are few and positive")]
fn months(value: f64) -> u32 {
    value.max(1.0) as u32
}

/// A register of finished projects, drawn by seed.
pub(crate) fn register(kind: Kind, seed: u64, count: usize) -> Vec<Course> {
    let mut random = Random(seed);
    (0..count)
        .map(|_| {
            let planned = months(12.0 + 36.0 * random.next());
            match kind {
                Kind::Even => even(&mut random, planned),
                Kind::Rough => rough(&mut random, planned),
            }
        })
        .collect()
}

fn even(random: &mut Random, planned: u32) -> Course {
    let length = months(f64::from(planned) * libm::exp(0.15 + 0.3 * random.normal()));
    let money = (1..=length)
        .map(|month| (f64::from(month) / f64::from(length) * (1.0 + 0.05 * random.normal())).clamp(0.0, 1.0))
        .collect();
    Course { planned, ended: Some(length), seen: length, money }
}

fn rough(random: &mut Random, planned: u32) -> Course {
    // Work goes on at a speed of its own; one in eight is slowed by a Pareto multiple (tail index 1.5).
    let mut speed = libm::exp(0.1 + 0.25 * random.normal());
    if random.next() < 0.125 {
        speed *= libm::pow(random.next(), -1.0 / 1.5);
    }
    let needed = f64::from(planned) * speed;
    let ahead = libm::exp(0.2 * random.normal());
    let (mut worked, mut stopped) = (0.0, 0u32);
    let mut money = Vec::new();
    while worked < needed && money.len() < 600 {
        if stopped > 0 {
            stopped -= 1;
        } else {
            worked += 1.0;
            if random.next() < 0.02 {
                stopped = months(3.0 - 6.0 * libm::log(random.next()));
            }
        }
        let part = (worked / needed).min(1.0);
        let curve = 1.0 / (1.0 + libm::exp(-8.0 * (part - 0.5)));
        money.push((libm::pow(curve, 1.0 / ahead)).clamp(0.0, 1.0));
    }
    let length = u32::try_from(money.len()).expect("few months").max(1);
    Course { planned, ended: Some(length), seen: length, money }
}
