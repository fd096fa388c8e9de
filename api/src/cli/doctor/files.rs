//! Files that hold secrets: nobody else on the machine may read them.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use super::finding::Finding;
use crate::{
    cli::boot::Setup,
    config::{Config, provider::System},
};

/// Permission of everybody to read.
const OTHERS_READ: u32 = 0o004;

pub(super) fn look(setup: &Setup, config: &Config) -> Vec<Finding> {
    let looked: Vec<_> =
        secret_files(setup, config).into_iter().filter_map(|path| open_to_others(&path).map(|open| (path, open))).collect();
    let (open, closed): (Vec<_>, Vec<_>) = looked.into_iter().partition(|(_, open)| *open);
    let mut findings: Vec<_> = open
        .into_iter()
        .map(|(path, _)| {
            let path = path.display();
            Finding::fault("secrets", format!("{path} can be read by everybody on this machine"), format!("chmod o-rwx {path}"))
        })
        .collect();
    if findings.is_empty() && !closed.is_empty() {
        findings.push(Finding::good("secrets", format!("{} file(s), none open to others", closed.len())));
    }
    findings
}

/// Files that hold a secret, or the data itself.
fn secret_files(setup: &Setup, config: &Config) -> Vec<PathBuf> {
    let (auth, mail) = (&config.auth, &config.mail);
    let mut files: Vec<PathBuf> = [&auth.secret_file, &auth.former_secret_file, &config.server.metrics_token_file, &mail.password_file]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    let mut in_settings =
        auth.secret.is_some() || auth.former_secret.is_some() || mail.password.is_some() || config.database.url.contains('@');
    for provider in &config.provider {
        match &provider.system {
            System::Asterisk(asterisk) => {
                files.extend(asterisk.secret_file.clone());
                in_settings |= asterisk.secret.is_some();
            }
            System::Twilio(twilio) => {
                files.extend(twilio.auth_token_file.iter().chain(&twilio.former_auth_token_file).cloned());
                in_settings |= twilio.auth_token.is_some();
            }
            System::Simulator(_) => {}
        }
    }
    // They may come from the environment instead; a settings file that nobody else reads does no harm.
    if in_settings {
        files.extend(setup.file().map(Path::to_path_buf));
    }
    files.extend(sqlite_file(&config.database.url));
    files
}

/// The file of an SQLite database.
pub(super) fn sqlite_file(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?.trim_start_matches("//").split('?').next()?;
    (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
}

/// Whether others may read it; none when it is not there, which is told elsewhere.
fn open_to_others(path: &Path) -> Option<bool> {
    Some(fs::metadata(path).ok()?.permissions().mode() & OTHERS_READ != 0)
}
