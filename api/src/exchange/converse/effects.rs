//! What follows outside of a call that is led: text messages, and numbers that are not called any more.

use chrono::{DateTime, Utc};
use entity::{
    call_attempt, flow_run, provider,
    stored::{Channel, ConsentState, EvidenceKind, MessageCause},
};
use flow::Effect;
use numbering::Msisdn;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use telephony::capability::{Capabilities, Operation, Support};

use crate::{
    auth::Actor,
    contacts::consent::{self, Word},
    db::Tx,
    messages::service::{self, NewText},
};

/// Does what follows from a turn, each thing once: a turn is written once, and each message bears its place.
pub(super) async fn done(
    tx: &Tx,
    attempt: &call_attempt::Model,
    run: &flow_run::Model,
    effects: Vec<Effect>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    for (place, effect) in effects.into_iter().enumerate() {
        match effect {
            Effect::SendMessage { to, text, .. } => {
                let provider = sender(tx, attempt).await?;
                let message = NewText {
                    cause: MessageCause::FlowRun,
                    cause_id: run.id.0,
                    dedupe_key: format!("{}/{}/{place}", run.id, run.turn),
                    contact_id: attempt.contact_id.filter(|_| to.is_none()),
                    to: to.unwrap_or_else(|| attempt.target.clone()),
                    sender: provider.as_ref().and_then(|provider| provider.message_sender.clone()),
                    provider_id: provider.map(|provider| provider.id),
                    body: text,
                };
                service::post_text(tx, attempt.account_id, message, now).await?;
            }
            Effect::DoNotCall { node } => {
                // A colleague's extension is in no list.
                let Ok(number) = attempt.target.parse::<Msisdn>() else { continue };
                let word = Word {
                    number,
                    channel: Channel::Call,
                    sender: None,
                    state: ConsentState::OptedOut,
                    evidence: EvidenceKind::Keyword,
                    detail: Some(format!("flow {}, node {node}", run.flow_version_id)),
                };
                consent::record(tx, attempt.account_id, word, Actor::system(), now).await?;
            }
        }
    }
    Ok(())
}

/// Who sends messages of a call: its own provider, if it can, else the first that can and has a sender.
async fn sender(tx: &Tx, attempt: &call_attempt::Model) -> Result<Option<provider::Model>, DbErr> {
    let rows = provider::Entity::find().filter(provider::Column::AccountId.eq(attempt.account_id)).order_by_asc(provider::Column::Id);
    let rows = rows.all(&**tx).await?;
    let sends = |row: &&provider::Model| {
        let able = serde_json::from_value::<Capabilities>(row.capabilities.clone());
        able.is_ok_and(|able| able.support(Operation::SendMessage) != Support::None) && row.message_sender.is_some()
    };
    let own = rows.iter().find(|row| row.id == attempt.provider_id && sends(row));
    Ok(own.or_else(|| rows.iter().find(sends)).cloned())
}
