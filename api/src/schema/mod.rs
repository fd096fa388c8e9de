//! The slices put together: the three roots, what joins their types ([`edges`]), and what all of them share ([`node`],
//! [`change`]).

pub mod change;
mod edges;
pub mod node;
mod position;

use async_graphql::{MergedObject, MergedSubscription, SchemaBuilder};
use entity::stored::Topic;

use crate::{
    accounts::{AccountsMutation, AccountsQuery},
    alarms::{self, AlarmsMutation, AlarmsQuery, AlarmsSubscription},
    auth::Access,
    calendars::{self, CalendarsMutation, CalendarsQuery},
    callouts::{self, CalloutsMutation, CalloutsQuery, CalloutsSubscription},
    calls::{
        CallsQuery, CallsSubscription,
        attempts::{AttemptsMutation, AttemptsQuery, AttemptsSubscription, repository::AttemptLoader},
        limits::{CallLimitsMutation, CallLimitsQuery},
        loader::{AnsweringLoader, CallLoader, CurrentCallLoader, LegsLoader},
    },
    contacts::{self, ContactsMutation, ContactsQuery, ContactsSubscription},
    events::{self, EventsMutation, EventsQuery, EventsSubscription},
    flows::{self, FlowsMutation, FlowsQuery, FlowsSubscription},
    graphql::{
        batch::Batch,
        scalars::{LiveCursor, TimeZone},
    },
    messages::{self, MessagesMutation, MessagesQuery, MessagesSubscription},
    persons::{PersonsMutation, PersonsQuery, PersonsSubscription, loader::PersonLoader},
    providers::{ProvidersQuery, ProvidersSubscription},
    queues::{self, QueuesMutation, QueuesQuery, QueuesSubscription},
    turns::{self, TurnsMutation, TurnsQuery, TurnsSubscription},
    webhooks::{self, WebhooksMutation, WebhooksQuery},
};

/// Questions.
#[derive(Default, MergedObject)]
pub struct Query(
    node::NodeQuery,
    position::PositionQuery,
    AccountsQuery,
    PersonsQuery,
    ContactsQuery,
    CalendarsQuery,
    EventsQuery,
    ProvidersQuery,
    QueuesQuery,
    TurnsQuery,
    FlowsQuery,
    CallsQuery,
    AttemptsQuery,
    CallLimitsQuery,
    MessagesQuery,
    WebhooksQuery,
    CalloutsQuery,
    AlarmsQuery,
);

/// Changes.
#[derive(Default, MergedObject)]
pub struct Mutation(
    AccountsMutation,
    PersonsMutation,
    ContactsMutation,
    CalendarsMutation,
    EventsMutation,
    QueuesMutation,
    TurnsMutation,
    FlowsMutation,
    AttemptsMutation,
    CallLimitsMutation,
    MessagesMutation,
    WebhooksMutation,
    CalloutsMutation,
    AlarmsMutation,
);

/// What happens, as it happens: read the present state and `liveCursor`, then subscribe `after` it.
#[derive(Default, MergedSubscription)]
pub struct Subscription(
    PersonsSubscription,
    ContactsSubscription,
    EventsSubscription,
    ProvidersSubscription,
    QueuesSubscription,
    TurnsSubscription,
    FlowsSubscription,
    CallsSubscription,
    AttemptsSubscription,
    MessagesSubscription,
    CalloutsSubscription,
    AlarmsSubscription,
);

/// The schema.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// The schema's types, without the application: what its description needs.
fn types() -> SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
        .register_output_type::<change::Change>()
        .override_output_type_description::<LiveCursor>(
            "Opaque place in the stream of changes. Compare only for equality; give it back as `after`.",
        )
        .override_output_type_description::<TimeZone>("IANA time zone, e.g. `Europe/Madrid`.")
}

/// The schema over the application behind `access`, still without limits: whoever serves it adds them.
pub fn builder(access: &Access) -> SchemaBuilder<Query, Mutation, Subscription> {
    let app = access.app();
    let builder = callouts::register(messages::loader::register(flows::register(types(), &app.db), &app.db), &app.db);
    let builder = alarms::register(builder, &app.db);
    let builder = events::loader::register(calendars::loader::register(builder, &app.db), app);
    let builder = webhooks::loader::register(builder, &app.db);
    turns::register(queues::loader::register(contacts::loader::register(builder, &app.db), &app.db), &app.db)
        .data(Batch::new(PersonLoader(app.db.clone())).changing_with(Topic::Person))
        .data(Batch::new(CallLoader(app.db.clone())))
        .data(Batch::new(AttemptLoader(app.db.clone())).changing_with(Topic::Attempt))
        .data(Batch::new(LegsLoader(app.db.clone())))
        .data(Batch::new(AnsweringLoader(app.db.clone())))
        .data(Batch::new(CurrentCallLoader(app.db.clone())))
        .data(alarms::listener::listener())
        .data(app.clone())
        .data(access.clone())
}

/// The schema over the application behind `access`.
pub fn build(access: &Access) -> Schema {
    builder(access).finish()
}

/// The contract: the schema in GraphQL's schema definition language.
pub fn sdl() -> String {
    types().finish().sdl()
}
