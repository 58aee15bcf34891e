//! How much a job may use: a floor for small files and a share for each byte of large ones.

use std::time::Duration;

/// What one job may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Address space of the child, in bytes.
    pub memory: u64,
    /// CPU time of the child, in whole seconds.
    pub cpu_seconds: u64,
    /// Time on the clock from the start of the job, waiting in the queue not counted.
    pub wall: Duration,
    /// Largest answer, in bytes.
    pub output: u64,
}

/// How limits grow with the size of the input.
///
/// Each limit is `floor + per_mebibyte * size in MiB`, and at most `ceiling`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Memory for the smallest file, in MiB.
    pub memory_floor: u64,
    /// More memory for each MiB of input, in MiB.
    pub memory_per_mebibyte: u64,
    /// Memory for the largest file, in MiB.
    pub memory_ceiling: u64,
    /// CPU seconds for the smallest file.
    pub cpu_floor: u64,
    /// More CPU seconds for each MiB of input.
    pub cpu_per_mebibyte: u64,
    /// CPU seconds for the largest file.
    pub cpu_ceiling: u64,
    /// Largest answer for the smallest file, in MiB; grows with the memory.
    pub output_floor: u64,
}

impl Default for Scale {
    /// Measured on plans, reports and workbooks: the largest real ones need a third of these.
    fn default() -> Self {
        Self {
            memory_floor: 512,
            memory_per_mebibyte: 48,
            memory_ceiling: 1536,
            cpu_floor: 10,
            cpu_per_mebibyte: 1,
            cpu_ceiling: 60,
            output_floor: 64,
        }
    }
}

const MEBIBYTE: u64 = 1 << 20;

impl Scale {
    /// The limits for an input of `size` bytes.
    ///
    /// # Example
    /// ```
    /// let scale = worker::Scale::default();
    /// let (small, large) = (scale.limits(1 << 10), scale.limits(8 << 20));
    /// assert_eq!(small.memory, 512 << 20);
    /// assert_eq!(large.memory, (512 + 8 * 48) << 20);
    /// assert!(small.wall > std::time::Duration::from_secs(small.cpu_seconds));
    /// ```
    pub fn limits(&self, size: u64) -> Limits {
        let grown = |floor: u64, each: u64, ceiling: u64| {
            floor.saturating_add(each.saturating_mul(size / MEBIBYTE)).min(ceiling.max(floor))
        };
        let memory = grown(self.memory_floor, self.memory_per_mebibyte, self.memory_ceiling);
        let cpu_seconds = grown(self.cpu_floor, self.cpu_per_mebibyte, self.cpu_ceiling);
        Limits {
            memory: memory.saturating_mul(MEBIBYTE),
            cpu_seconds,
            // A child of the lowest priority waits for others; the clock only ends one that sleeps for ever.
            wall: Duration::from_secs(cpu_seconds.saturating_mul(2)),
            output: self.output_floor.max(memory / 8).saturating_mul(MEBIBYTE),
        }
    }
}
