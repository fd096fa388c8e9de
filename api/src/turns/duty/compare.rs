//! The comparison: who is on duty now against who is wanted in the queue, what is due to be told against what was. It looks at
//! what is written and writes what differs, so it does not matter what was missed since the last.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    id::{AccountId, PersonId, QueueId},
    stored::MemberSource,
};

use super::{
    listener::Listener,
    news,
    notice::{self, Notice},
    read::{self, Rota},
    roster,
};
use crate::{
    app::App,
    lease::{Lease, LeaseError},
    queues::{
        repository::Queues,
        service::duty::{self, Duty},
    },
};

/// Looks again after so long, whatever the timetables say: sooner than what is read of them ends.
const AT_THE_LATEST: TimeDelta = TimeDelta::days(1);

/// Compares all queues of all accounts, and says when something is due next.
///
/// # Errors
/// [`LeaseError::Lost`], and nothing more is written. The database's, after the other queues have been compared.
pub(super) async fn everything(app: &App, lease: &Lease, listener: &dyn Listener) -> Result<DateTime<Utc>, LeaseError> {
    let now = app.clock.now();
    let rotas = read::rotas(app.db.read(), None, now).await?;
    let mut failed = None;
    for rota in rotas.iter().filter(|rota| !Due::of(rota, now).is_nothing()) {
        match one(app, lease, listener, rota.queue.account_id, rota.queue.id).await {
            Err(LeaseError::Database(error)) => failed = Some(error),
            other => other?,
        }
    }
    match failed {
        Some(error) => Err(error.into()),
        None => Ok(next(&rotas, now)),
    }
}

/// When something is due next.
fn next(rotas: &[Rota], now: DateTime<Utc>) -> DateTime<Utc> {
    let of = |rota: &Rota| [roster::next_boundary(&rota.slots, now), roster::next_warning(&rota.slots, now, rota.warning)];
    rotas.iter().flat_map(of).flatten().min().map_or(now + AT_THE_LATEST, |next| next.min(now + AT_THE_LATEST))
}

/// Does what is due in one queue, in one transaction: all or nothing of it, whenever the process ends.
async fn one(app: &App, lease: &Lease, listener: &dyn Listener, account: AccountId, queue: QueueId) -> Result<(), LeaseError> {
    let tx = app.db.begin().await?;
    lease.renew(app, &tx).await?;
    // From here on nobody else changes who is wanted there; and what was read before may have changed.
    if Queues(account).locked(&tx, queue).await?.is_none() {
        return Ok(());
    }
    let now = app.clock.now();
    let Some(rota) = read::rotas(&*tx, Some(queue), now).await?.pop() else { return Ok(()) };
    let due = Due::of(&rota, now);
    if let Some(duty) = &due.duty {
        duty::keep(&tx, &rota.queue, duty, now).await?;
    }
    for notice in due.notices {
        news::tell(&tx, &rota.queue, notice, now, listener).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// What has to be done about one queue.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Due {
    /// Who is to be wanted, if that differs.
    duty: Option<Duty>,
    notices: Vec<Notice>,
}

impl Due {
    fn of(rota: &Rota, now: DateTime<Utc>) -> Self {
        let duty = rota.driven.then(|| wish(rota, now)).filter(|duty| duty::differs(&rota.wanted, duty));
        Self { duty, notices: notice::due(rota, now) }
    }

    fn is_nothing(&self) -> bool {
        self.duty.is_none() && self.notices.is_empty()
    }
}

/// Who is on duty and can be rung, and why those are not who are wanted by the rota still.
fn wish(rota: &Rota, now: DateTime<Utc>) -> Duty {
    let turn = |person: PersonId| roster::running(&rota.slots, now).find(|slot| slot.lines.contains(&Some(person)));
    let over = |person: PersonId| {
        let last = roster::last_boundary(&rota.slots, now);
        rota.slots.iter().find(|slot| Some(slot.ends_at) == last && slot.lines.contains(&Some(person)))
    };
    let on_duty = roster::on_duty(&rota.slots, now);
    let able = on_duty.iter().filter(|person| !rota.unable.contains_key(person));
    let on = able.filter_map(|person| Some((*person, turn(*person)?.named()))).collect();
    let mut off = HashMap::new();
    for wish in rota.wanted.iter().filter(|wish| wish.source == MemberSource::Turn) {
        let person = wish.person_id;
        if let Some(why) = rota.unable.get(&person).filter(|_| on_duty.contains(&person)) {
            off.insert(person, why.words().to_owned());
        } else if let Some(slot) = over(person) {
            off.insert(person, format!("{} is over", slot.named()));
        }
    }
    Duty { on, off }
}
