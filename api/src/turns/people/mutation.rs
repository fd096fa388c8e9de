//! Mutations of what persons bring to the rota.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use sea_orm::DbErr;

use super::{
    input::{BusyInput, BusyUpdateInput, PersonRotaUpdateInput},
    service,
    types::BusyEntry,
};
use crate::{
    auth::Operation,
    error::Fault,
    graphql::{
        context::ContextExt,
        id,
        user_error::{UserError, split},
    },
    persons::Person,
};

macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident { $(#[$fdoc:meta])* $field:ident: $type:ty })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, SimpleObject)]
        pub struct $name {
            $(#[$fdoc])*
            pub $field: Option<$type>,
            /// What the user can mend; empty when it was done.
            pub user_errors: Vec<UserError>,
        }
    )+};
}

payloads! {
    /// Outcome of `personRotaUpdate`.
    PersonRotaUpdatePayload {
        /// The person as it is now.
        person: Person
    }
    /// Outcome of `personNoMailSet`.
    PersonNoMailSetPayload {
        /// The person as it is now.
        person: Person
    }
    /// Outcome of `busyAdd`.
    BusyAddPayload {
        /// The busy time.
        busy_entry: BusyEntry
    }
    /// Outcome of `busyUpdate`.
    BusyUpdatePayload {
        /// The busy time as it is now.
        busy_entry: BusyEntry
    }
    /// Outcome of `busyRemove`.
    BusyRemovePayload {
        /// The busy time as it was.
        busy_entry: BusyEntry
    }
    /// Outcome of `busyReplace`.
    BusyReplacePayload {
        /// All busy times of the person as they are now.
        busy: Vec<BusyEntry>
    }
}

/// Mutations of what persons bring to the rota.
#[derive(Default)]
pub struct PeopleMutation;

/// Mutations of what persons bring to the rota.
#[Object]
impl PeopleMutation {
    /// Changes a person's part in the rota: absent fields keep their values, null clears them.
    async fn person_rota_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the person.")] person_id: ID,
        #[graphql(desc = "What changes.")] input: PersonRotaUpdateInput,
    ) -> Result<Option<PersonRotaUpdatePayload>> {
        let permit = ctx.permit(Operation::PersonRotaUpdate)?;
        let done = async { service::update_part(ctx.app(), permit, id::parse(&person_id, &["personId"])?, &input).await };
        let (row, user_errors) = split(done.await)?;
        Ok(Some(PersonRotaUpdatePayload { person: row.map(Person::try_from).transpose().map_err(Fault::from)?, user_errors }))
    }

    /// Says whether a person wants no notices of the rota by mail; an agent says so of the person the agent is.
    async fn person_no_mail_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the person.")] person_id: ID,
        #[graphql(desc = "Whether the person wants none.")] no_mail: bool,
    ) -> Result<Option<PersonNoMailSetPayload>> {
        let permit = ctx.permit(Operation::PersonNoMailSet)?;
        let done = async { service::set_no_mail(ctx.app(), permit, id::parse(&person_id, &["personId"])?, no_mail).await };
        let (row, user_errors) = split(done.await)?;
        Ok(Some(PersonNoMailSetPayload { person: row.map(Person::try_from).transpose().map_err(Fault::from)?, user_errors }))
    }

    /// Says when a person is busy. Timetables that are made already keep their turns.
    async fn busy_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the person.")] person_id: ID,
        #[graphql(desc = "The busy time.")] input: BusyInput,
    ) -> Result<Option<BusyAddPayload>> {
        let permit = ctx.permit(Operation::BusyAdd)?;
        let done = async { service::add(ctx.app(), permit, id::parse(&person_id, &["personId"])?, &input).await };
        let (row, user_errors) = split(done.await)?;
        Ok(Some(BusyAddPayload { busy_entry: row.map(BusyEntry::try_from).transpose().map_err(Fault::from)?, user_errors }))
    }

    /// Changes a busy time: absent fields keep their values, null clears them.
    async fn busy_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the busy time.")] id: ID,
        #[graphql(desc = "What changes.")] input: BusyUpdateInput,
    ) -> Result<Option<BusyUpdatePayload>> {
        let permit = ctx.permit(Operation::BusyUpdate)?;
        let done = async { service::update(ctx.app(), permit, id::parse(&id, &["id"])?, &input).await };
        let (row, user_errors) = split(done.await)?;
        Ok(Some(BusyUpdatePayload { busy_entry: row.map(BusyEntry::try_from).transpose().map_err(Fault::from)?, user_errors }))
    }

    /// Removes a busy time.
    async fn busy_remove(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the busy time.")] id: ID) -> Result<Option<BusyRemovePayload>> {
        let permit = ctx.permit(Operation::BusyRemove)?;
        let done = async { service::remove(ctx.app(), permit, id::parse(&id, &["id"])?).await };
        let (row, user_errors) = split(done.await)?;
        Ok(Some(BusyRemovePayload { busy_entry: row.map(BusyEntry::try_from).transpose().map_err(Fault::from)?, user_errors }))
    }

    /// Makes these all the busy times of a person, instead of those there were; all of them or none.
    async fn busy_replace(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the person.")] person_id: ID,
        #[graphql(desc = "All busy times, at most 500.")] entries: Vec<BusyInput>,
    ) -> Result<Option<BusyReplacePayload>> {
        let permit = ctx.permit(Operation::BusyReplace)?;
        let done = async { service::replace(ctx.app(), permit, id::parse(&person_id, &["personId"])?, &entries).await };
        let (rows, user_errors) = split(done.await)?;
        let entries = |rows: Vec<_>| rows.into_iter().map(BusyEntry::try_from).collect::<Result<_, DbErr>>();
        Ok(Some(BusyReplacePayload { busy: rows.map(entries).transpose().map_err(Fault::from)?, user_errors }))
    }
}
