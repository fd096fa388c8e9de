//! The ledger of who does not want to be called or written to.
//!
//! An entry is somebody's word about a number, a channel and a sender, or every sender; it stays, and the latest counts. A word
//! about every sender also ends what was said about each. The ledger belongs to the number: deleting the contact, or making it
//! again, makes nobody reachable.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use entity::{
    contact_consent,
    id::{AccountId, ConsentId},
    stored::{ChangeKind, Channel, ConsentState, EvidenceKind},
};
use numbering::Msisdn;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Statement, sea_query::Expr,
};
use serde_json::json;

use super::{fields::Check, number, repository::Contacts, service::news};
use crate::{
    app::App,
    audit,
    auth::{Actor, Permit},
    db::Tx,
    error::{Outcome, ProblemCode},
    live::outbox,
};

/// Characters of a sender at the most.
const SENDER_LENGTH: usize = 100;

/// What somebody said about being reached.
#[derive(Clone, Debug)]
pub struct Word {
    /// Whose.
    pub number: Msisdn,
    /// On which channel.
    pub channel: Channel,
    /// To which sender, as [`number::sender`] writes it; none: every sender.
    pub sender: Option<String>,
    /// Out, or in again.
    pub state: ConsentState,
    /// By what it is known.
    pub evidence: EvidenceKind,
    /// The keyword, the provider's code, or a note.
    pub detail: Option<String>,
}

/// A word as it is given by hand.
#[derive(Clone, Debug)]
pub struct GivenWord {
    /// Whose, as people write it.
    pub number: String,
    /// Country in which a national number is read.
    pub country: Option<String>,
    /// On which channel.
    pub channel: Channel,
    /// To which sender; none: every sender.
    pub sender: Option<String>,
    /// By what it is known.
    pub evidence: EvidenceKind,
    /// The keyword, the provider's code, or a note.
    pub detail: Option<String>,
}

/// Writes down a word that was given by hand.
///
/// # Errors
/// Every field that cannot be right.
pub async fn say(app: &App, permit: Permit<'_>, given: GivenWord, state: ConsentState) -> Outcome<contact_consent::Model> {
    let mut check = Check::default();
    let country = check.country(given.country.as_deref());
    let number = check.number(&given.number, country);
    let detail = check.reason("detail", given.detail.as_deref());
    let sender = given.sender.map(|text| number::sender(&text));
    if sender.as_ref().is_some_and(|sender| sender.is_empty() || sender.chars().count() > SENDER_LENGTH) {
        check.fault(
            ProblemCode::Invalid,
            "sender",
            format!("A sender has 1 to {SENDER_LENGTH} characters; leave it out for every sender."),
        );
    }
    let (Some(number), true) = (number, check.is_fine()) else {
        check.done()?;
        return Err(anyhow::anyhow!("a number was neither read nor refused").into());
    };
    let word = Word { number, channel: given.channel, sender, state, evidence: given.evidence, detail };
    let tx = app.db.begin().await?;
    let (row, is_new) = record(&tx, permit.account_id(), word, permit.actor(), app.clock.now()).await?;
    if is_new {
        let after = json!({
            "number": row.number, "channel": row.channel, "sender": row.sender, "state": row.state, "evidence": row.evidence,
            "detail": row.detail,
        });
        let change = audit::Change { subject_id: Some(row.id.to_string()), after: Some(after), ..audit::Change::default() };
        audit::record(&tx, &permit, row.occurred_at, change).await?;
        tx.commit().await?;
    }
    Ok(row)
}

/// Writes down a word, and tells it, if there is a contact of that number. What is so already is not written again: told is
/// whether it was new.
///
/// # Errors
/// The database's.
pub async fn record(
    tx: &Tx,
    account_id: AccountId,
    word: Word,
    actor: Actor,
    at: DateTime<Utc>,
) -> Result<(contact_consent::Model, bool), DbErr> {
    hold(tx, word.number.as_str()).await?;
    let contact = Contacts::in_account(&**tx, account_id).by_number(word.number.as_str()).await?;
    let current = of_numbers(&**tx, account_id, [word.number.as_str()], true).await?;
    let of_channel: Vec<contact_consent::Model> = current.into_iter().filter(|row| row.channel == word.channel).collect();
    let sender = word.sender.clone().unwrap_or_default();
    let others_differ = sender.is_empty() && of_channel.iter().any(|row| row.state != word.state);
    if let Some(known) = of_channel.iter().find(|row| row.sender == sender && row.state == word.state)
        && !others_differ
    {
        return Ok((known.clone(), false));
    }
    let row = contact_consent::Model {
        id: ConsentId::new(),
        account_id,
        number: word.number.into(),
        channel: word.channel,
        sender: sender.clone(),
        state: word.state,
        current: true,
        evidence: word.evidence,
        detail: word.detail,
        actor_kind: actor.kind,
        actor_id: actor.id,
        actor_name: actor.name,
        occurred_at: at,
    };
    let over = of_channel.iter().filter(|known| sender.is_empty() || known.sender == sender).map(|known| known.id);
    contact_consent::Entity::update_many()
        .col_expr(contact_consent::Column::Current, Expr::value(false))
        .filter(contact_consent::Column::Id.is_in(over))
        .exec(&**tx)
        .await?;
    contact_consent::Entity::insert(row.clone().into_active_model()).exec_without_returning(&**tx).await?;
    if let Some(mut contact) = contact {
        contact.updated_at = at;
        outbox::publish(tx, vec![news(&contact, ChangeKind::Updated)]).await?;
    }
    Ok((row, true))
}

/// Lets nobody else write about the number until the transaction ends: there may be no row yet that could be locked.
async fn hold(tx: &Tx, number: &str) -> Result<(), DbErr> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let lock = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
        let key = format!("switchboard/contact_consent/{number}");
        tx.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, lock, [key.into()])).await?;
    }
    Ok(())
}

/// Which of the numbers have opted out of being reached by `sender` on `channel`.
///
/// # Errors
/// The database's.
pub async fn opted_out<C: ConnectionTrait>(
    db: &C,
    account_id: AccountId,
    numbers: impl IntoIterator<Item = &str>,
    channel: Channel,
    sender: Option<&str>,
) -> Result<HashSet<String>, DbErr> {
    let senders = [Some(String::new()), sender.map(number::sender)].into_iter().flatten();
    let rows = contact_consent::Entity::find()
        .select_only()
        .column(contact_consent::Column::Number)
        .filter(contact_consent::Column::AccountId.eq(account_id))
        .filter(contact_consent::Column::Number.is_in(numbers))
        .filter(contact_consent::Column::Channel.eq(channel))
        .filter(contact_consent::Column::Sender.is_in(senders))
        .filter(contact_consent::Column::Current.eq(true))
        .filter(contact_consent::Column::State.eq(ConsentState::OptedOut));
    Ok(rows.into_tuple().all(db).await?.into_iter().collect())
}

/// What somebody said by which they have opted out of being reached on `channel`, by everybody or by one of `senders`.
///
/// # Errors
/// The database's.
pub async fn opt_outs<C: ConnectionTrait>(
    db: &C,
    account_id: AccountId,
    number: &str,
    channel: Channel,
    senders: &[&str],
) -> Result<Vec<contact_consent::Model>, DbErr> {
    let senders: HashSet<String> = senders.iter().map(|sender| number::sender(sender)).chain([String::new()]).collect();
    let current = of_numbers(db, account_id, [number], true).await?;
    let counts =
        |row: &contact_consent::Model| row.channel == channel && row.state == ConsentState::OptedOut && senders.contains(&row.sender);
    Ok(current.into_iter().filter(counts).collect())
}

/// What is written down of these numbers: what counts now, or all that was ever said.
///
/// # Errors
/// The database's.
pub(super) async fn of_numbers<C: ConnectionTrait>(
    db: &C,
    account_id: AccountId,
    numbers: impl IntoIterator<Item = &str>,
    current: bool,
) -> Result<Vec<contact_consent::Model>, DbErr> {
    let mut rows = contact_consent::Entity::find()
        .filter(contact_consent::Column::AccountId.eq(account_id))
        .filter(contact_consent::Column::Number.is_in(numbers));
    if current {
        rows = rows.filter(contact_consent::Column::Current.eq(true));
    }
    let mut rows = rows.all(db).await?;
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}
