use std::path::PathBuf;
use std::time::Duration;
use worker::{Failure, Job, Limits, Pool, Program, once};

/// The example beside this test binary.
fn program() -> Program {
    let test = std::env::current_exe().unwrap();
    let built: PathBuf = test.parent().and_then(|deps| deps.parent()).unwrap().join("examples/misbehave");
    assert!(built.exists(), "build the examples first: {}", built.display());
    Program { path: built, arguments: Vec::new() }
}

fn limits() -> Limits {
    Limits { memory: 300 << 20, cpu_seconds: 1, wall: Duration::from_secs(4), output: 64 << 20 }
}

fn job(name: &str, body: &[u8]) -> Job {
    Job { name: name.to_owned(), head: b"<".to_vec(), body: body.to_vec() }
}

fn outcome(name: &str) -> Result<String, Failure> {
    once(&program(), &job(name, b"body"), limits()).map(|bytes| String::from_utf8(bytes).unwrap())
}

#[test]
fn an_answer_comes_back_whole() {
    let body: Vec<u8> = (0..3_000_000_u32).map(|at| u8::try_from(at % 251).unwrap()).collect();
    let answer = once(&program(), &job("echo", &body), limits()).unwrap();
    assert_eq!((&answer[..1], &answer[1..]), (&b"<"[..], &body[..]));
}

#[test]
fn each_limit_is_named() {
    assert_eq!(outcome("allocate"), Err(Failure::Memory(300)));
    assert_eq!(outcome("hoard"), Err(Failure::Memory(300)));
    assert_eq!(outcome("loop"), Err(Failure::Time(1)));
    assert_eq!(outcome("nest"), Err(Failure::Depth));
    let roomy = Limits { memory: 1 << 30, ..limits() };
    assert_eq!(once(&program(), &job("print", b""), roomy), Err(Failure::Output(64)));
    assert!(matches!(outcome("unknown"), Err(Failure::Panicked(_))));
    for failure in [Failure::Memory(300), Failure::Time(1), Failure::Output(64)] {
        let number = match failure {
            Failure::Memory(n) | Failure::Time(n) | Failure::Output(n) => n.to_string(),
            _ => String::new(),
        };
        assert!(failure.words().zh.contains(&number) && failure.words().en.contains(&number));
    }
}

#[test]
fn a_sleeper_is_ended_by_the_clock() {
    let short = Limits { wall: Duration::from_millis(600), ..limits() };
    assert!(matches!(once(&program(), &job("sleep", b""), short), Err(Failure::Time(_))));
}

#[cfg(target_os = "linux")]
#[test]
fn network_programs_and_files_are_refused() {
    assert!(worker::missing().is_empty());
    assert_eq!(outcome("connect").unwrap(), "PermissionDenied");
    assert_eq!(outcome("run").unwrap(), "PermissionDenied");
    // The limit on file size ends the writer by a signal.
    assert!(matches!(outcome("write"), Err(Failure::Died(_))));
    let kept = tempfile_path();
    std::fs::write(&kept, b"kept").unwrap();
    let answer = once(&program(), &job("remove", kept.to_string_lossy().as_bytes()), limits()).unwrap();
    assert_eq!(String::from_utf8(answer).unwrap(), "PermissionDenied");
    std::fs::remove_file(kept).unwrap();
}

fn tempfile_path() -> PathBuf {
    std::env::temp_dir().join(format!("worker-kept-{}", std::process::id()))
}

#[test]
fn a_program_that_is_not_there_is_told() {
    let missing = Program { path: PathBuf::from("/nonexistent/gangyao"), arguments: Vec::new() };
    assert!(matches!(once(&missing, &job("echo", b""), limits()), Err(Failure::Start(_))));
}

#[test]
fn those_who_wait_know_their_place() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let pool = Pool::new(program(), 1, true);
        // At the lowest priority a busy machine lets a child wait long for its second of processor.
        let patient = || Limits { wall: Duration::from_mins(1), ..limits() };
        let mut first = pool.submit(job("loop", b""), patient());
        let second = pool.submit(job("loop", b""), patient());
        let mut third = pool.submit(job("echo", b"3"), patient());
        while first.place().is_some() {
            tokio::task::yield_now().await;
        }
        assert_eq!((second.place(), third.place(), pool.waiting()), (Some(0), Some(1), 2));
        // Taken back: the next moves up at once.
        drop(second);
        while third.place() == Some(1) {
            tokio::task::yield_now().await;
        }
        assert_eq!(first.answer().await, Err(Failure::Time(1)));
        assert_eq!(third.answer().await, Ok(b"<3".to_vec()));
        assert_eq!((third.place(), pool.waiting()), (None, 0));
    });
}

#[test]
fn a_job_taken_back_ends_its_child() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let pool = Pool::new(program(), 1, false);
        let ticket = pool.submit(job("sleep", b""), Limits { wall: Duration::from_mins(1), ..limits() });
        while ticket.place().is_some() {
            tokio::task::yield_now().await;
        }
        drop(ticket);
        // The only place is free again long before the sleeper's time is over.
        let mut next = pool.submit(job("echo", b"x"), limits());
        let answer = tokio::time::timeout(Duration::from_secs(10), next.answer()).await;
        assert_eq!(answer.unwrap(), Ok(b"<x".to_vec()));
    });
}
