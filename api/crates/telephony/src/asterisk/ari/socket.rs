//! The socket by which events come.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use futures_util::{SinkExt as _, StreamExt as _};
use http::header::AUTHORIZATION;
use rustls::pki_types::ServerName;
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest as _},
};

use super::{Ari, Leader};
use crate::asterisk::connect::{Socket as Stream, connector};

/// A socket that is open: the application is there.
pub(super) struct Socket {
    stream: WebSocketStream<Box<dyn Stream>>,
    ping: Duration,
}

impl Socket {
    /// Connects and logs in.
    pub(super) async fn open(leader: &Leader) -> Result<Self, String> {
        let limit = leader.config.limits.connect;
        let made = timeout(limit, connect(leader)).await.map_err(|_| format!("no answer within {limit:?}"))?;
        Ok(Self { stream: made?, ping: leader.config.limits.ping })
    }

    /// The next text. Waits no longer than twice as long as whoever is there needs for an answer to a ping.
    pub(super) async fn next(&mut self) -> Result<String, String> {
        let mut asked = false;
        loop {
            match timeout(self.ping, self.stream.next()).await {
                Err(_) if asked => return Err("stalled".to_owned()),
                Err(_) => {
                    asked = true;
                    self.stream.send(Message::Ping(Vec::new().into())).await.map_err(|error| error.to_string())?;
                }
                Ok(None | Some(Ok(Message::Close(_)))) => return Err("the socket was closed".to_owned()),
                Ok(Some(Err(error))) => return Err(error.to_string()),
                Ok(Some(Ok(Message::Text(text)))) => return Ok(text.to_string()),
                Ok(Some(Ok(_))) => asked = false,
            }
        }
    }
}

async fn connect(leader: &Leader) -> Result<WebSocketStream<Box<dyn Stream>>, String> {
    let words = |error: &dyn std::fmt::Display| error.to_string();
    let Ari { user, secret, app, .. } = &leader.ari;
    let mut url = leader.ari.address().map_err(|error| words(&error))?;
    let secure = url.scheme() == "https";
    url.set_scheme(if secure { "wss" } else { "ws" }).map_err(|()| "no address of a socket".to_owned())?;
    url.path_segments_mut().map_err(|()| "no address of a socket".to_owned())?.pop_if_empty().push("events");
    url.query_pairs_mut().append_pair("app", app);
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let port = url.port_or_known_default().unwrap_or(8088);
    let tcp = TcpStream::connect((host.as_str(), port)).await.map_err(|error| words(&error))?;
    tcp.set_nodelay(true).map_err(|error| words(&error))?;
    let stream: Box<dyn Stream> = match leader.config.tls.as_ref().filter(|_| secure) {
        None => Box::new(tcp),
        Some(tls) => {
            let name = ServerName::try_from(tls.server_name.clone().unwrap_or(host)).map_err(|error| words(&error))?;
            let connector = connector(tls).map_err(|error| words(&error))?;
            Box::new(connector.connect(name, tcp).await.map_err(|error| words(&error))?)
        }
    };
    let mut request = url.as_str().into_client_request().map_err(|error| words(&error))?;
    let log_in = format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{}", secret.expose())));
    request.headers_mut().insert(AUTHORIZATION, log_in.parse().map_err(|_| "a secret with control characters".to_owned())?);
    client_async(request, stream).await.map(|(socket, _)| socket).map_err(|error| words(&error))
}
