//! A session at the manager interface that hears no events, so that all it reads are answers.

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

use super::Caller;
use crate::telephones::SOON;

/// One message: its headers as they came.
pub(super) struct Message(Vec<(String, String)>);

impl Message {
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }
}

pub(super) struct Manager(BufReader<TcpStream>);

impl Manager {
    pub(super) async fn log_in(address: &str, user: &str, secret: &str) -> Self {
        let mut manager = Self(BufReader::new(TcpStream::connect(address).await.expect("the manager interface answers")));
        manager.line().await;
        let answer = manager.ask(&[("Action", "Login"), ("Username", user), ("Secret", secret), ("Events", "off")]).await;
        assert_eq!(answer.get("Response"), "Success", "the log-in as {user} is refused: {}", answer.get("Message"));
        manager
    }

    /// Does one action; tells its answer.
    pub(super) async fn ask(&mut self, action: &[(&str, &str)]) -> Message {
        let text: String = action.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        self.0.write_all((text + "\r\n").as_bytes()).await.expect("an action is sent");
        self.message().await
    }

    /// Does one action that answers a list; tells the list.
    pub(super) async fn list(&mut self, action: &[(&str, &str)]) -> Vec<Message> {
        let answer = self.ask(action).await;
        assert_eq!(answer.get("EventList"), "start", "{action:?}: {}", answer.get("Message"));
        let mut items = Vec::new();
        loop {
            let item = self.message().await;
            if item.get("EventList") == "Complete" {
                return items;
            }
            items.push(item);
        }
    }

    /// A call comes in to a queue.
    pub(super) async fn originate(&mut self, queue: &str, caller: Caller<'_>) {
        let channel = format!("Local/{}@callers", caller.behaves);
        let id = format!("\"{}\" <{}>", caller.name, caller.number);
        // A withheld number comes along all the same, marked as not to be shown.
        let presentation = format!("CALLERID(pres)={}", if caller.withheld { "prohib" } else { "allowed" });
        let limit = format!("MAX_WAIT={}", caller.max_wait);
        let action = [
            ("Action", "Originate"),
            ("Channel", &*channel),
            ("Context", "to-queue"),
            ("Exten", queue),
            ("Priority", "1"),
            ("CallerID", &id),
            ("Variable", &presentation),
            ("Variable", &limit),
            ("Async", "true"),
        ];
        let answer = self.ask(&action).await;
        assert_eq!(answer.get("Response"), "Success", "the call does not come in: {}", answer.get("Message"));
    }

    async fn message(&mut self) -> Message {
        let mut headers = Vec::new();
        loop {
            let line = self.line().await;
            if line.is_empty() {
                return Message(headers);
            }
            headers.extend(line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned())));
        }
    }

    async fn line(&mut self) -> String {
        let mut line = String::new();
        let read = tokio::time::timeout(SOON, self.0.read_line(&mut line)).await.expect("the manager interface answers");
        assert!(read.expect("the manager interface is read") > 0, "the manager interface hung up");
        line.trim_end_matches(['\r', '\n']).to_owned()
    }
}
