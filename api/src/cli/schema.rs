//! `switchboard schema`: the contract.

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::Args;

use crate::schema;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Print nothing; fail if FILE is not this very schema, and tell the first line that differs
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
}

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "the command's result")]
pub(super) fn run(options: Options) -> anyhow::Result<ExitCode> {
    let sdl = schema::sdl();
    let Some(file) = options.check else {
        print!("{sdl}");
        return Ok(ExitCode::SUCCESS);
    };
    let kept = fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    if kept == sdl {
        return Ok(ExitCode::SUCCESS);
    }
    let (kept, ours) = (kept.lines().chain(std::iter::repeat("")), sdl.lines().chain(std::iter::repeat("")));
    if let Some((number, (kept, ours))) = (1..).zip(kept.zip(ours)).find(|(_, (kept, ours))| kept != ours) {
        eprintln!("{}:{number}: it has `{kept}`, the code `{ours}`; `make schema` writes it anew", file.display());
    }
    Ok(ExitCode::FAILURE)
}
