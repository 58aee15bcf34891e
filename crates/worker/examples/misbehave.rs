//! A child for the tests: does to itself what a hostile file does to a parser, as the name of the job says.
#![allow(clippy::disallowed_methods)]

use std::process::ExitCode;
use worker::Job;

fn main() -> ExitCode {
    worker::serve(handler)
}

fn handler(job: &Job) -> Vec<u8> {
    match job.name.as_str() {
        "echo" => [job.head.as_slice(), &job.body].concat(),
        "allocate" => vec![1; 8 << 30],
        "hoard" => {
            let mut kept: Vec<Vec<u8>> = Vec::new();
            loop {
                kept.push(vec![7; 1 << 20]);
                if kept.len() == usize::MAX {
                    return Vec::new();
                }
            }
        }
        "loop" => {
            let mut state = 1_u64;
            while std::hint::black_box(state) != 0 {
                state = state.wrapping_mul(6_364_136_223_846_793_005) | 1;
            }
            Vec::new()
        }
        "nest" => vec![u8::try_from(nest(u64::MAX) % 251).unwrap_or_default()],
        "print" => vec![0; 300 << 20],
        "sleep" => {
            std::thread::sleep(std::time::Duration::from_mins(10));
            Vec::new()
        }
        "connect" => said(std::net::TcpStream::connect(("127.0.0.1", 9)).map(|_| ())),
        "run" => said(std::process::Command::new("/bin/true").status().map(|_| ())),
        "write" => said(std::fs::write(std::env::temp_dir().join("worker-misbehave"), [0; 4096])),
        "remove" => said(std::fs::remove_file(String::from_utf8_lossy(&job.body).as_ref())),
        _ => panic!("no such job"),
    }
}

fn said(result: std::io::Result<()>) -> Vec<u8> {
    result.map_or_else(|error| format!("{:?}", error.kind()), |()| "done".to_owned()).into_bytes()
}

#[inline(never)]
fn nest(depth: u64) -> u64 {
    let here = std::hint::black_box([depth; 64]);
    if depth == 0 { 0 } else { nest(depth - 1).wrapping_add(here.iter().fold(0, |sum, x| sum ^ x)) }
}
