//! The schema behind the door: documents in, responses out.
//!
//! async-graphql validates at each execution. Here the same schema stands twice: `strict` only validates, and only what has
//! not been seen before; `fast` only executes, in its `Fast` mode, which still counts complexity with the actual variables
//! and so keeps the limit of cost even where a remembered cost would be wrong.
//!
//! An extension could have skipped validation within one schema, but a schema with any extension takes the slow way through
//! every field.

mod nulls;
pub(crate) mod order;
mod probe;
pub(crate) mod variables;

use std::sync::Arc;

use async_graphql::{
    IntrospectionMode, ObjectType, Request, Response, Schema, SchemaBuilder, SchemaEnv, ServerError, SubscriptionType, ValidationMode,
    Variables, parser::types::OperationType,
};
use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream::BoxStream};

use crate::{
    Code, Fault, Limits,
    documents::{Document, Documents, live},
    limits::shape,
};

/// Errors of validation that are reported. A document can hold thousands, all of one mistake.
const ERRORS: usize = 20;

/// A schema of any types, ready to serve.
pub struct Engine {
    schema: Box<dyn Executable>,
    documents: Documents,
}

/// One operation, checked and ready to run, as often as needed.
#[derive(Clone)]
pub(crate) struct Prepared {
    document: Arc<Document>,
    operation: usize,
    variables: Variables,
    /// Complexity, at least 1.
    pub(crate) cost: u64,
}

impl Prepared {
    pub(crate) fn ty(&self) -> OperationType {
        self.document.operation(self.operation).ty
    }

    pub(crate) fn variables(&self) -> &Variables {
        &self.variables
    }

    /// See [`Document::live`].
    pub(crate) fn live(&self) -> Result<&live::Root, Fault> {
        self.document.live(self.operation)
    }

    /// A request for the executor, to which session data may be added.
    pub(crate) fn request(&self) -> Result<Request, Fault> {
        let operation = self.document.operation(self.operation);
        let mut request = Request::new(String::new()).variables(self.variables.clone());
        request.operation_name = operation.name.as_ref().map(ToString::to_string);
        request.set_parsed_query(self.document.executable(self.operation)?);
        Ok(request)
    }
}

impl Engine {
    /// Takes the schema as a way to build it, because it is built twice: only one of the two ever resolves anything. Limits
    /// and validation mode are set here, so the builder leaves them alone; extensions cost time at every field.
    ///
    /// # Errors
    /// If the schema has no query root that answers `__typename`, with async-graphql's own words.
    pub fn new<Query, Mutation, Subscription>(
        build: impl Fn() -> SchemaBuilder<Query, Mutation, Subscription>,
        limits: &Limits,
    ) -> Result<Self, ServerError>
    where
        Query: ObjectType + 'static,
        Mutation: ObjectType + 'static,
        Subscription: SubscriptionType + 'static,
    {
        let mut strict = build().limit_recursive_depth(shape::LEVELS + 1).extension(probe::ProbeFactory);
        if !limits.introspection {
            strict = strict.disable_suggestions(); // "did you mean" would tell the schema name by name
        }
        let strict = strict.finish();
        let fast =
            build().limit_recursive_depth(shape::LEVELS + 1).limit_complexity(limits.cost).validation_mode(ValidationMode::Fast).finish();
        let env = probe::env(&strict)?;
        Ok(Self { schema: Box::new(Schemas { strict, fast, env }), documents: Documents::new(limits) })
    }

    /// Parses, chooses the operation, checks variables, validates: as little of it as is not known already.
    ///
    /// # Errors
    /// Everything a request can get wrong before it runs.
    pub(crate) async fn prepare(
        &self,
        text: &str,
        operation_name: Option<&str>,
        variables: Variables,
        limits: &Limits,
    ) -> Result<Prepared, Vec<Fault>> {
        let document = self.documents.get(text, limits).map_err(|fault| vec![fault])?;
        let operation = document.select(operation_name).map_err(|fault| vec![fault])?;
        if document.operation(operation).introspects && !limits.introspection {
            let message = "This server does not tell its schema: `__schema` and `__type` are switched off.";
            return Err(vec![Fault::new(Code::IntrospectionDisabled, message)]);
        }
        if let Some(definition) = document.definition(operation) {
            variables::check(&self.schema.env().registry, &definition.node, &variables).map_err(|fault| vec![fault])?;
        }
        let cost = match document.cost(operation, &variables) {
            Some(cost) => cost,
            None => self.validate(text, &document, operation, &variables).await?,
        };
        if cost > limits.cost as u64 {
            return Err(vec![Fault::limit(Code::LimitCost, "cost", limits.cost as u64, Some(cost))]);
        }
        Ok(Prepared { document, operation, variables, cost: cost.max(1) })
    }

    /// Full validation, then remembered.
    async fn validate(&self, text: &str, document: &Arc<Document>, operation: usize, variables: &Variables) -> Result<u64, Vec<Fault>> {
        let mut request = Request::new(String::new()).variables(variables.clone());
        request.operation_name = document.operation(operation).name.as_ref().map(ToString::to_string);
        request.set_parsed_query(document.tree().clone());
        let cost = self.schema.validate(request).await.map_err(|errors| {
            errors.into_iter().take(ERRORS).map(|error| Fault::from_server(Code::ValidationFailed, error)).collect::<Vec<_>>()
        })?;
        if document.operation(operation).ty == OperationType::Subscription {
            document.live(operation).map_err(|fault| vec![fault])?;
        }
        document.remember_cost(operation, variables, cost);
        self.documents.keep(text, document);
        Ok(cost)
    }

    /// Runs a query or mutation.
    pub(crate) async fn execute(&self, prepared: &Prepared, request: Request) -> Response {
        let mut response = self.schema.execute(request).await;
        self.settle(prepared, &mut response);
        response
    }

    /// Runs a subscription.
    pub(crate) fn stream(self: &Arc<Self>, prepared: Prepared, request: Request) -> BoxStream<'static, Response> {
        let engine = Arc::clone(self);
        self.schema
            .stream(request)
            .map(move |mut response| {
                engine.settle(&prepared, &mut response);
                response
            })
            .boxed()
    }

    /// Whether a subscription's root field takes a cursor, and so can be shared and resumed.
    pub(crate) fn takes_cursor(&self, field: &str) -> bool {
        let registry = &self.schema.env().registry;
        let root = registry.subscription_type.as_deref().and_then(|name| registry.types.get(name));
        root.and_then(|root| root.field_by_name(field)).is_some_and(|field| field.args.contains_key(live::AFTER))
    }

    /// Nulls and order as the specification wants them: see [`nulls`] and [`order`].
    fn settle(&self, prepared: &Prepared, response: &mut Response) {
        if !response.errors.is_empty()
            && let Some(definition) = prepared.document.definition(prepared.operation)
        {
            nulls::propagate(&self.schema.env().registry, prepared.document.tree(), &definition.node, response);
        }
        prepared.document.order(prepared.operation).put(&mut response.data);
    }
}

/// A schema without its type parameters, so that nothing else in the crate needs them.
trait Executable: Send + Sync {
    /// Complexity of a valid request.
    fn validate(&self, request: Request) -> BoxFuture<'_, Result<u64, Vec<ServerError>>>;
    fn execute(&self, request: Request) -> BoxFuture<'_, Response>;
    fn stream(&self, request: Request) -> BoxStream<'static, Response>;
    fn env(&self) -> &SchemaEnv;
}

struct Schemas<Query, Mutation, Subscription> {
    strict: Schema<Query, Mutation, Subscription>,
    fast: Schema<Query, Mutation, Subscription>,
    env: SchemaEnv,
}

impl<Query, Mutation, Subscription> Executable for Schemas<Query, Mutation, Subscription>
where
    Query: ObjectType + 'static,
    Mutation: ObjectType + 'static,
    Subscription: SubscriptionType + 'static,
{
    fn validate(&self, request: Request) -> BoxFuture<'_, Result<u64, Vec<ServerError>>> {
        probe::validate(&self.strict, request).boxed()
    }

    fn execute(&self, mut request: Request) -> BoxFuture<'_, Response> {
        request.introspection_mode = IntrospectionMode::Enabled; // decided before, with a code
        self.fast.execute(request).boxed()
    }

    fn stream(&self, request: Request) -> BoxStream<'static, Response> {
        self.fast.execute_stream(request)
    }

    fn env(&self) -> &SchemaEnv {
        &self.env
    }
}
