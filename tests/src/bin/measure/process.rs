//! What this process takes of the machine.

use std::{fs, time::Duration};

/// Memory of this process, in KiB.
pub(crate) fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("the state of this process");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("its memory");
    line.split_whitespace().nth(1).expect("a figure").parse().expect("a number")
}

/// Processor time of this process, all threads, to the hundredth of a second.
pub(crate) fn processor() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").expect("the state of this process");
    let fields: Vec<&str> = stat.rsplit(')').next().expect("fields").split_whitespace().collect();
    let ticks: u64 = fields[11..13].iter().map(|field| field.parse::<u64>().expect("a number")).sum();
    Duration::from_millis(ticks * 10)
}
