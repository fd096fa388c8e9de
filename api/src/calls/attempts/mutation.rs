//! Mutations of attempts.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use serde_json::{Value, json};

use super::{
    service::{self, OnAnswer, Wish},
    types::CallAttempt,
};
use crate::{
    auth::Operation,
    error::{Problem, Refusal},
    flows::pick::Named,
    graphql::{
        context::ContextExt,
        id,
        user_error::{UserError, split},
    },
};

/// Bytes of what is known of whoever is called, as JSON, at the most.
const VARIABLES_BYTES: usize = 16_384;

/// A flow that leads a call.
#[derive(Clone, Debug, InputObject)]
pub struct CallFlowInput {
    /// Id of the flow, whose version is taken that was sealed last; or of a sealed version.
    pub id: ID,
    /// Language of whoever is called, by BCP 47; absent: as the contact's metadata say under `language`, else the flow's first.
    pub language: Option<String>,
    /// What is known besides of whoever is called, an object: it goes before what is kept of the contact.
    pub variables: Option<Value>,
}

/// A call that is wanted: somebody's telephone is rung, and who answers it is joined to a number; or a number is rung, and a flow leads the
/// call.
#[derive(Clone, Debug, InputObject)]
pub struct CallOriginateInput {
    /// Your own key of this request, 1 to 100 characters, e.g. a UUID. Asked again under it, the same rings nobody a second time.
    pub request_id: String,
    /// Whose telephone is rung first; not with a flow.
    pub person_id: Option<ID>,
    /// By which flow the call is led; absent: the person is joined to the number.
    pub flow: Option<CallFlowInput>,
    /// Number that is called, then or at once, as people write it.
    pub to: String,
    /// Number shown to the called party; absent: the provider's default.
    pub from: Option<String>,
    /// ISO 3166-1 code of the country in which national numbers are read, e.g. `ES`; absent: only international ones are.
    pub country: Option<String>,
    /// Which provider; absent: the only one that can.
    pub provider_id: Option<ID>,
}

/// What became of `callOriginate`.
#[derive(Clone, Debug, SimpleObject)]
pub struct CallOriginatePayload {
    /// The attempt as it is now; null when nothing was done.
    pub call_attempt: Option<CallAttempt>,
    /// Whether it had been made before, under the same `requestId`: nobody was rung again. Null when nothing was done.
    pub replayed: Option<bool>,
    /// What the user can mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What became of `callHangUp`.
#[derive(Clone, Debug, SimpleObject)]
pub struct CallHangUpPayload {
    /// The attempt as it is now; null when nothing was done.
    pub call_attempt: Option<CallAttempt>,
    /// What the user can mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Mutations of attempts.
#[derive(Default)]
pub struct AttemptsMutation;

/// Mutations of attempts.
#[Object]
impl AttemptsMutation {
    /// Rings a person, and joins whoever answers to a number; or rings the number, and leads the call by a flow, unless who would answer does
    /// not want to be called. The answer says that it is wanted; `callAttemptChanged` tells what comes of it.
    async fn call_originate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The call that is wanted.")] input: CallOriginateInput,
    ) -> Result<Option<CallOriginatePayload>> {
        let permit = ctx.permit(Operation::CallOriginate)?;
        let outcome = match read(input) {
            Ok(wish) => service::originate(ctx.app(), permit, wish).await,
            Err(problem) => Err(Refusal::from(problem)),
        };
        let (done, user_errors) = split(outcome)?;
        let replayed = done.as_ref().map(|done| done.replayed);
        Ok(Some(CallOriginatePayload { call_attempt: done.map(|done| done.row.into()), replayed, user_errors }))
    }

    /// Ends a call that was placed from here, or calls it off. One that is over already stays as it is.
    async fn call_hang_up(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the attempt.")] id: ID) -> Result<Option<CallHangUpPayload>> {
        let permit = ctx.permit(Operation::CallHangUp)?;
        let outcome = match id::parse(&id, &["id"]) {
            Ok(id) => service::hang_up(ctx.app(), permit, id).await,
            Err(problem) => Err(problem.into()),
        };
        let (row, user_errors) = split(outcome)?;
        Ok(Some(CallHangUpPayload { call_attempt: row.map(CallAttempt::from), user_errors }))
    }
}

fn read(input: CallOriginateInput) -> Result<Wish, Problem> {
    Ok(Wish {
        request_id: input.request_id,
        on_answer: on_answer(input.person_id, input.flow)?,
        to: input.to,
        from: input.from,
        country: input.country,
        provider_id: input.provider_id.map(|id| id::parse(&id, &["input", "providerId"])).transpose()?,
    })
}

fn on_answer(person: Option<ID>, flow: Option<CallFlowInput>) -> Result<OnAnswer, Problem> {
    match (person, flow) {
        (Some(person), None) => Ok(OnAnswer::Join(id::parse(&person, &["input", "personId"])?)),
        (None, Some(flow)) => {
            let variables = flow.variables.filter(|variables| !variables.is_null()).unwrap_or_else(|| json!({}));
            if !variables.is_object() || variables.to_string().len() > VARIABLES_BYTES {
                let message = format!("This is an object of at most {VARIABLES_BYTES} bytes as JSON.");
                return Err(Problem::invalid(&["input", "flow", "variables"], message));
            }
            let named = Named::parse(&flow.id, &["input", "flow", "id"])?;
            Ok(OnAnswer::Flow { named, language: flow.language, variables })
        }
        _ => {
            Err(Problem::invalid(&["input", "personId"], "Name a person who is rung first, or a flow that leads the call: one of the two."))
        }
    }
}
