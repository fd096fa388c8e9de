//! `switchboard config`: every setting, as a file to begin with.

use crate::config::REFERENCE;

#[expect(clippy::print_stdout, reason = "the command's result")]
pub(super) fn run() {
    print!("{REFERENCE}");
}
