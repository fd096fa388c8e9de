//! A mail server that takes what it is sent, refuses it, puts it off or says nothing, and a process that hands over messages to it.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use switchboard::{
    config::mail::{Mail as Settings, Security},
    messages,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    task::JoinHandle,
};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{account::TestAccount, telephones::SOON};

/// How a mail server behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    /// Takes everything.
    #[default]
    Accepts,
    /// Knows nobody.
    RefusesRecipients,
    /// Refuses the letter once it has it.
    RefusesLetters,
    /// Takes nothing now.
    PutsOff,
    /// Lets nobody in.
    RefusesLogins,
    /// Closes the connection when it has the letter.
    DropsAfterData,
    /// Says nothing when it has the letter, until the test lets it.
    HoldsAfterData,
    /// Does not greet.
    NeverAnswers,
}

/// A letter as the server got it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Address of the sender on the envelope.
    pub from: String,
    /// Addresses of the receivers on the envelope.
    pub to: Vec<String>,
    /// Headers and text.
    pub message: String,
}

impl Mail {
    /// A header's value; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        let headers = self.message.split("\r\n\r\n").next().unwrap_or_default();
        let value = headers.split("\r\n").find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        value.unwrap_or_default()
    }

    /// The text, with long lines as they were written.
    pub fn body(&self) -> String {
        let body = self.message.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        match self.header("Content-Transfer-Encoding") {
            "quoted-printable" => body.replace("=\r\n", "").replace("=3D", "="),
            _ => body.to_owned(),
        }
    }
}

/// A mail server on a port of this machine. Ends when dropped.
pub struct MailServer {
    address: SocketAddr,
    desk: Arc<Desk>,
    _stop: DropGuard,
}

struct Desk {
    manner: Mutex<Manner>,
    /// What it got, whether it took it or not.
    got: watch::Sender<Vec<Mail>>,
    connections: watch::Sender<usize>,
    gate: Semaphore,
}

impl MailServer {
    /// One that behaves so from the beginning.
    pub async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let desk = Arc::new(Desk {
            manner: Mutex::new(manner),
            got: watch::Sender::default(),
            connections: watch::Sender::default(),
            gate: Semaphore::new(0),
        });
        let stop = CancellationToken::new();
        let (serving, told) = (Arc::clone(&desk), stop.clone());
        tokio::spawn(told.run_until_cancelled_owned(async move {
            while let Ok((stream, _)) = listener.accept().await {
                serving.connections.send_modify(|count| *count += 1);
                let desk = Arc::clone(&serving);
                tokio::spawn(async move { drop(desk.serve(stream).await) });
            }
        }));
        Self { address, desk, _stop: stop.drop_guard() }
    }

    /// From now on it behaves so.
    pub fn behaves(&self, manner: Manner) {
        *self.desk.manner.lock().unwrap_or_else(PoisonError::into_inner) = manner;
    }

    /// Answers one letter that it holds.
    pub fn lets_go(&self) {
        self.desk.gate.add_permits(1);
    }

    /// What it got so far.
    pub fn got(&self) -> Vec<Mail> {
        self.desk.got.borrow().clone()
    }

    /// What it got, once it is so much.
    pub async fn until_got(&self, count: usize) -> Vec<Mail> {
        let mut got = self.desk.got.subscribe();
        let came = tokio::time::timeout(SOON, got.wait_for(|mails| mails.len() >= count)).await.is_ok();
        assert!(came, "{count} mails never came; these did: {:#?}", self.got());
        self.got()
    }

    /// Waits for so many connections in all.
    pub async fn until_connected(&self, count: usize) {
        let mut connections = self.desk.connections.subscribe();
        let came = tokio::time::timeout(SOON, connections.wait_for(|known| *known >= count)).await.is_ok();
        assert!(came, "nobody connected for the {count}th time");
    }

    /// The settings by which it is used.
    pub fn settings(&self) -> Settings {
        Settings {
            address: Some(self.address.to_string()),
            security: Security::None,
            from: Some("Switchboard <switchboard@example.org>".to_owned()),
            timeout_seconds: 20,
            ..Settings::default()
        }
    }
}

impl Desk {
    fn manner(&self) -> Manner {
        *self.manner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        if self.manner() == Manner::NeverAnswers {
            // The client tires of it.
            return stream.read_line(&mut String::new()).await.map(drop);
        }
        say(&mut stream, "220 mail.example.org ESMTP").await?;
        let mut mail = Mail { from: String::new(), to: Vec::new(), message: String::new() };
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let line = line.trim_end();
            let answer = if line.starts_with("EHLO") {
                "250-mail.example.org\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN"
            } else if line.starts_with("AUTH") && self.manner() == Manner::RefusesLogins {
                "535 5.7.8 who are you"
            } else if line.starts_with("AUTH") {
                "235 welcome"
            } else if let Some(from) = line.strip_prefix("MAIL FROM:") {
                mail.from = address(from);
                if self.manner() == Manner::PutsOff { "451 4.3.0 come again" } else { "250 ok" }
            } else if let Some(to) = line.strip_prefix("RCPT TO:") {
                mail.to.push(address(to));
                if self.manner() == Manner::RefusesRecipients { "550 5.1.1 nobody of that name" } else { "250 ok" }
            } else if line == "DATA" {
                say(&mut stream, "354 go ahead").await?;
                mail.message = letter(&mut stream).await?;
                self.got.send_modify(|got| got.push(mail.clone()));
                match self.manner() {
                    Manner::DropsAfterData => return Ok(()),
                    Manner::HoldsAfterData => {
                        self.gate.acquire().await.map_err(std::io::Error::other)?.forget();
                        "250 2.0.0 queued as 1"
                    }
                    Manner::RefusesLetters => "554 5.6.0 not such a letter",
                    _ => "250 2.0.0 queued as 1",
                }
            } else if line == "QUIT" {
                return say(&mut stream, "221 bye").await;
            } else {
                "502 what"
            };
            say(&mut stream, answer).await?;
        }
    }
}

async fn say(stream: &mut BufReader<TcpStream>, text: &str) -> std::io::Result<()> {
    stream.write_all(format!("{text}\r\n").as_bytes()).await
}

/// Up to the line with nothing but a dot.
async fn letter(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut message = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == ".\r\n" {
            return Ok(message);
        }
        message += line.strip_prefix('.').unwrap_or(&line);
    }
}

/// What stands between `<` and `>`.
fn address(text: &str) -> String {
    text.split(['<', '>']).nth(1).unwrap_or_default().to_owned()
}

impl TestAccount {
    /// The process hands over messages from now on.
    pub fn sends_messages(&self) -> Sender {
        let app = self.process.app.clone();
        let mailer = messages::mailer(&app.config.mail).expect("settings of mail");
        let stop = CancellationToken::new();
        let task = tokio::spawn(messages::dispatch::run(app, mailer, stop.clone()));
        Sender { stop, task, _account: self.clone() }
    }
}

/// A process that hands over messages.
pub struct Sender {
    stop: CancellationToken,
    task: JoinHandle<()>,
    // Its process lives as long.
    _account: TestAccount,
}

impl Sender {
    /// Ends it as a process ends that was told to.
    pub async fn ends(mut self) {
        self.stop.cancel();
        (&mut self.task).await.expect("it ends");
    }

    /// Ends it as one that is killed: whatever it was about to do is not done.
    pub async fn is_killed(mut self) {
        self.task.abort();
        assert!((&mut self.task).await.is_err_and(|error| error.is_cancelled()), "it was under way");
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
