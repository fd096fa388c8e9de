//! A manager interface that answers as Asterisk does, but for what it is told to do otherwise.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader},
    net::TcpListener,
    sync::{mpsc, watch},
    task::JoinHandle,
    time::timeout,
};
use tokio_rustls::TlsAcceptor;

const LIMIT: Duration = Duration::from_secs(10);

/// What happens to an action instead of the usual.
#[derive(Clone, Debug)]
pub(crate) enum Otherwise {
    /// Answered with these lines; the id is put in.
    Answer(&'static str),
    /// Not answered at all.
    Silence,
}

/// An action as it came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Received {
    pub(crate) headers: Vec<(String, String)>,
}

impl Received {
    pub(crate) fn get(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

#[derive(Default)]
struct State {
    otherwise: HashMap<String, Otherwise>,
    lists: HashMap<String, String>,
    to_link: Option<mpsc::UnboundedSender<Option<String>>>,
    deaf: bool,
}

pub(crate) struct Fake {
    pub(crate) address: SocketAddr,
    state: Arc<Mutex<State>>,
    received: watch::Sender<Vec<Received>>,
    serving: JoinHandle<()>,
}

impl Fake {
    pub(crate) async fn start() -> Self {
        Self::serve("Asterisk Call Manager/11.0.0", None).await
    }

    pub(crate) async fn sealed(acceptor: TlsAcceptor) -> Self {
        Self::serve("Asterisk Call Manager/11.0.0", Some(acceptor)).await
    }

    pub(crate) async fn serve(greeting: &'static str, acceptor: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (state, received) = (Arc::<Mutex<State>>::default(), watch::Sender::new(Vec::new()));
        let (shared, heard) = (state.clone(), received.clone());
        let serving = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (state, received, acceptor) = (shared.clone(), heard.clone(), acceptor.clone());
                tokio::spawn(async move {
                    match acceptor {
                        None => talk(socket, greeting, &state, &received).await,
                        Some(acceptor) => {
                            // A client that does not trust us goes away; there is nothing to tell.
                            if let Ok(socket) = acceptor.accept(socket).await {
                                talk(socket, greeting, &state, &received).await;
                            }
                        }
                    }
                });
            }
        });
        Self { address, state, received, serving }
    }

    pub(crate) fn otherwise(&self, action: &str, otherwise: Otherwise) {
        self.state.lock().unwrap().otherwise.insert(action.to_owned(), otherwise);
    }

    pub(crate) fn as_usual(&self, action: &str) {
        self.state.lock().unwrap().otherwise.remove(action);
    }

    /// Entries of a list, events separated by blank lines.
    pub(crate) fn list(&self, action: &str, entries: &str) {
        self.state.lock().unwrap().lists.insert(action.to_owned(), entries.to_owned());
    }

    /// One queue with these members, all idle.
    pub(crate) fn members(&self, extensions: &[&str]) {
        let members = extensions.iter().map(|extension| {
            format!(
                "Event: QueueMember\nQueue: support\nName: Ann\nLocation: PJSIP/{extension}\nMembership: dynamic\nStatus: 1\nPaused: 0\n\n"
            )
        });
        self.list("QueueStatus", &format!("Event: QueueParams\nQueue: support\n\n{}", members.collect::<String>()));
    }

    /// Answers nothing any more, and reads nothing; the connection stands.
    pub(crate) fn deaf(&self, deaf: bool) {
        self.state.lock().unwrap().deaf = deaf;
    }

    /// Sends text on the connection of the moment, line ends made right.
    pub(crate) fn say(&self, text: &str) {
        let text = text.replace('\n', "\r\n");
        self.state.lock().unwrap().to_link.as_ref().unwrap().send(Some(text)).unwrap();
    }

    /// Closes the connection of the moment.
    pub(crate) fn hang_up(&self) {
        let _ = self.state.lock().unwrap().to_link.as_ref().unwrap().send(None);
    }

    /// All actions of that name so far.
    pub(crate) fn received(&self, action: &str) -> Vec<Received> {
        self.received.borrow().iter().filter(|received| received.get("Action") == action).cloned().collect()
    }

    /// Waits until that many actions of that name have come.
    pub(crate) async fn until_received(&self, action: &str, count: usize) -> Vec<Received> {
        let mut received = self.received.subscribe();
        let enough = |all: &Vec<Received>| all.iter().filter(|one| one.get("Action") == action).count() >= count;
        timeout(LIMIT, received.wait_for(enough)).await.unwrap_or_else(|_| panic!("no {count} {action}")).unwrap();
        self.received(action)
    }

    /// Every byte the client sent, near enough: names and values.
    pub(crate) fn everything(&self) -> String {
        format!("{:?}", self.received.borrow())
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn talk<S>(socket: S, greeting: &str, state: &Mutex<State>, received: &watch::Sender<Vec<Received>>)
where
    S: AsyncRead + AsyncWrite,
{
    let (input, mut output) = tokio::io::split(socket);
    let (to_link, mut said) = mpsc::unbounded_channel();
    state.lock().unwrap().to_link = Some(to_link);
    if output.write_all(format!("{greeting}\r\n").as_bytes()).await.is_err() {
        return;
    }
    let (mut lines, mut action) = (BufReader::new(input).lines(), Received::default());
    loop {
        tokio::select! {
            line = lines.next_line() => match line {
                Ok(Some(line)) if line.is_empty() => {
                    let action = std::mem::take(&mut action);
                    let answer = answer(&action, &state.lock().unwrap());
                    received.send_modify(|all| all.push(action));
                    if output.write_all(answer.replace('\n', "\r\n").as_bytes()).await.is_err() {
                        return;
                    }
                }
                Ok(Some(line)) => {
                    let (name, value) = line.split_once(": ").unwrap_or((&line, ""));
                    action.headers.push((name.to_owned(), value.to_owned()));
                }
                Ok(None) | Err(_) => return,
            },
            Some(text) = said.recv() => match text {
                Some(text) => if output.write_all(text.as_bytes()).await.is_err() { return },
                None => return,
            },
        }
    }
}

fn answer(action: &Received, state: &State) -> String {
    let (name, id) = (action.get("Action"), action.get("ActionID"));
    let list = |entries: &str| {
        let entries: String =
            entries.split("\n\n").filter(|entry| !entry.is_empty()).map(|one| format!("{one}\nActionID: {id}\n\n")).collect();
        format!(
            "Response: Success\nActionID: {id}\nEventList: start\n\n{entries}Event: {name}Complete\nActionID: {id}\nEventList: Complete\n\n"
        )
    };
    if state.deaf {
        return String::new();
    }
    match state.otherwise.get(name) {
        Some(Otherwise::Silence) => return String::new(),
        Some(Otherwise::Answer(lines)) => return format!("{lines}\nActionID: {id}\n\n"),
        None => {}
    }
    let more = match name {
        "QueueStatus" | "CoreShowChannels" | "QueueSummary" => {
            return list(state.lists.get(name).map_or("", String::as_str));
        }
        "Challenge" => "Challenge: 573550873\n",
        "CoreStatus" => "CoreStartupDate: 2026-11-21\nCoreStartupTime: 04:03:38\n",
        "Ping" => "Ping: Pong\nTimestamp: 1795233858.5\n",
        "Getvar" if action.get("Variable").starts_with("STRFTIME") => "Value: +0100\n",
        "Getvar" => "Value: allowed\n",
        _ => "",
    };
    format!("Response: Success\nActionID: {id}\n{more}\n")
}
