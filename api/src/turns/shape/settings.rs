//! How a queue's rota is made and kept, with the defaults of what nobody has set.

use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, QueueId},
    rota_settings,
};
use sea_orm::DbErr;
use serde_json::json;

use super::{notice_by_mail::NoticeByMail, weights::weights};

/// Minutes before an uncovered slot at which it is told, where nobody has said otherwise.
pub const WARN_MINUTES: i32 = 30;

/// Settings of a queue's rota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Whether those on duty, and nobody else by the rota, are wanted in the queue.
    pub duty_driven: bool,
    /// Turns a weekly load may go beyond the ideal.
    pub max_overload: i32,
    /// Whether lines that nobody would fill all week are closed.
    pub close_lines: bool,
    /// Cells of a slot that may be left empty by hand.
    pub max_empty_per_slot: i32,
    /// Turns of a person a day at the most, unless the person has a limit of its own.
    pub max_per_day: i32,
    /// Whether credit and debt of past weeks are ignored.
    pub forgive_credit: bool,
    /// What each wish is worth.
    pub weights: rota::Weights,
    /// What each change costs when a published week is planned anew.
    pub change_weight: i32,
    /// Minutes before an uncovered slot at which it is told; 0: it is not.
    pub warn_minutes: i32,
    /// Who is told what by mail.
    pub notice_by_mail: NoticeByMail,
}

impl TryFrom<rota_settings::Model> for Settings {
    type Error = DbErr;

    fn try_from(row: rota_settings::Model) -> Result<Self, DbErr> {
        Ok(Self {
            duty_driven: row.duty_driven,
            max_overload: row.max_overload,
            close_lines: row.close_lines,
            max_empty_per_slot: row.max_empty_per_slot,
            max_per_day: row.max_per_day,
            forgive_credit: row.forgive_credit,
            weights: weights(&row.weights)?,
            change_weight: row.change_weight,
            warn_minutes: row.warn_minutes,
            notice_by_mail: NoticeByMail::of_row(row.notice_by_mail.as_ref())?,
        })
    }
}

/// The settings of a queue whose rota nobody has set up, as a row.
pub(super) fn unset(account_id: AccountId, queue_id: QueueId, now: DateTime<Utc>) -> rota_settings::Model {
    rota_settings::Model {
        queue_id,
        account_id,
        duty_driven: false,
        max_overload: 0,
        close_lines: false,
        max_empty_per_slot: 2,
        max_per_day: 2,
        forgive_credit: false,
        weights: json!({}),
        change_weight: 15,
        warn_minutes: WARN_MINUTES,
        notice_by_mail: None,
        created_at: now,
        updated_at: now,
    }
}
