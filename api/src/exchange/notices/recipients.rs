//! Whom a notice concerns, and where they get their mail.

use std::collections::{BTreeSet, HashMap, HashSet};

use entity::{
    id::{AccountId, PersonId},
    person, person_rota,
    stored::Role,
    user,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::{db::Tx, turns::duty::notice::Detail};

/// The persons of a notice.
pub(super) struct People {
    persons: HashMap<PersonId, person::Model>,
    /// Who wants no mail.
    quiet: HashSet<PersonId>,
}

impl People {
    pub(super) async fn of(tx: &Tx, account: AccountId, detail: &Detail) -> Result<Self, DbErr> {
        let named = detail.gaps.iter().filter_map(|gap| gap.person_id);
        let ids: BTreeSet<PersonId> = [&detail.persons, &detail.comes, &detail.goes].into_iter().flatten().copied().chain(named).collect();
        let persons = person::Entity::find().filter(person::Column::AccountId.eq(account)).filter(person::Column::Id.is_in(ids.clone()));
        let quiet =
            person_rota::Entity::find().filter(person_rota::Column::PersonId.is_in(ids)).filter(person_rota::Column::NoMail.eq(true));
        Ok(Self {
            persons: persons.all(&**tx).await?.into_iter().map(|person| (person.id, person)).collect(),
            quiet: quiet.all(&**tx).await?.into_iter().map(|part| part.person_id).collect(),
        })
    }

    pub(super) fn name(&self, id: PersonId) -> &str {
        self.persons.get(&id).map_or("somebody", |person| person.name.as_str())
    }

    /// Where the person gets mail, if there is such a place and the person wants any.
    pub(super) fn address(&self, id: PersonId) -> Option<&str> {
        let person = self.persons.get(&id).filter(|person| person.active && !self.quiet.contains(&id))?;
        person.email.as_deref()
    }
}

/// Where the account's coordinators get mail, and which persons they are; without any, the admins.
pub(super) async fn coordinators(tx: &Tx, account: AccountId) -> Result<Vec<(String, Option<PersonId>)>, DbErr> {
    for role in [Role::Coordinator, Role::Admin] {
        let users = user::Entity::find()
            .filter(user::Column::AccountId.eq(account))
            .filter(user::Column::Role.eq(role))
            .filter(user::Column::Active.eq(true))
            .order_by_asc(user::Column::Id)
            .all(&**tx)
            .await?;
        if !users.is_empty() {
            return Ok(users.into_iter().map(|user| (user.email, user.person_id)).collect());
        }
    }
    Ok(Vec::new())
}
