//! Who of the files is who here.
//!
//! The files know people by nicknames, which are kept nowhere here. So somebody is found again by e-mail address, by extension, or by
//! name, in this order; of several of one name, by who was there first.

use std::collections::HashMap;

use entity::{
    id::PersonId,
    person, person_rota,
    stored::{ChangeKind, Topic},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use super::{
    apply::Work,
    persons::Told,
    report::{Row, Verdict},
};
use crate::live::outbox::{self, News};

/// Everybody here, and who of the files they are.
pub(super) struct Roster {
    persons: Vec<person::Model>,
    parts: HashMap<PersonId, person_rota::Model>,
    nicknames: HashMap<String, PersonId>,
}

impl Roster {
    /// As it is here.
    pub(super) async fn load(work: &Work<'_>) -> Result<Self, DbErr> {
        let persons = person::Entity::find().filter(person::Column::AccountId.eq(work.account()));
        let persons = persons.order_by_asc(person::Column::Id).all(&**work.tx).await?;
        let parts = person_rota::Entity::find().filter(person_rota::Column::AccountId.eq(work.account())).all(&**work.tx).await?;
        Ok(Self { persons, parts: parts.into_iter().map(|part| (part.person_id, part)).collect(), nicknames: HashMap::new() })
    }

    /// Who it is here.
    pub(super) fn person(&self, nickname: &str) -> Option<PersonId> {
        self.nicknames.get(nickname).copied()
    }

    pub(super) fn knows(&self, nickname: &str) -> bool {
        self.nicknames.contains_key(nickname)
    }

    /// Takes over persons of a file.
    pub(super) async fn take(&mut self, work: &mut Work<'_>, file: &str, told: Vec<Told>) -> Result<(), DbErr> {
        for told in told {
            self.one(work, file, told, true).await?;
        }
        Ok(())
    }

    /// Takes over a person of whom nothing but the nickname is known.
    pub(super) async fn take_stranger(&mut self, work: &mut Work<'_>, file: &str, mut told: Told, active: bool) -> Result<(), DbErr> {
        let note = if active { "known only by a week" } else { "known only by weeks that are over: takes no part" };
        told.warnings.push(note.to_owned());
        self.one(work, file, told, active).await
    }

    async fn one(&mut self, work: &mut Work<'_>, file: &str, mut told: Told, active: bool) -> Result<(), DbErr> {
        let place = told.nickname.clone();
        let found = match self.find(&told) {
            Ok(found) => found,
            Err(why) => {
                work.refuse(file, &place, why);
                return Ok(());
            }
        };
        let id = found.map_or_else(PersonId::new, |index| self.persons[index].id);
        self.yield_extension(&mut told, id);
        let verdict = match found {
            None => {
                self.create(work, id, &told, active).await?;
                Verdict::Created
            }
            Some(index) => {
                if !self.persons[index].active && active {
                    told.warnings.push("deactivated here, and stays so".to_owned());
                }
                let changed = self.update(work, index, &told).await?;
                let moved = self.part(work, id, &told).await?;
                if changed || moved { Verdict::Updated } else { Verdict::Unchanged }
            }
        };
        self.nicknames.insert(told.nickname, id);
        work.tell(Row::new(file, place, verdict).warned(told.warnings));
        Ok(())
    }

    /// Place of whoever it is here.
    fn find(&self, told: &Told) -> Result<Option<usize>, String> {
        let is_taken = |person: &person::Model| self.nicknames.values().any(|id| *id == person.id);
        let email = told.email.as_ref().and_then(|email| self.persons.iter().position(|person| person.email.as_ref() == Some(email)));
        let extension = told.extension.as_ref().and_then(|extension| {
            self.persons.iter().position(|person| person.active && person.extension.as_ref() == Some(extension) && !is_taken(person))
        });
        if let (Some(one), Some(other)) = (email, extension)
            && one != other
        {
            let names = (&self.persons[one].name, &self.persons[other].name);
            return Err(format!("its e-mail address is that of {}, its extension that of {}", names.0, names.1));
        }
        let found = email.or(extension);
        if let Some(index) = found.filter(|index| is_taken(&self.persons[*index])) {
            return Err(format!("it is the same as another of the file, {}", self.persons[index].name));
        }
        let name = told.name.to_lowercase();
        Ok(found.or_else(|| self.persons.iter().position(|person| person.name.to_lowercase() == name && !is_taken(person))))
    }

    /// Leaves the extension to whoever else has it.
    fn yield_extension(&self, told: &mut Told, id: PersonId) {
        let holder = |person: &&person::Model| person.active && person.id != id && person.extension == told.extension;
        if told.extension.is_some()
            && let Some(other) = self.persons.iter().find(holder)
        {
            told.warnings.push(format!("its extension is that of {}, and left out", other.name));
            told.extension = None;
        }
    }

    async fn create(&mut self, work: &Work<'_>, id: PersonId, told: &Told, active: bool) -> Result<(), DbErr> {
        let row = person::Model {
            id,
            account_id: work.account(),
            name: told.name.clone(),
            email: told.email.clone(),
            extension: told.extension.clone(),
            phone_numbers: json!([]),
            colour: told.colour.clone(),
            groups: json!(told.groups),
            time_zone: None,
            active,
            created_at: work.now,
            updated_at: work.now,
        };
        person::Entity::insert(row.clone().into_active_model()).exec_without_returning(&**work.tx).await?;
        tell(work, id, ChangeKind::Created, None, described(&row)).await?;
        self.persons.push(row);
        self.part(work, id, told).await?;
        Ok(())
    }

    /// What the file tells goes first; what it does not tell stays.
    async fn update(&mut self, work: &Work<'_>, index: usize, told: &Told) -> Result<bool, DbErr> {
        let before = self.persons[index].clone();
        let mut after = before.clone();
        if !told.name_is_guessed {
            after.name.clone_from(&told.name);
        }
        after.email = told.email.clone().or(after.email);
        after.extension = told.extension.clone().or(after.extension);
        after.colour = told.colour.clone().or(after.colour);
        if !told.groups.is_empty() {
            after.groups = json!(told.groups);
        }
        if after == before {
            return Ok(false);
        }
        after.updated_at = work.now;
        let changed = after.clone().into_active_model().reset_all();
        person::Entity::update(changed).exec(&**work.tx).await?;
        tell(work, after.id, ChangeKind::Updated, Some(described(&before)), described(&after)).await?;
        self.persons[index] = after;
        Ok(true)
    }

    /// The person's part in the rota; whether it changed.
    async fn part(&mut self, work: &Work<'_>, id: PersonId, told: &Told) -> Result<bool, DbErr> {
        let before = self.parts.get(&id).cloned();
        let new = || person_rota::Model {
            person_id: id,
            account_id: work.account(),
            ideal_load: None,
            max_per_day: None,
            room: None,
            no_mail: false,
            created_at: work.now,
            updated_at: work.now,
        };
        let mut after = before.clone().unwrap_or_else(new);
        after.ideal_load = told.ideal_load.or(after.ideal_load);
        after.room = told.room.clone().or(after.room);
        let nothing_told = before.is_none() && after.ideal_load.is_none() && after.room.is_none();
        if nothing_told || before.as_ref() == Some(&after) {
            return Ok(false);
        }
        after.updated_at = work.now;
        let row = after.clone().into_active_model();
        if before.is_some() {
            person_rota::Entity::update(row.reset_all()).exec(&**work.tx).await?;
        } else {
            person_rota::Entity::insert(row).exec_without_returning(&**work.tx).await?;
        }
        let shown = |part: &person_rota::Model| json!({ "idealLoad": part.ideal_load, "room": part.room });
        tell(work, id, ChangeKind::Updated, before.as_ref().map(shown), shown(&after)).await?;
        self.parts.insert(id, after);
        Ok(true)
    }
}

async fn tell(work: &Work<'_>, id: PersonId, kind: ChangeKind, before: Option<Value>, after: Value) -> Result<(), DbErr> {
    work.audit(id, before, Some(after)).await?;
    let news = News { person_id: Some(id), ..News::new(work.account(), work.now, Topic::Person, kind, id.0) };
    outbox::publish(work.tx, vec![news]).await
}

/// A person as the audit log keeps it: the schema's names.
fn described(row: &person::Model) -> Value {
    json!({
        "name": row.name,
        "email": row.email,
        "extension": row.extension,
        "colour": row.colour,
        "groups": row.groups,
        "active": row.active,
    })
}
