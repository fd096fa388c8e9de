//! Mutations of persons.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::person;

use super::{
    input::{PersonCreateInput, PersonUpdateInput},
    service,
    types::Person,
};
use crate::{
    auth::Operation,
    error::{Fault, Outcome},
    graphql::{
        context::ContextExt,
        id,
        user_error::{UserError, split},
    },
};

macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, SimpleObject)]
        pub struct $name {
            /// The person as it is now; null when nothing was done.
            pub person: Option<Person>,
            /// What was wrong; empty when it was done.
            pub user_errors: Vec<UserError>,
        }

        impl $name {
            fn of(outcome: Outcome<person::Model>) -> Result<Option<Self>> {
                let (row, user_errors) = split(outcome)?;
                let person = row.map(Person::try_from).transpose().map_err(Fault::from)?;
                Ok(Some(Self { person, user_errors }))
            }
        }
    )+};
}

payloads! {
    /// What became of `personCreate`.
    PersonCreatePayload;
    /// What became of `personUpdate`.
    PersonUpdatePayload;
    /// What became of `personDeactivate`.
    PersonDeactivatePayload;
    /// What became of `personReactivate`.
    PersonReactivatePayload;
}

/// Mutations of persons.
#[derive(Default)]
pub struct PersonsMutation;

/// Mutations of persons.
#[Object]
impl PersonsMutation {
    /// Adds a person, who takes part at once.
    async fn person_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new person.")] input: PersonCreateInput,
    ) -> Result<Option<PersonCreatePayload>> {
        let permit = ctx.permit(Operation::PersonCreate)?;
        PersonCreatePayload::of(service::create(ctx.app(), permit, input.into()).await)
    }

    /// Changes a person: absent fields keep their values, null clears them.
    async fn person_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the person.")] id: ID,
        #[graphql(desc = "What to change.")] input: PersonUpdateInput,
    ) -> Result<Option<PersonUpdatePayload>> {
        let permit = ctx.permit(Operation::PersonUpdate)?;
        PersonUpdatePayload::of(match id::parse(&id, &["id"]) {
            Ok(id) => service::update(ctx.app(), permit, id, input.into()).await,
            Err(problem) => Err(problem.into()),
        })
    }

    /// Takes a person out of everything to come. The person stays in what was, and the extension is free for another.
    async fn person_deactivate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the person.")] id: ID,
    ) -> Result<Option<PersonDeactivatePayload>> {
        let permit = ctx.permit(Operation::PersonDeactivate)?;
        PersonDeactivatePayload::of(match id::parse(&id, &["id"]) {
            Ok(id) => service::deactivate(ctx.app(), permit, id).await,
            Err(problem) => Err(problem.into()),
        })
    }

    /// Lets a person take part again; refused with `TAKEN` while another active person has the extension.
    async fn person_reactivate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the person.")] id: ID,
    ) -> Result<Option<PersonReactivatePayload>> {
        let permit = ctx.permit(Operation::PersonReactivate)?;
        PersonReactivatePayload::of(match id::parse(&id, &["id"]) {
            Ok(id) => service::reactivate(ctx.app(), permit, id).await,
            Err(problem) => Err(problem.into()),
        })
    }
}
