//! Questions and answers on one connection: who asked what, and which answer is whose.
//!
//! [`Client`] asks; [`Pump`] reads and writes the socket. The pump never waits for whoever takes the events: what does not
//! fit into the backlog ends the link.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadHalf, WriteHalf},
    sync::{mpsc, oneshot},
    time::timeout,
};
use tokio_util::codec::{Encoder, FramedRead};

use super::{
    codec::{AmiCodec, Frame, Numbered},
    message::{Action, Message},
    translate,
};

/// Most entries of a list that are kept.
const LONGEST_LIST: usize = 100_000;
/// Actions that may wait to be written.
const LINE: usize = 64;
/// Questions without an answer after which those whose asker has gone are cleared away.
const MANY_OPEN: usize = 1_000;

/// Asks the other side. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Client {
    questions: mpsc::Sender<Question>,
    next: Arc<AtomicU64>,
    limit: Duration,
}

#[derive(Debug)]
struct Question {
    id: String,
    action: Action,
    reply: oneshot::Sender<Result<Answer, AskError>>,
}

/// An answer, with the list that came with it.
#[derive(Debug, Default)]
pub(super) struct Answer {
    /// The answer itself.
    pub(super) head: Message,
    /// Entries of its list, if it began one; the closing entry is left out.
    pub(super) items: Vec<Message>,
    /// Place of the answer in the stream: events of a lower place came before it.
    pub(super) place: u64,
}

/// Why there is no answer, or no good one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum AskError {
    /// The connection is gone; nothing was sent.
    #[error("the connection is gone")]
    NotSent,
    /// The connection went before the answer came.
    #[error("the connection was lost before the answer came")]
    Lost,
    #[error("no answer in time")]
    TimedOut,
    #[error("the answer is longer than it should be")]
    TooLong,
    #[error("permission denied")]
    Denied,
    /// Refused, in Asterisk's own words.
    #[error("refused: {0}")]
    Refused(String),
}

/// Why the pump stopped.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stopped {
    /// The connection broke or was closed.
    Closed(String),
    /// Whoever takes the events is too slow.
    Overflow,
}

/// An event and its place in the stream.
#[derive(Debug)]
pub(super) struct Heard {
    pub(super) place: u64,
    pub(super) message: Message,
}

impl Client {
    /// How long an answer is waited for.
    pub(super) fn limit(&self) -> Duration {
        self.limit
    }

    /// Asks, and waits for the answer and the whole list that may come with it.
    pub(super) async fn ask(&self, action: Action) -> Result<Answer, AskError> {
        self.ask_within(action, self.limit).await
    }

    pub(super) async fn ask_within(&self, action: Action, limit: Duration) -> Result<Answer, AskError> {
        let id = format!("switchboard-{}", self.next.fetch_add(1, Ordering::Relaxed));
        self.ask_so(id, action, limit).await
    }

    /// Asks under a name of the asker's own, which what comes of it later bears too. It must differ from all others.
    pub(super) async fn ask_so(&self, id: String, action: Action, limit: Duration) -> Result<Answer, AskError> {
        let (reply, answer) = oneshot::channel();
        let asked = async {
            self.questions.send(Question { id, action, reply }).await.map_err(|_| AskError::NotSent)?;
            answer.await.unwrap_or(Err(AskError::Lost))
        };
        timeout(limit, asked).await.unwrap_or(Err(AskError::TimedOut))
    }
}

/// Moves bytes both ways until the connection ends.
pub(super) struct Pump<S> {
    frames: FramedRead<ReadHalf<S>, AmiCodec>,
    output: WriteHalf<S>,
    questions: mpsc::Receiver<Question>,
    events: mpsc::Sender<Heard>,
    open: HashMap<String, Open>,
    place: u64,
}

/// A question whose answer is not complete.
struct Open {
    reply: oneshot::Sender<Result<Answer, AskError>>,
    answer: Answer,
}

/// A client, the pump to run for it, and the events that will come.
pub(super) fn client<S: AsyncRead + AsyncWrite>(
    frames: FramedRead<ReadHalf<S>, AmiCodec>,
    output: WriteHalf<S>,
    limit: Duration,
    backlog: usize,
) -> (Client, Pump<S>, mpsc::Receiver<Heard>) {
    let (to_pump, questions) = mpsc::channel(LINE);
    let (events, heard) = mpsc::channel(backlog.max(1));
    let client = Client { questions: to_pump, next: Arc::new(AtomicU64::new(1)), limit };
    (client, Pump { frames, output, questions, events, open: HashMap::new(), place: 0 }, heard)
}

impl<S: AsyncRead + AsyncWrite> Pump<S> {
    /// Runs until the connection ends. Dropping it leaves open questions lost.
    pub(super) async fn run(mut self) -> Stopped {
        use tokio_stream::StreamExt as _;
        loop {
            tokio::select! {
                frame = self.frames.next() => match frame {
                    Some(Ok(frame)) => if let Err(stopped) = self.take(frame) { return stopped },
                    Some(Err(error)) => return Stopped::Closed(error.to_string()),
                    None => return Stopped::Closed("the other side closed the connection".to_owned()),
                },
                Some(question) = self.questions.recv() => if let Err(error) = self.send(question).await {
                    return Stopped::Closed(error.to_string());
                },
            }
        }
    }

    async fn send(&mut self, question: Question) -> std::io::Result<()> {
        let Question { id, action, reply } = question;
        if reply.is_closed() {
            return Ok(());
        }
        let mut bytes = bytes::BytesMut::new();
        AmiCodec::default().encode(Numbered { id: &id, action: &action }, &mut bytes)?;
        if self.open.len() >= MANY_OPEN {
            self.open.retain(|_, open| !open.reply.is_closed());
        }
        self.open.insert(id, Open { reply, answer: Answer::default() });
        self.output.write_all(&bytes).await?;
        self.output.flush().await
    }

    fn take(&mut self, frame: Frame) -> Result<(), Stopped> {
        self.place += 1;
        match frame {
            Frame::Message(message) if message.event().is_some() => self.take_event(message),
            Frame::Message(message) => {
                self.take_answer(message);
                Ok(())
            }
            Frame::Skipped(fault) => {
                tracing::warn!(link.fault = %fault, "asterisk: a message could not be read and was skipped: {fault}");
                Ok(())
            }
            Frame::Greeting(_) => Ok(()),
        }
    }

    fn take_answer(&mut self, message: Message) {
        let id = message.text("ActionID").to_owned();
        let Some(mut open) = self.open.remove(&id) else {
            return orphan(&id);
        };
        if message.text("Response") == "Error" {
            let said = message.text("Message");
            let refusal = if said == "Permission denied" { AskError::Denied } else { AskError::Refused(said.to_owned()) };
            return open.finish(&id, Err(refusal));
        }
        open.answer.place = self.place;
        let list = message.text("EventList").eq_ignore_ascii_case("start");
        open.answer.head = message;
        if list {
            self.open.insert(id, open);
        } else {
            open.complete(&id);
        }
    }

    fn take_event(&mut self, message: Message) -> Result<(), Stopped> {
        if let Some(id) = message.get("ActionID").filter(|id| self.open.get(*id).is_some_and(Open::is_list)) {
            let id = id.to_owned();
            self.take_item(id, message);
            return Ok(());
        }
        if !message.event().is_some_and(translate::hears) {
            return Ok(());
        }
        match self.events.try_send(Heard { place: self.place, message }) {
            Err(mpsc::error::TrySendError::Full(_)) => Err(Stopped::Overflow),
            // Nobody takes events before the log-in is through, nor while the link is being taken down.
            Ok(()) | Err(mpsc::error::TrySendError::Closed(_)) => Ok(()),
        }
    }

    fn take_item(&mut self, id: String, message: Message) {
        let Some(mut open) = self.open.remove(&id) else { return };
        if message.text("EventList").eq_ignore_ascii_case("complete") {
            open.complete(&id);
        } else if open.answer.items.len() >= LONGEST_LIST {
            open.finish(&id, Err(AskError::TooLong));
        } else {
            open.answer.items.push(message);
            self.open.insert(id, open);
        }
    }
}

impl Open {
    /// The answer has come, the end of its list has not.
    fn is_list(&self) -> bool {
        self.answer.place > 0
    }

    fn complete(mut self, id: &str) {
        let answer = std::mem::take(&mut self.answer);
        self.finish(id, Ok(answer));
    }

    fn finish(self, id: &str, answer: Result<Answer, AskError>) {
        if self.reply.send(answer).is_err() {
            orphan(id);
        }
    }
}

/// An answer nobody waits for any more; whoever asked was told that the outcome is not known.
fn orphan(id: &str) {
    tracing::info!(link.action_id = id, "asterisk: the answer to {id} came too late and is ignored");
}
