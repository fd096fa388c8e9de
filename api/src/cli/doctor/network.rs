//! The address to listen on, and how many connections the system allows.

use std::{io::ErrorKind, time::Duration};

use rustix::process::{Resource, getrlimit};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::finding::Finding;
use crate::config::Config;

/// How long whoever listens there may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// Open files below which a busy wallboard day may end.
const FILES: u64 = 4_096;

pub(super) async fn look(config: &Config) -> Vec<Finding> {
    let mut findings = vec![port(config).await];
    if let Some(most) = getrlimit(Resource::Nofile).maximum.filter(|most| *most < FILES) {
        let mend = "raise the hard limit of open files (systemd: LimitNOFILE=65536)";
        findings.push(Finding::doubt("connections", format!("the system allows {most} open files, one a connection"), mend));
    }
    let address = config.server.listen;
    if !address.ip().is_loopback() && !config.server.trust_proxy {
        let mend = "if a proxy with TLS is before it, set server.trust_proxy; if not, passwords go over the network in clear";
        findings.push(Finding::doubt("server.listen", format!("{address} can be reached from elsewhere"), mend));
    }
    findings
}

async fn port(config: &Config) -> Finding {
    let address = config.server.listen;
    match TcpListener::bind(address).await {
        Ok(_) => Finding::good("server.listen", format!("{address} is free")),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            if tokio::time::timeout(PATIENCE, is_ours(address)).await.is_ok_and(|ours| ours.unwrap_or(false)) {
                Finding::good("server.listen", format!("a Switchboard serves at {address} already"))
            } else {
                Finding::fault("server.listen", format!("another program listens at {address}"), "end it, or choose another server.listen")
            }
        }
        Err(error) => {
            Finding::fault("server.listen", format!("{address}: {error}"), "choose an address of this machine, and a port above 1023")
        }
    }
}

/// Whether the one who listens there answers as we do.
async fn is_ours(address: std::net::SocketAddr) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(format!("GET /health/live HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes()).await?;
    let mut answer = String::new();
    stream.take(4_096).read_to_string(&mut answer).await?;
    Ok(answer.starts_with("HTTP/1.1 200") && answer.ends_with("alive\n"))
}
