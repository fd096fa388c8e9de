//! A server that answers as Twilio does, on loopback, for tests and measurements.
//!
//! It follows Twilio's published description: what it asks of a request, what it answers, what it posts. It rings nobody: what a
//! telephone does is an [`Outcome`]. It can be made to lose, delay, refuse and repeat: a [`Trouble`], by order or at random by a seed.
//! And it counts, by our own references, how often somebody was rung.
//!
//! | file | what |
//! | --- | --- |
//! | `steer` | what can be asked of it |
//! | `book` | the calls and messages that there are |
//! | `create` | what a request must have to become one of them |
//! | `shown` | how they are shown |
//! | `life` | what becomes of them as time passes |
//! | `walk`, `verbs` | calls that are led: documents fetched, checked, carried out |
//! | `post` | callbacks: signed, and posted as unreliably as asked |
//! | `serve` | requests and answers |

mod book;
mod create;
mod life;
mod post;
mod serve;
mod shown;
mod steer;
mod verbs;
mod walk;

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{net::TcpListener, sync::watch};
use tokio_util::sync::{CancellationToken, DropGuard};

use self::{book::Book, post::Poster};
pub use self::{
    book::{SeenCall, SeenMessage},
    steer::{Arrival, Config, Delivery, Odds, Outcome, Trouble},
};
use crate::Deed;

/// What all its tasks share.
struct Shared {
    config: Config,
    book: Mutex<Book>,
    poster: Poster,
    /// Counts changes, for those who wait for one.
    changes: watch::Sender<u64>,
}

impl Shared {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what a client of Twilio's did wrong.
    fn fault(&self, what: String) {
        self.book().faults.push(what);
        self.changed();
    }

    fn changed(&self) {
        self.changes.send_modify(|count| *count += 1);
    }
}

/// The server. It ends when this is dropped.
pub struct FakeTwilio {
    shared: Arc<Shared>,
    address: SocketAddr,
    serving: Mutex<Option<DropGuard>>,
}

impl FakeTwilio {
    /// Begins to serve on a free port of loopback.
    ///
    /// # Errors
    /// When there is none.
    pub async fn start(config: Config) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (book, poster) = (Mutex::new(Book::new(&config)), Poster::new(&config)?);
        let shared = Arc::new(Shared { config, book, poster, changes: watch::Sender::new(0) });
        let fake = Self { shared, address, serving: Mutex::new(None) };
        fake.serve(listener);
        Ok(fake)
    }

    fn serve(&self, listener: TcpListener) {
        let stop = CancellationToken::new();
        tokio::spawn(serve::run(listener, Arc::clone(&self.shared), stop.clone()));
        *self.serving() = Some(stop.drop_guard());
    }

    fn serving(&self) -> MutexGuard<'_, Option<DropGuard>> {
        self.serving.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where it is: the base address for its clients.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Cannot be reached any more, and lets go of every connection. What goes on goes on.
    pub async fn go_away(&self) {
        self.serving().take();
        // The socket is closed by its task: gone when nobody can connect.
        while tokio::net::TcpStream::connect(self.address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    }

    /// Can be reached again, at the same address.
    ///
    /// # Errors
    /// When somebody else has taken the port.
    pub async fn come_back(&self) -> io::Result<()> {
        if self.serving().is_none() {
            self.serve(TcpListener::bind(self.address).await?);
        }
        Ok(())
    }

    /// What a telephone does that is called from now on.
    pub fn set_outcome(&self, to: &str, outcome: Outcome) {
        self.shared.book().outcomes.insert(to.to_owned(), outcome);
    }

    /// What whoever answers there does, in calls that are led, each time it may press keys or speak; then nothing any more.
    pub fn set_deeds(&self, to: &str, deeds: impl IntoIterator<Item = Deed>) {
        self.shared.book().deeds.insert(to.to_owned(), deeds.into_iter().collect());
    }

    /// What was wrong with the documents that it was given. Each ended its call, as at Twilio.
    pub fn faults(&self) -> Vec<String> {
        self.shared.book().faults.clone()
    }

    /// What becomes of messages to that telephone from now on.
    pub fn set_arrival(&self, to: &str, arrival: Arrival) {
        self.shared.book().arrivals.insert(to.to_owned(), arrival);
    }

    /// What every other telephone does.
    pub fn set_usual(&self, outcome: Outcome) {
        self.shared.book().usual = outcome;
    }

    /// What befalls the next order that nothing else befalls. May be said several times: one an order.
    pub fn befall_next(&self, trouble: Trouble) {
        self.shared.book().troubles.push_back(trouble);
    }

    /// How callbacks are posted from now on.
    pub fn set_delivery(&self, delivery: Delivery) {
        self.shared.book().delivery = delivery;
    }

    /// What befalls orders at random from now on.
    pub fn set_odds(&self, odds: Odds) {
        self.shared.book().odds = odds;
    }

    /// Whether it shows what it posted for a call. Twilio does so 15 minutes after the end, this one at once; others never do.
    pub fn set_shows_events(&self, shows: bool) {
        self.shared.book().shows_events = shows;
    }

    /// The party that was called answers, a call of [`Outcome::Held`]. Whether it rang.
    pub fn answer(&self, sid: &str) -> bool {
        life::answer(&self.shared, sid, None)
    }

    /// The party that was called hangs up. Whether it talked.
    pub fn hang_up(&self, sid: &str) -> bool {
        life::callee_hangs_up(&self.shared, sid)
    }

    /// So much time passes for calls of [`Outcome::Held`]: those that ring and were to ring no longer than that have rung in vain.
    pub fn let_ring(&self, span: Duration) {
        life::ring_out(&self.shared, span);
    }

    /// Posts all callbacks of that call once more, the last one first.
    pub fn repeat_callbacks(&self, sid: &str) {
        let sent = self.shared.book().call(sid).map(|call| call.sent.clone()).unwrap_or_default();
        self.shared.poster.post_all(sent.into_iter().rev().collect());
    }

    /// All calls, in the order in which they were placed.
    pub fn calls(&self) -> Vec<SeenCall> {
        self.shared.book().seen_calls()
    }

    /// How many calls there are.
    pub fn placed(&self) -> usize {
        self.shared.book().calls.len()
    }

    /// Waits until there are so many calls.
    pub async fn until_placed(&self, count: usize) {
        let mut changes = self.shared.changes.subscribe();
        while self.placed() < count {
            if changes.changed().await.is_err() {
                return;
            }
        }
    }

    /// The most that anybody was rung for one reference of ours: more than 1 is once too often.
    pub fn most_rings(&self) -> usize {
        self.shared.book().most_rings()
    }

    /// All messages, in the order in which they were sent.
    pub fn messages(&self) -> Vec<SeenMessage> {
        self.shared.book().seen_messages()
    }

    /// How often somebody was rung, or found engaged, for that reference of ours.
    pub fn rings(&self, reference: &str) -> usize {
        self.shared.book().rings(|call| call.reference.as_deref() == Some(reference))
    }

    /// How often that telephone has rung, or was found engaged.
    pub fn rings_of(&self, to: &str) -> usize {
        let book = self.shared.book();
        book.rings(|call| call.to == to) + book.dialled.get(to).copied().unwrap_or_default()
    }

    /// How many orders were received, whatever came of them.
    pub fn orders(&self) -> usize {
        self.shared.book().orders
    }

    /// How many callbacks were posted and taken.
    pub fn callbacks_taken(&self) -> usize {
        self.shared.poster.taken()
    }

    /// Waits until all calls together are as `so` says.
    pub async fn until(&self, so: impl Fn(&[SeenCall]) -> bool + Send) {
        let mut changes = self.shared.changes.subscribe();
        while !so(&self.calls()) {
            if changes.changed().await.is_err() {
                return;
            }
        }
    }
}
