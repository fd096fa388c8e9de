//! `switchboard doctor`: looks at everything a server needs, says what is wrong and how to mend it. It changes nothing.

mod database;
mod files;
mod finding;
mod mail;
mod network;
mod telephones;

use std::process::ExitCode;

use super::boot::{self, Setup};
use crate::{auth::Keys, config::Config, web, worker};

use self::finding::{Finding, Grade};

/// Looks, and tells; fails if anything is at fault.
#[expect(clippy::print_stdout, reason = "the command's result")]
pub(super) async fn run(setup: Setup) -> anyhow::Result<ExitCode> {
    let mut worst = Grade::Good;
    for finding in look(&setup).await {
        println!("{finding}");
        worst = worst.max(finding.grade);
    }
    Ok(if worst == Grade::Fault { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn look(setup: &Setup) -> Vec<Finding> {
    let (config, faults) = Config::read(setup.file(), boot::variables());
    let mut findings = configuration(setup, &config, faults);
    findings.extend(files::look(setup, &config));
    let (db, found) = database::look(&config).await;
    findings.extend(found);
    match worker::telephones(&config) {
        Ok(telephones) => findings.extend(telephones::look(telephones, db.as_ref()).await),
        Err(faults) => {
            let mend = "correct the settings of [[provider]]; `switchboard config` explains them";
            findings.extend(faults.0.into_iter().map(|fault| Finding::fault("provider", fault, mend)));
        }
    }
    findings.extend(mail::look(&config).await);
    findings.extend(network::look(&config).await);
    findings
}

fn configuration(setup: &Setup, config: &Config, mut faults: Vec<String>) -> Vec<Finding> {
    if let Err(more) = Keys::of(&config.auth) {
        faults.extend(more);
    }
    faults.dedup();
    let mut findings: Vec<Finding> = faults
        .into_iter()
        .map(|fault| Finding::fault("configuration", fault, "correct it; `switchboard config` shows every setting"))
        .collect();
    if findings.is_empty() {
        let file = setup.file().map_or("no file, so defaults and environment".to_owned(), |file| file.display().to_string());
        findings.push(Finding::good("configuration", file));
    }
    if !web::has_app(config) {
        let mend = "build it with `make web`, or name a build in server.web_dir; the API works without it";
        findings.push(Finding::doubt("web app", "there is none within this program", mend));
    }
    findings
}
