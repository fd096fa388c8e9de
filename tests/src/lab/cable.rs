//! A cable that can be cut: forwards one TCP port of loopback to another, as long as it is told to.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

/// What the cable does with what is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cable {
    /// Forwards it.
    Whole,
    /// Breaks every connection, the next ones too.
    Cut,
    /// Keeps connections, and holds back what is sent until it is whole again.
    Stalled,
}

/// A cable to a port.
pub(super) struct Forwarder {
    pub(super) address: SocketAddr,
    state: watch::Sender<Cable>,
    accepting: JoinHandle<()>,
}

impl Forwarder {
    pub(super) async fn to(target: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let state = watch::Sender::new(Cable::Whole);
        let told = state.clone();
        let accepting = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(forward(near, target.clone(), told.subscribe()));
            }
        });
        Self { address, state, accepting }
    }

    pub(super) fn set(&self, state: Cable) {
        self.state.send_replace(state);
    }
}

impl Drop for Forwarder {
    fn drop(&mut self) {
        self.accepting.abort();
        self.state.send_replace(Cable::Cut);
    }
}

/// Forwards one connection until a side closes it or the cable is cut.
async fn forward(mut near: TcpStream, target: String, mut state: watch::Receiver<Cable>) {
    if *state.borrow_and_update() == Cable::Cut {
        return;
    }
    let Ok(mut far) = TcpStream::connect(target).await else { return };
    let (mut up, mut down) = (Vec::new(), Vec::new());
    loop {
        let flows = match *state.borrow_and_update() {
            Cable::Whole => true,
            Cable::Stalled => false,
            Cable::Cut => return,
        };
        let passed = tokio::select! {
            changed = state.changed() => changed.is_ok(),
            read = near.read_buf(&mut up), if flows => passes(read, &mut up, &mut far).await,
            read = far.read_buf(&mut down), if flows => passes(read, &mut down, &mut near).await,
        };
        if !passed {
            return;
        }
    }
}

async fn passes(read: std::io::Result<usize>, data: &mut Vec<u8>, to: &mut TcpStream) -> bool {
    let passed = read.is_ok_and(|count| count > 0) && to.write_all(data).await.is_ok();
    data.clear();
    passed
}
