//! Mutations of contacts.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::{contact, contact_consent, id::ContactId, stored};

use super::{
    consent,
    input::{ContactConsentInput, ContactCreateInput, ContactUpdateInput, ContactUpsertInput},
    repository::Contacts,
    service,
    types::{Contact, ContactConsent},
};
use crate::{
    auth::{Operation, Permit},
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
            /// The contact as it is now; null when nothing was done.
            pub contact: Option<Contact>,
            /// What was wrong; empty when it was done.
            pub user_errors: Vec<UserError>,
        }

        impl $name {
            fn of(outcome: Outcome<contact::Model>) -> Result<Option<Self>> {
                let (row, user_errors) = split(outcome)?;
                Ok(Some(Self { contact: shown(row)?, user_errors }))
            }
        }
    )+};
}

payloads! {
    /// What became of `contactCreate`.
    ContactCreatePayload;
    /// What became of `contactUpdate`.
    ContactUpdatePayload;
    /// What became of `contactDoNotCallSet`.
    ContactDoNotCallSetPayload;
    /// What became of `contactDoNotCallClear`.
    ContactDoNotCallClearPayload;
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, SimpleObject)]
        pub struct $name {
            /// What counts now; null when nothing was done.
            pub consent: Option<ContactConsent>,
            /// The contact of the number, if there is one.
            pub contact: Option<Contact>,
            /// What was wrong; empty when it was done.
            pub user_errors: Vec<UserError>,
        }

        impl $name {
            async fn of(ctx: &Context<'_>, permit: Permit<'_>, outcome: Outcome<contact_consent::Model>) -> Result<Option<Self>> {
                let (row, user_errors) = split(outcome)?;
                let contact = match &row {
                    Some(row) => Contacts::of(ctx.app().db.read(), &permit).by_number(&row.number).await.map_err(Fault::from)?,
                    None => None,
                };
                Ok(Some(Self { consent: row.map(ContactConsent::from), contact: shown(contact)?, user_errors }))
            }
        }
    )+};
}

words! {
    /// What became of `contactOptOut`.
    ContactOptOutPayload;
    /// What became of `contactOptIn`.
    ContactOptInPayload;
}

/// What became of `contactUpsert`.
#[derive(Clone, Debug, SimpleObject)]
pub struct ContactUpsertPayload {
    /// The contact as it is now; null when nothing was done.
    pub contact: Option<Contact>,
    /// Whether the contact was added; null when nothing was done.
    pub created: Option<bool>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `contactDelete`.
#[derive(Clone, Debug, SimpleObject)]
pub struct ContactDeletePayload {
    /// Id of the contact that was deleted; null when none was.
    pub deleted_id: Option<ID>,
    /// What was wrong; empty when it was done.
    pub user_errors: Vec<UserError>,
}

fn shown(row: Option<contact::Model>) -> Result<Option<Contact>, Fault> {
    Ok(row.map(Contact::try_from).transpose()?)
}

/// Mutations of contacts.
#[derive(Default)]
pub struct ContactMutation;

/// Mutations of contacts.
#[Object]
impl ContactMutation {
    /// Adds a contact.
    async fn contact_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new contact.")] input: ContactCreateInput,
    ) -> Result<Option<ContactCreatePayload>> {
        let permit = ctx.permit(Operation::ContactCreate)?;
        ContactCreatePayload::of(service::create(ctx.app(), permit, input.into()).await)
    }

    /// Changes a contact: absent fields keep their values, null clears them.
    async fn contact_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the contact.")] id: ID,
        #[graphql(desc = "What to change.")] input: ContactUpdateInput,
    ) -> Result<Option<ContactUpdatePayload>> {
        let permit = ctx.permit(Operation::ContactUpdate)?;
        ContactUpdatePayload::of(match id::parse(&id, &["id"]) {
            Ok(id) => service::update(ctx.app(), permit, id, input.into()).await,
            Err(problem) => Err(problem.into()),
        })
    }

    /// Changes the contact of a number, or adds one, if there is none.
    async fn contact_upsert(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contact.")] input: ContactUpsertInput,
    ) -> Result<Option<ContactUpsertPayload>> {
        let permit = ctx.permit(Operation::ContactUpsert)?;
        let (new, mode) = input.into();
        let (done, user_errors) = split(service::upsert(ctx.app(), permit, new, mode).await)?;
        let (row, created) = done.unzip();
        Ok(Some(ContactUpsertPayload { contact: shown(row)?, created, user_errors }))
    }

    /// Deletes a contact; refused with `CONFLICT` while something refers to it. What was said about reaching its number stays.
    async fn contact_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the contact.")] id: ID,
    ) -> Result<Option<ContactDeletePayload>> {
        let permit = ctx.permit(Operation::ContactDelete)?;
        let outcome = match id::parse::<ContactId>(&id, &["id"]) {
            Ok(id) => service::delete(ctx.app(), permit, id).await,
            Err(problem) => Err(problem.into()),
        };
        let (deleted, user_errors) = split(outcome)?;
        Ok(Some(ContactDeletePayload { deleted_id: deleted.map(ID::from), user_errors }))
    }

    /// Says that nobody may call a contact. It holds from the commit on, also for callouts that are running.
    async fn contact_do_not_call_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the contact.")] id: ID,
        #[graphql(desc = "Why not, at most 500 characters.")] reason: Option<String>,
    ) -> Result<Option<ContactDoNotCallSetPayload>> {
        let permit = ctx.permit(Operation::ContactDoNotCallSet)?;
        ContactDoNotCallSetPayload::of(match id::parse(&id, &["id"]) {
            Ok(id) => service::set_do_not_call(ctx.app(), permit, id, reason).await,
            Err(problem) => Err(problem.into()),
        })
    }

    /// Says that a contact may be called again.
    async fn contact_do_not_call_clear(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the contact.")] id: ID,
    ) -> Result<Option<ContactDoNotCallClearPayload>> {
        let permit = ctx.permit(Operation::ContactDoNotCallClear)?;
        ContactDoNotCallClearPayload::of(match id::parse(&id, &["id"]) {
            Ok(id) => service::clear_do_not_call(ctx.app(), permit, id).await,
            Err(problem) => Err(problem.into()),
        })
    }

    /// Writes down that a number does not want to be reached any more. It belongs to the number: a contact that is deleted and
    /// made again is still opted out.
    async fn contact_opt_out(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was said.")] input: ContactConsentInput,
    ) -> Result<Option<ContactOptOutPayload>> {
        let permit = ctx.permit(Operation::ContactOptOut)?;
        let outcome = consent::say(ctx.app(), permit, input.into(), stored::ConsentState::OptedOut).await;
        ContactOptOutPayload::of(ctx, permit, outcome).await
    }

    /// Writes down that a number wants to be reached again. Who opted out of every sender stays so until this is said of every
    /// sender.
    async fn contact_opt_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was said.")] input: ContactConsentInput,
    ) -> Result<Option<ContactOptInPayload>> {
        let permit = ctx.permit(Operation::ContactOptIn)?;
        let outcome = consent::say(ctx.app(), permit, input.into(), stored::ConsentState::OptedIn).await;
        ContactOptInPayload::of(ctx, permit, outcome).await
    }
}
