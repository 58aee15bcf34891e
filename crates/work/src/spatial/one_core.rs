//! Work on layers takes one core, however many there are: pages are answered meanwhile.

/// Does heavy work on one thread of its own.
pub(crate) fn on_one_core<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
        Ok(pool) => pool.install(work),
        // Without a thread to spare it is done where it is asked for.
        Err(_) => work(),
    }
}
