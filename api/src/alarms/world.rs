//! What is around reminders: their alarms, events, calendars and those they are for, read for all of a batch at once.

use std::collections::{BTreeSet, HashMap};

use chrono_tz::Tz;
use entity::{
    alarm, calendar, calendar_settings, contact, event,
    id::{AccountId, AlarmId, CalendarId, CalendarSettingsId, ContactId, EventId, PersonId, ProviderId},
    occurrence, person,
};
use flow::Variables;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use super::definition::{self, Definition, Step, To};
use crate::calendars::repository as calendars;

/// An alarm with what is around it.
#[derive(Clone, Debug)]
pub(super) struct Around {
    pub(super) alarm: alarm::Model,
    pub(super) definition: Definition,
    pub(super) event: event::Model,
    pub(super) calendar: calendar::Model,
    pub(super) settings: Option<calendar_settings::Model>,
    /// Providers that may be called over; none: all.
    pub(super) providers: Vec<ProviderId>,
}

/// Alarms with what is around them, and whom they are for.
#[derive(Debug, Default)]
pub(super) struct World {
    around: HashMap<AlarmId, Around>,
    contacts: HashMap<ContactId, contact::Model>,
    persons: HashMap<PersonId, person::Model>,
}

impl World {
    /// Of these alarms.
    pub(super) async fn read(db: &impl ConnectionTrait, ids: impl IntoIterator<Item = AlarmId>) -> Result<Self, DbErr> {
        let ids: BTreeSet<AlarmId> = ids.into_iter().collect();
        let alarms = alarm::Entity::find().filter(alarm::Column::Id.is_in(ids)).all(db).await?;
        Self::of(db, alarms).await
    }

    /// Of alarms that are known.
    pub(super) async fn of(db: &impl ConnectionTrait, alarms: Vec<alarm::Model>) -> Result<Self, DbErr> {
        if alarms.is_empty() {
            return Ok(Self::default());
        }
        let events: BTreeSet<EventId> = alarms.iter().map(|alarm| alarm.event_id).collect();
        let events = event::Entity::find().filter(event::Column::Id.is_in(events)).all(db).await?;
        let events: HashMap<EventId, event::Model> = events.into_iter().map(|row| (row.id, row)).collect();
        let keys: BTreeSet<(AccountId, CalendarId)> = alarms.iter().map(|alarm| (alarm.account_id, alarm.calendar_id)).collect();
        let keys: Vec<_> = keys.into_iter().collect();
        let rows = calendar::Entity::find().filter(calendar::Column::Id.is_in(keys.iter().map(|(_, id)| *id))).all(db).await?;
        let rows: HashMap<CalendarId, calendar::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
        let settings = calendars::settings_of(db, &keys).await?;
        let allowed: BTreeSet<CalendarSettingsId> = settings.values().map(|row| row.id).collect();
        let allowed = calendars::providers(db, allowed).await?;
        let mut world = Self::default();
        let (mut contacts, mut persons) = (BTreeSet::new(), BTreeSet::new());
        for alarm in alarms {
            let definition = Definition::of(&alarm)?;
            let (Some(event), Some(calendar)) = (events.get(&alarm.event_id), rows.get(&alarm.calendar_id)) else { continue };
            for step in &definition.steps {
                match step.to {
                    To::Contact(id) => drop(contacts.insert(id)),
                    To::Person(id) => drop(persons.insert(id)),
                    To::Number(_) | To::Email(_) => {}
                }
            }
            let settings = settings.get(&(alarm.account_id, alarm.calendar_id)).cloned();
            let providers = settings.as_ref().and_then(|settings| allowed.get(&settings.id)).cloned().unwrap_or_default();
            let (event, calendar) = (event.clone(), calendar.clone());
            world.around.insert(alarm.id, Around { alarm, definition, event, calendar, settings, providers });
        }
        if !contacts.is_empty() {
            let rows = contact::Entity::find().filter(contact::Column::Id.is_in(contacts)).all(db).await?;
            world.contacts = rows.into_iter().map(|row| (row.id, row)).collect();
        }
        if !persons.is_empty() {
            let rows = person::Entity::find().filter(person::Column::Id.is_in(persons)).all(db).await?;
            world.persons = rows.into_iter().map(|row| (row.id, row)).collect();
        }
        Ok(world)
    }

    pub(super) fn around(&self, id: AlarmId) -> Option<&Around> {
        self.around.get(&id)
    }

    /// Those of an event, the oldest first.
    pub(super) fn of_event(&self, id: EventId) -> Vec<&Around> {
        let mut all: Vec<&Around> = self.around.values().filter(|around| around.event.id == id).collect();
        all.sort_by_key(|around| around.alarm.id);
        all
    }

    /// By whose clock somebody is reminded by a step: as the alarm says, else whoever's who is reminded, else the calendar's.
    pub(super) fn zone(&self, around: &Around, step: Option<&Step>) -> Tz {
        let theirs = step.and_then(|step| match step.to {
            To::Contact(id) => self.contacts.get(&id)?.time_zone.as_deref(),
            To::Person(id) => self.persons.get(&id)?.time_zone.as_deref(),
            To::Number(_) | To::Email(_) => None,
        });
        let zone = || theirs.unwrap_or(&around.calendar.time_zone).parse().ok();
        around.definition.zone.or_else(zone).unwrap_or(Tz::UTC)
    }

    /// The number that a step calls or writes to, or the telephone here that it rings; none: there is none.
    pub(super) fn number<'a>(&'a self, step: &'a Step) -> Option<&'a str> {
        match &step.to {
            To::Number(number) => Some(number),
            To::Contact(id) => self.contacts.get(id).map(|contact| contact.number.as_str()),
            To::Person(id) => self.persons.get(id).filter(|person| person.active)?.extension.as_deref(),
            To::Email(_) => None,
        }
    }

    /// The address that a step writes to; none: there is none.
    pub(super) fn address<'a>(&'a self, step: &'a Step) -> Option<&'a str> {
        match &step.to {
            To::Email(address) => Some(address),
            To::Person(id) => self.persons.get(id).filter(|person| person.active)?.email.as_deref(),
            To::Number(_) | To::Contact(_) => None,
        }
    }

    pub(super) fn contact(&self, step: &Step) -> Option<&contact::Model> {
        match step.to {
            To::Contact(id) => self.contacts.get(&id),
            _ => None,
        }
    }

    /// What texts may name: who is reminded, the event with its data, and the occurrence by its event's clock.
    pub(super) fn known(&self, around: &Around, step: Option<&Step>, occurrence: &occurrence::Model) -> Value {
        let (event, contact) = (&around.event, step.and_then(|step| self.contact(step)));
        let zone = event.time_zone.parse().unwrap_or(Tz::UTC);
        let (date, time) = definition::shown(occurrence.starts_at, zone);
        let (_, until) = definition::shown(occurrence.ends_at, zone);
        let person = step.and_then(|step| match step.to {
            To::Person(id) => self.persons.get(&id).map(|person| person.name.as_str()),
            _ => None,
        });
        let name = contact.map(|contact| contact.name.as_str()).filter(|name| !name.is_empty()).or(person);
        let mut known = json!({
            "event": { "title": event.title, "description": event.description, "data": event.data },
            "occurrence": { "date": date, "time": time, "until": until },
            "calendar": { "name": around.calendar.name },
            "alarm": { "name": around.alarm.name, "transfer": around.alarm.transfer_to },
        });
        if let Some(contact) = contact {
            let mut told = contact.metadata.as_object().cloned().unwrap_or_default();
            told.insert("name".to_owned(), json!(name));
            told.insert("number".to_owned(), json!(contact.number));
            known["contact"] = Value::Object(told);
        }
        if let Some(name) = name {
            known["name"] = json!(name);
        }
        if let Some(number) = step.and_then(|step| self.number(step)) {
            known["number"] = json!(number);
        }
        known
    }

    /// The same, as texts are made of it.
    pub(super) fn variables(&self, around: &Around, step: Option<&Step>, occurrence: &occurrence::Model) -> Variables {
        Variables::of(&self.known(around, step, occurrence))
    }
}
