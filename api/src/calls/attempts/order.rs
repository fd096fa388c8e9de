//! What an attempt asks of its provider, frozen when the attempt is made: a callout that is edited meanwhile changes no order.

use std::time::Duration;

use chrono::{DateTime, Utc};
use entity::{call_attempt, id::FlowVersionId, stored::MachineBehavior};
use numbering::{DialTarget, Msisdn};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use telephony::outgoing::{CallOrder, LookUp, OrderKey, Reference, Script};

/// The column `order` of an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// What happens on answer.
    pub script: Script,
    /// How long it may ring, in seconds.
    pub ring_seconds: u32,
    /// How long it may last, in seconds; none: the provider's own limit.
    pub limit_seconds: Option<u32>,
    /// Whether to find out if a machine answers.
    pub detect_machine: bool,
    /// Whether another provider is tried if this one fails: then it is not waited for.
    pub elsewhere: bool,
    /// The flow that leads it, where the script is to converse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow: Option<Led>,
}

/// By which flow a call is led.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Led {
    /// Its sealed version: settled when the call is ordered.
    pub version: FlowVersionId,
    /// Language of whoever is called; none: as is known of the contact, else the flow's first.
    pub language: Option<String>,
    /// What is known besides of whoever is called: an object.
    pub variables: serde_json::Value,
    /// To whom alone anything is said, a human or a machine; none: to whoever answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only: Option<MachineBehavior>,
}

impl Frozen {
    /// As it is stored.
    pub fn to_json(&self) -> serde_json::Value {
        // A struct of plain values: it always serialises.
        serde_json::to_value(self).unwrap_or_default()
    }

    /// As it was stored.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn of(row: &call_attempt::Model) -> Result<Self, DbErr> {
        serde_json::from_value(row.order.clone()).map_err(|error| DbErr::Json(format!("order of {}: {error}", row.id)))
    }
}

/// The order of an attempt.
///
/// # Errors
/// When the row holds what cannot be dialled.
pub fn of(row: &call_attempt::Model) -> Result<CallOrder, DbErr> {
    let frozen = Frozen::of(row)?;
    Ok(CallOrder {
        reference: reference(row)?,
        to: target(&row.target)?,
        from: shown(row)?,
        ring: Duration::from_secs(frozen.ring_seconds.into()),
        limit: frozen.limit_seconds.map(|seconds| Duration::from_secs(seconds.into())),
        detect_machine: frozen.detect_machine,
        script: frozen.script,
    })
}

/// Another attempt to reach the same party over the same provider, of about the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// The provider's own key of it, if it is known.
    pub key: Option<String>,
    /// Whether it is not known either what became of it.
    pub unknown: bool,
}

/// What its provider is asked to find out about it at `now`.
///
/// # Errors
/// As [`of`].
pub fn look_up(row: &call_attempt::Model, others: Vec<Other>, now: DateTime<Utc>) -> Result<LookUp, DbErr> {
    Ok(LookUp {
        reference: reference(row)?,
        key: row.provider_key.clone().map(OrderKey),
        to: target(&row.target)?,
        from: shown(row)?,
        body: None,
        ordered_at: row.dispatched_at.unwrap_or(row.created_at),
        asked_at: now,
        rivals: others.iter().any(|other| other.unknown),
        others: others.into_iter().filter_map(|other| Some(OrderKey(other.key?))).collect(),
    })
}

/// A target as it is stored: its digits, a public number with plus sign.
///
/// # Errors
/// When it is neither number nor extension.
pub fn target(text: &str) -> Result<DialTarget, DbErr> {
    let wrong = || DbErr::Type("a target is stored that is neither a public number nor an extension".to_owned());
    if text.starts_with('+') {
        return text.parse().map(DialTarget::Number).map_err(|_| wrong());
    }
    text.parse().map(DialTarget::Extension).map_err(|_| wrong())
}

fn reference(row: &call_attempt::Model) -> Result<Reference, DbErr> {
    row.id.to_string().parse().map_err(|_| DbErr::Type(format!("{} is no reference", row.id)))
}

fn shown(row: &call_attempt::Model) -> Result<Option<Msisdn>, DbErr> {
    let wrong = |_| DbErr::Type(format!("{} shows what is no public number", row.id));
    row.from_number.as_deref().map(|text| text.parse().map_err(wrong)).transpose()
}
