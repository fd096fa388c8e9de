//! A cable that can be cut: forwards one TCP port of loopback to another, as long as it is told to.

use std::net::SocketAddr;

use telephony::conformance::Broken;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

use crate::manager::failed;

/// What the cable does with what is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cable {
    /// Forwards it.
    Whole,
    /// Breaks every connection, the next ones too.
    Cut,
    /// Keeps connections and holds everything back.
    Stalled,
    /// Forwards the next queue command or order, and is cut once it is answered, before the answer passes.
    LosesAnswer,
}

/// A cable to a port.
pub(crate) struct Cut {
    pub(crate) address: SocketAddr,
    state: watch::Sender<Cable>,
    forwarding: JoinHandle<()>,
}

impl Cut {
    pub(crate) async fn to(target: String) -> Result<Self, Broken> {
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let state = watch::Sender::new(Cable::Whole);
        let told = state.clone();
        let forwarding = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(forward(near, target.clone(), told.clone()));
            }
        });
        Ok(Self { address, state, forwarding })
    }

    pub(crate) fn set(&self, state: Cable) {
        self.state.send_replace(state);
    }
}

impl Drop for Cut {
    fn drop(&mut self) {
        self.forwarding.abort();
        self.state.send_replace(Cable::Cut);
    }
}

/// Forwards one connection until a side closes it or the cable is cut.
async fn forward(mut near: TcpStream, target: String, state: watch::Sender<Cable>) {
    let mut told = state.subscribe();
    if *told.borrow() == Cable::Cut {
        return;
    }
    let Ok(mut far) = TcpStream::connect(target).await else { return };
    let (mut up, mut down) = (Vec::new(), Vec::new());
    let mut command: Option<String> = None;
    loop {
        let now = *told.borrow_and_update();
        // Also one that was cut while this waited for something else: having been looked at, it is no change any more.
        if now == Cable::Cut {
            return;
        }
        let flows = now != Cable::Stalled;
        tokio::select! {
            _ = told.changed() => {}
            read = near.read_buf(&mut up), if flows => {
                if read.unwrap_or(0) == 0 {
                    return;
                }
                if now == Cable::LosesAnswer {
                    command = command.or_else(|| id_of_command(&up));
                }
                if far.write_all(&up).await.is_err() {
                    return;
                }
                up.clear();
            }
            read = far.read_buf(&mut down), if flows => {
                if read.unwrap_or(0) == 0 {
                    return;
                }
                if command.as_ref().is_some_and(|id| String::from_utf8_lossy(&down).contains(&format!("ActionID: {id}\r\n"))) {
                    state.send_replace(Cable::Cut);
                    return;
                }
                // What comes between a command and its answer waits for the answer's fate.
                if command.is_none() {
                    if near.write_all(&down).await.is_err() {
                        return;
                    }
                    down.clear();
                }
            }
        }
    }
}

fn id_of_command(sent: &[u8]) -> Option<String> {
    let sent = String::from_utf8_lossy(sent);
    let command = |action: &&str| {
        let queue = action.contains("Action: Queue") && !action.contains("Action: QueueStatus");
        queue || action.contains("Action: Originate")
    };
    let command = sent.split("\r\n\r\n").find(command)?;
    command.lines().find_map(|line| line.strip_prefix("ActionID: ")).map(|id| id.trim().to_owned())
}
