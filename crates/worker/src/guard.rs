//! The limits a child sets on itself, through the system's own means.

use crate::Limits;
use source::Words;
use std::io;

/// A limit that this system does not keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Address space cannot be limited.
    Memory,
    /// System calls cannot be refused.
    Calls,
}

impl Missing {
    /// What to tell the administrator at the start of the server.
    pub fn words(self) -> Words {
        match self {
            Self::Memory => Words::new(
                "本系统不能限制读取文件的子进程所用内存；请只在受信任的网络中使用，或改用 Linux。",
                "this system cannot limit the memory of the process that reads files; serve only a trusted network, or use Linux",
            ),
            Self::Calls => Words::new(
                "本系统不能限制读取文件的子进程的系统调用（网络、启动程序）；其余上限仍然有效。",
                "this system cannot refuse system calls (network, programs) to the process that reads files; the other limits hold",
            ),
        }
    }
}

/// The limits that this system does not keep; empty on Linux for x86-64, aarch64 and riscv64.
pub fn missing() -> Vec<Missing> {
    let mut missing = Vec::new();
    if !cfg!(any(target_os = "linux", target_os = "freebsd")) {
        missing.push(Missing::Memory);
    }
    if !FILTERED {
        missing.push(Missing::Calls);
    }
    missing
}

const FILTERED: bool = cfg!(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")
));

/// Sets memory, CPU time, files and priority of this process.
#[cfg(unix)]
pub(crate) fn limit(limits: Limits, background: bool) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, nice, setrlimit};
    let set = |resource, soft: u64, hard: u64| {
        setrlimit(resource, Rlimit { current: Some(soft), maximum: Some(hard) }).map_err(io::Error::from)
    };
    set(Resource::Core, 0, 0)?;
    // Standard streams, and the few that the standard library opens for a moment.
    set(Resource::Nofile, 16, 16)?;
    set(Resource::Fsize, 0, 0)?;
    // The soft limit sends a signal that names the cause; the hard one a second later cannot be missed.
    set(Resource::Cpu, limits.cpu_seconds, limits.cpu_seconds.saturating_add(1))?;
    #[cfg(not(target_os = "macos"))]
    set(Resource::As, limits.memory, limits.memory)?;
    if background {
        nice(19).map_err(io::Error::from)?;
    }
    Ok(())
}

#[cfg(not(unix))]
pub(crate) fn limit(_limits: Limits, _background: bool) -> io::Result<()> {
    Ok(())
}

/// Refuses network, programs and the files of others to this thread and all that it starts.
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")
))]
pub(crate) fn refuse_calls() -> Result<(), String> {
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};
    let mut refused = vec![
        libc::SYS_socket,
        libc::SYS_socketpair,
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_accept,
        libc::SYS_accept4,
        libc::SYS_sendto,
        libc::SYS_sendmsg,
        libc::SYS_execve,
        libc::SYS_execveat,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_kill,
        libc::SYS_tkill,
        libc::SYS_unlinkat,
        libc::SYS_renameat2,
        libc::SYS_linkat,
        libc::SYS_symlinkat,
        libc::SYS_mkdirat,
        libc::SYS_mknodat,
        libc::SYS_fchmodat,
        libc::SYS_fchownat,
        libc::SYS_mount,
        libc::SYS_umount2,
        libc::SYS_unshare,
        libc::SYS_setns,
        libc::SYS_bpf,
        libc::SYS_keyctl,
        libc::SYS_io_uring_setup,
    ];
    #[cfg(target_arch = "x86_64")]
    refused.extend([
        libc::SYS_fork,
        libc::SYS_vfork,
        libc::SYS_unlink,
        libc::SYS_rename,
        libc::SYS_link,
        libc::SYS_symlink,
        libc::SYS_mkdir,
        libc::SYS_chmod,
        libc::SYS_chown,
        libc::SYS_creat,
    ]);
    let rules = refused.into_iter().map(|call| (call, Vec::new())).collect();
    let architecture = std::env::consts::ARCH.try_into().map_err(|error| format!("{error}"))?;
    let refuse = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, refuse, architecture)
        .map_err(|error| error.to_string())?;
    let program: BpfProgram =
        filter.try_into().map_err(|error: seccompiler::BackendError| error.to_string())?;
    seccompiler::apply_filter(&program).map_err(|error| error.to_string())
}

#[cfg(not(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")
)))]
pub(crate) fn refuse_calls() -> Result<(), String> {
    Ok(())
}
