//! The binary `switchboard`.

#![recursion_limit = "256"]

fn main() -> std::process::ExitCode {
    switchboard::cli::main()
}
