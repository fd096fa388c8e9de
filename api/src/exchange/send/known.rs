//! What the book writes of messages: the rows that a batch is about, what becomes of them, and what follows from it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    id::MessageId,
    message, provider,
    stored::{ChangeKind, Channel, ConsentState, EvidenceKind, MessageCause, MessageProblemKind, MessageStatus},
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};

use crate::{
    alarms,
    auth::Actor,
    contacts::consent::{self, Word},
    db::Tx,
    exchange::dial::book::{Happening, Whose, Written},
    live::outbox,
    messages::{happening, news, outcome},
};

/// Messages that a batch is about: as they were, and as they are.
#[derive(Default)]
pub(in crate::exchange) struct Messages(BTreeMap<MessageId, (message::Model, message::Model)>);

impl Messages {
    /// Those of these happenings, which nobody else changes until the transaction ends.
    pub(in crate::exchange) async fn read(tx: &Tx, happenings: &[&Happening]) -> Result<Self, DbErr> {
        use message::Column as C;
        let named = |happening: &&Happening| match happening.of {
            Whose::Message(id) => Some(id),
            Whose::Attempt(_) | Whose::Key(..) => None,
        };
        let ids: Vec<MessageId> = happenings.iter().filter_map(named).collect();
        if ids.is_empty() {
            return Ok(Self::default());
        }
        let rows = message::Entity::find().filter(C::Id.is_in(ids)).order_by_asc(C::Id).lock(LockType::NoKeyUpdate).all(&**tx).await?;
        Ok(Self(rows.into_iter().map(|row| (row.id, (row.clone(), row))).collect()))
    }

    /// What a happening makes of its message.
    pub(in crate::exchange) fn take(&mut self, id: MessageId, happening: &Happening, now: DateTime<Utc>) -> Written {
        let known = self.0.get_mut(&id).filter(|(_, row)| row.provider_id == Some(happening.from));
        let Some((_, row)) = known else { return Written::Nobodys };
        if happening.fence.is_some_and(|fence| fence != row.fence) {
            return Written::Stale;
        }
        match happening::after(row, &happening.what, now) {
            Some(new) => {
                *row = new;
                Written::Changed
            }
            None => Written::Unchanged,
        }
    }

    /// Writes those that changed, tells them, and notes who does not want anything from their sender any more.
    pub(in crate::exchange) async fn save(self, tx: &Tx, now: DateTime<Utc>) -> Result<(), DbErr> {
        let changed: Vec<_> = self.0.into_values().filter(|(before, row)| before != row).collect();
        let mut told = Vec::new();
        for (before, row) in &changed {
            outcome::save(tx, row, None).await?;
            if before.status != row.status || before.problem != row.problem {
                told.push(news::told(row, ChangeKind::Updated, now));
            }
        }
        outbox::publish(tx, told).await?;
        let lost = |(before, row): &&(message::Model, message::Model)| {
            row.cause == MessageCause::Reminder && before.status == MessageStatus::Sent && row.status != MessageStatus::Delivered
        };
        let lost: Vec<&message::Model> =
            changed.iter().filter(lost).map(|(_, row)| row).filter(|row| row.status != MessageStatus::Sent).collect();
        alarms::outcome::undelivered(tx, &lost, now).await?;
        let is_new = |(before, row): &&(message::Model, message::Model)| before.problem != row.problem;
        let mut opted_out: Vec<&message::Model> =
            changed.iter().filter(is_new).map(|(_, row)| row).filter(|row| row.problem == Some(MessageProblemKind::OptedOut)).collect();
        // In one order, so that two who write do not wait for each other crosswise.
        opted_out.sort_by(|one, other| one.recipient.cmp(&other.recipient));
        for row in opted_out {
            note(tx, row, now).await?;
        }
        Ok(())
    }
}

/// The provider refused, since who would get it has told it so: written down for that number and sender, and no other.
async fn note(tx: &Tx, row: &message::Model, now: DateTime<Utc>) -> Result<(), DbErr> {
    let Ok(number) = row.recipient.parse() else { return Ok(()) };
    let provider = match row.provider_id {
        Some(id) => provider::Entity::find_by_id(id).one(&**tx).await?,
        None => None,
    };
    let word = Word {
        number,
        channel: Channel::Sms,
        sender: row.sender.clone(),
        state: ConsentState::OptedOut,
        evidence: EvidenceKind::Provider,
        detail: row.problem_code.clone(),
    };
    let actor = provider.map_or_else(Actor::system, |provider| Actor::provider(provider.name));
    consent::record(tx, row.account_id, word, actor, now).await.map(drop)
}
