//! Notices of the rota by mail: whoever comes or goes at a hand-off, and the coordinators of a slot that will not be covered.
//!
//! The mails are asked for in the transaction in which the notice is told, so that neither is without the other: no notice is lost,
//! and none is mailed twice. They are sent as all messages are ([`crate::messages::dispatch`]), and not once their slot is over.

mod recipients;
mod text;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use entity::stored::{MessageCause, RotaNoticeKind};
use futures_util::{FutureExt, future::BoxFuture};
use sea_orm::DbErr;

use self::{
    recipients::{People, coordinators},
    text::{About, Gap},
};
use crate::{
    app::App,
    db::Tx,
    messages::service::{self as messages, NewMail},
    turns::{
        duty::{Listener, SharedListener, Told, nobody, notice},
        shape::{notice_by_mail::NoticeByMail, repository::Shape},
    },
};

/// How long it is of use to hear that one's turn is over, when nobody's follows.
const OF_USE: TimeDelta = TimeDelta::hours(1);

/// Who hears notices in this application: nobody, if mail is not set up.
pub fn listener(app: &App) -> SharedListener {
    if app.config.mail.is_on() { Arc::new(ByMail) } else { nobody() }
}

struct ByMail;

impl Listener for ByMail {
    fn hear<'a>(&'a self, tx: &'a Tx, told: Told<'a>) -> BoxFuture<'a, Result<(), DbErr>> {
        hear(tx, told).boxed()
    }
}

async fn hear(tx: &Tx, told: Told<'_>) -> Result<(), DbErr> {
    let settings = Shape(told.queue.account_id).settings(&**tx, told.queue.id).await?.notice_by_mail;
    if !settings.is_on() {
        return Ok(());
    }
    let people = People::of(tx, told.queue.account_id, &told.notice.detail).await?;
    let mails = match told.notice.kind {
        RotaNoticeKind::HandOff => hand_off(&told, &settings, &people),
        RotaNoticeKind::UncoveredAhead => warning(tx, &told, &settings, &people).await?,
    };
    messages::post(tx, told.queue.account_id, mails, told.at).await.map(drop)
}

/// To those who come, and to those who go.
fn hand_off(told: &Told<'_>, settings: &NoticeByMail, people: &People) -> Vec<NewMail> {
    let (notice, about) = (told.notice, about(told, people));
    let mut mails = Vec::new();
    for (wanted, persons, write) in [
        (settings.who_comes, &notice.detail.comes, text::comes as fn(&About<'_>, &str) -> text::Text),
        (settings.who_goes, &notice.detail.goes, text::goes),
    ] {
        for person in persons.iter().filter(|_| wanted) {
            if let Some(address) = people.address(*person) {
                let mail = mail(told, address, write(&about, people.name(*person)));
                mails.push(NewMail { person_id: Some(*person), ..mail });
            }
        }
    }
    mails
}

/// To the coordinators.
async fn warning(tx: &Tx, told: &Told<'_>, settings: &NoticeByMail, people: &People) -> Result<Vec<NewMail>, DbErr> {
    if !settings.warnings {
        return Ok(Vec::new());
    }
    let to = if settings.warnings_to.is_empty() {
        coordinators(tx, told.queue.account_id).await?
    } else {
        settings.warnings_to.iter().map(|address| (address.clone(), None)).collect()
    };
    let written = text::warning(&about(told, people));
    Ok(to.into_iter().map(|(address, person_id)| NewMail { person_id, ..mail(told, &address, written.clone()) }).collect())
}

fn mail(told: &Told<'_>, to: &str, text: text::Text) -> NewMail {
    NewMail {
        cause: MessageCause::RotaNotice,
        cause_id: told.id.0,
        dedupe_key: format!("{}/{to}", told.id),
        person_id: None,
        to: to.to_owned(),
        subject: text.subject,
        body: text.body,
        expires_at: Some(of_use_until(told)),
    }
}

/// A slot that is over needs nobody any more; one ahead is not ahead any more once it has begun.
fn of_use_until(told: &Told<'_>) -> DateTime<Utc> {
    match told.notice.kind {
        RotaNoticeKind::HandOff => told.notice.detail.ends_at.unwrap_or(told.notice.starts_at + OF_USE),
        RotaNoticeKind::UncoveredAhead => told.notice.starts_at,
    }
}

fn about<'a>(told: &Told<'a>, people: &'a People) -> About<'a> {
    let detail = &told.notice.detail;
    let gap = |gap: &notice::Gap| Gap { line: gap.line, person: gap.person_id.map(|person| people.name(person)), why: gap.why };
    About {
        queue: &told.queue.name,
        zone: told.queue.time_zone.parse().unwrap_or(Tz::UTC),
        starts_at: told.notice.starts_at,
        ends_at: detail.ends_at,
        demand: detail.demand,
        persons: detail.persons.iter().map(|person| people.name(*person)).collect(),
        gaps: detail.gaps.iter().map(gap).collect(),
    }
}
