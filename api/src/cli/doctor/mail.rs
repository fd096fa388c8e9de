//! The mail server: reached, and lets us in. Nothing is sent.

use std::net::IpAddr;

use super::finding::Finding;
use crate::{
    config::{
        Config,
        mail::{Mail, Security},
    },
    messages,
};

pub(super) async fn look(config: &Config) -> Vec<Finding> {
    let mail = &config.mail;
    let Some(address) = &mail.address else {
        return vec![Finding::good("mail", "is not set up: nobody is told of turns by mail")];
    };
    let mailer = match messages::mailer(mail) {
        Ok(Some(mailer)) => mailer,
        Ok(None) => return Vec::new(),
        Err(error) => {
            return vec![Finding::fault(
                "mail",
                format!("{error:#}"),
                "correct the settings of [mail]; `switchboard config` explains them",
            )];
        }
    };
    let mut findings = vec![match mailer.check().await {
        Ok(()) => Finding::good("mail", format!("{address}: connected{}", if mail.user.is_some() { ", logged in" } else { "" })),
        Err(failure) => Finding::fault("mail", format!("{address}: {failure}"), MEND),
    }];
    if mail.security == Security::None && !is_here(mail) {
        let mend = "set mail.security to \"starttls\" or \"tls\", unless the network between is yours alone";
        findings.push(Finding::doubt("mail", format!("{address}: mails, and the password, go over the network in clear"), mend));
    }
    findings
}

const MEND: &str =
    "check mail.address, mail.security (starttls usually at port 587, tls at 465), user and password, and the firewalls between";

/// Whether the mail server is on this machine.
fn is_here(mail: &Mail) -> bool {
    let host = mail.place().ok().flatten().map(|place| place.host).unwrap_or_default();
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
