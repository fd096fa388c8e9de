//! With what reminders are sent: sealed flows, templates, providers, and who is not to be reached; read for all of a batch at once.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::{
    contact, flow_version,
    id::{AccountId, FlowVersionId, ProviderId, TemplateId},
    provider,
    stored::Channel,
    template,
};
use flow::Document;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use telephony::capability::{Capabilities, Operation, Support};

use super::{
    definition::With,
    world::{Around, World},
};
use crate::{contacts::consent, flows::pick, providers};

/// With what reminders are sent.
#[derive(Debug, Default)]
pub(super) struct Means {
    documents: HashMap<FlowVersionId, Document>,
    templates: HashMap<TemplateId, template::Model>,
    providers: HashMap<AccountId, Vec<(provider::Model, Capabilities)>>,
    not_to_be_called: HashSet<(AccountId, String)>,
    opted_out: HashSet<(AccountId, String)>,
}

/// Which provider calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// One of these, the first before the others.
    These(Vec<ProviderId>),
    /// None that can is up now.
    Down,
    /// None can.
    Nobody,
}

impl Means {
    /// For these alarms, at these steps.
    pub(super) async fn read(db: &impl ConnectionTrait, world: &World, of: &[(&Around, i32)]) -> Result<Self, DbErr> {
        let mut means = Self::default();
        let (mut versions, mut templates) = (BTreeSet::new(), BTreeSet::new());
        let mut numbers: BTreeMap<AccountId, BTreeSet<String>> = BTreeMap::new();
        for (around, place) in of {
            let account = around.alarm.account_id;
            let asked = numbers.entry(account).or_default();
            if let Some(step) = around.definition.step(*place) {
                match step.with {
                    With::Flow(id) => {
                        versions.insert(id);
                        asked.extend(world.number(step).filter(|number| number.starts_with('+')).map(str::to_owned));
                    }
                    With::Template(id) => drop(templates.insert(id)),
                }
            }
            templates.extend(around.definition.failure.as_ref().and_then(|failure| failure.template));
        }
        if !versions.is_empty() {
            let rows = flow_version::Entity::find().filter(flow_version::Column::Id.is_in(versions)).all(db).await?;
            for row in rows {
                means.documents.insert(row.id, pick::document(&row)?);
            }
        }
        if !templates.is_empty() {
            let rows = template::Entity::find().filter(template::Column::Id.is_in(templates)).all(db).await?;
            means.templates = rows.into_iter().map(|row| (row.id, row)).collect();
        }
        let accounts = provider::Entity::find().filter(provider::Column::AccountId.is_in(numbers.keys().copied()));
        for row in accounts.order_by_asc(provider::Column::Id).all(db).await? {
            let able = serde_json::from_value(row.capabilities.clone()).unwrap_or_default();
            means.providers.entry(row.account_id).or_default().push((row, able));
        }
        for (account, numbers) in numbers {
            if numbers.is_empty() {
                continue;
            }
            let rows = contact::Entity::find()
                .filter(contact::Column::AccountId.eq(account))
                .filter(contact::Column::Number.is_in(numbers.iter().map(String::as_str)))
                .filter(contact::Column::DoNotCallAt.is_not_null());
            means.not_to_be_called.extend(rows.all(db).await?.into_iter().map(|row| (account, row.number)));
            let opted_out = consent::opted_out(db, account, numbers.iter().map(String::as_str), Channel::Call, None).await?;
            means.opted_out.extend(opted_out.into_iter().map(|number| (account, number)));
        }
        Ok(means)
    }

    pub(super) fn document(&self, id: FlowVersionId) -> Option<&Document> {
        self.documents.get(&id)
    }

    pub(super) fn template(&self, id: TemplateId) -> Option<&template::Model> {
        self.templates.get(&id)
    }

    pub(super) fn is_not_to_be_called(&self, account: AccountId, number: &str) -> bool {
        self.not_to_be_called.contains(&(account, number.to_owned()))
    }

    pub(super) fn has_opted_out(&self, account: AccountId, number: &str) -> bool {
        self.opted_out.contains(&(account, number.to_owned()))
    }

    /// Providers of an account, for its limits.
    pub(super) fn providers_of(&self, account: AccountId) -> Vec<ProviderId> {
        self.providers.get(&account).into_iter().flatten().map(|(row, _)| row.id).collect()
    }

    /// Which of the providers that may be called over can lead calls, after so many tries: another one each time.
    pub(super) fn line(&self, around: &Around, detect_machine: bool, tries: i32, now: DateTime<Utc>) -> Line {
        let needed = [Some(Operation::PlaceCall), Some(Operation::Converse), detect_machine.then_some(Operation::DetectMachine)];
        let able = |able: &Capabilities| needed.iter().flatten().all(|operation| able.support(*operation) != Support::None);
        let allowed = |row: &provider::Model| around.providers.is_empty() || around.providers.contains(&row.id);
        let all = self.providers.get(&around.alarm.account_id).map(Vec::as_slice).unwrap_or_default();
        let able: Vec<&provider::Model> = all.iter().filter(|(row, can)| allowed(row) && able(can)).map(|(row, _)| row).collect();
        if able.is_empty() {
            return Line::Nobody;
        }
        let mut up: Vec<ProviderId> = able.iter().filter(|row| providers::is_up(row, now)).map(|row| row.id).collect();
        if up.is_empty() {
            return Line::Down;
        }
        let first = usize::try_from(tries).unwrap_or_default() % up.len();
        up.rotate_left(first);
        Line::These(up)
    }

    /// Who sends text messages for an alarm: the first that may, can, and has a sender.
    pub(super) fn sender(&self, around: &Around) -> Option<&provider::Model> {
        let allowed = |row: &provider::Model| around.providers.is_empty() || around.providers.contains(&row.id);
        let all = self.providers.get(&around.alarm.account_id).map(Vec::as_slice).unwrap_or_default();
        let sends = |(row, can): &&(provider::Model, Capabilities)| {
            allowed(row) && can.support(Operation::SendMessage) != Support::None && row.message_sender.is_some()
        };
        all.iter().find(sends).map(|(row, _)| row)
    }
}
