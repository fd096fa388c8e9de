//! An extension that lets a schema validate and stops it before it executes, telling what validation found.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use async_graphql::{
    ObjectType, Request, Response, Schema, SchemaEnv, ServerError, SubscriptionType, ValidationResult,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute, NextValidation},
};
use futures_util::FutureExt;

/// Where the probe leaves what it saw.
#[derive(Default)]
struct Findings {
    env: OnceLock<SchemaEnv>,
    complexity: Mutex<Option<usize>>,
}

pub(super) struct ProbeFactory;

impl ExtensionFactory for ProbeFactory {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Probe)
    }
}

struct Probe;

#[async_graphql::async_trait::async_trait]
impl Extension for Probe {
    async fn validation(&self, ctx: &ExtensionContext<'_>, next: NextValidation<'_>) -> Result<ValidationResult, Vec<ServerError>> {
        let result = next.run(ctx).await;
        if let Some(findings) = ctx.data_opt::<Arc<Findings>>() {
            findings.env.get_or_init(|| ctx.schema_env.clone());
            let complexity = result.as_ref().ok().map(|result| result.complexity);
            *findings.complexity.lock().unwrap_or_else(PoisonError::into_inner) = complexity;
        }
        result
    }

    async fn execute(&self, _: &ExtensionContext<'_>, _: Option<&str>, _: NextExecute<'_>) -> Response {
        Response::default()
    }
}

/// Validates a request against a schema with the probe in it. Gives its complexity.
pub(super) async fn validate<Query, Mutation, Subscription>(
    schema: &Schema<Query, Mutation, Subscription>,
    request: Request,
) -> Result<u64, Vec<ServerError>>
where
    Query: ObjectType + 'static,
    Mutation: ObjectType + 'static,
    Subscription: SubscriptionType + 'static,
{
    let findings = Arc::new(Findings::default());
    let response = schema.execute(request.data(Arc::clone(&findings))).await;
    if response.is_err() {
        return Err(response.errors);
    }
    let complexity = findings.complexity.lock().unwrap_or_else(PoisonError::into_inner).unwrap_or_default();
    Ok(u64::try_from(complexity).unwrap_or(u64::MAX))
}

/// The schema's environment, and in it the registry of types, which async-graphql shows to extensions only.
pub(super) fn env<Query, Mutation, Subscription>(schema: &Schema<Query, Mutation, Subscription>) -> Result<SchemaEnv, ServerError>
where
    Query: ObjectType + 'static,
    Mutation: ObjectType + 'static,
    Subscription: SubscriptionType + 'static,
{
    let findings = Arc::new(Findings::default());
    let request = Request::new("{ __typename }").data(Arc::clone(&findings));
    // Nothing is awaited between the request and the probe, so the first poll is the last.
    let errors = schema.execute(request).now_or_never().map(|response| response.errors).unwrap_or_default();
    match (errors.into_iter().next(), findings.env.get()) {
        (None, Some(env)) => Ok(env.clone()),
        (Some(error), _) => Err(error),
        (None, None) => Err(ServerError::new("The schema did not validate a request at once.", None)),
    }
}
