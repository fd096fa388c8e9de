//! A second session at the manager interface, by hand: what the rig does and asks there, the adapter under test has no
//! part in.

use std::time::Duration;

use telephony::conformance::Broken;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const LIMIT: Duration = Duration::from_secs(10);

/// One message: its headers as they came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Message(Vec<(String, String)>);

impl Message {
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }
}

/// A session that hears no events, so that all it reads are answers.
pub(crate) struct Manager {
    socket: TcpStream,
    unread: Vec<u8>,
}

impl Manager {
    pub(crate) async fn log_in(address: &str, user: &str, secret: &str) -> Result<Self, Broken> {
        let socket = TcpStream::connect(address).await.map_err(failed)?;
        let mut manager = Self { socket, unread: Vec::new() };
        manager.read_until(b"\r\n").await?;
        manager.ask(&[("Action", "Login"), ("Username", user), ("Secret", secret), ("Events", "off")]).await?;
        Ok(manager)
    }

    /// Does one action; tells its answer, or the list that it answers.
    pub(crate) async fn ask(&mut self, action: &[(&str, &str)]) -> Result<Vec<Message>, Broken> {
        match self.try_ask(action).await? {
            Ok(messages) => Ok(messages),
            Err(refusal) => Err(Broken::Rig(format!("{:?} is refused: {refusal}", action.first()))),
        }
    }

    /// As [`Manager::ask`], where a refusal is an answer too.
    pub(crate) async fn try_ask(&mut self, action: &[(&str, &str)]) -> Result<Result<Vec<Message>, String>, Broken> {
        let mut text = String::new();
        for (name, value) in action {
            text += &format!("{name}: {value}\r\n");
        }
        self.socket.write_all((text + "\r\n").as_bytes()).await.map_err(failed)?;
        let answer = self.read().await?;
        if answer.get("Response") != "Success" {
            return Ok(Err(answer.get("Message").to_owned()));
        }
        let mut messages = Vec::new();
        if answer.get("EventList") == "start" {
            loop {
                let item = self.read().await?;
                if item.get("EventList") == "Complete" {
                    return Ok(Ok(messages));
                }
                messages.push(item);
            }
        }
        messages.push(answer);
        Ok(Ok(messages))
    }

    async fn read(&mut self) -> Result<Message, Broken> {
        let text = self.read_until(b"\r\n\r\n").await?;
        let headers = text.split("\r\n").filter_map(|line| line.split_once(':'));
        Ok(Message(headers.map(|(name, value)| (name.to_owned(), value.strip_prefix(' ').unwrap_or(value).to_owned())).collect()))
    }

    async fn read_until(&mut self, end: &[u8]) -> Result<String, Broken> {
        let reading = async {
            loop {
                if let Some(place) = self.unread.windows(end.len()).position(|window| window == end) {
                    let rest = self.unread.split_off(place + end.len());
                    let read = std::mem::replace(&mut self.unread, rest);
                    return Ok(String::from_utf8_lossy(&read[..place]).into_owned());
                }
                if self.socket.read_buf(&mut self.unread).await.map_err(failed)? == 0 {
                    return Err(Broken::Rig("the manager interface hung up".to_owned()));
                }
            }
        };
        tokio::time::timeout(LIMIT, reading).await.map_err(failed)?
    }
}

pub(crate) fn failed(error: impl std::error::Error) -> Broken {
    Broken::Rig(error.to_string())
}
