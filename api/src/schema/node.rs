//! Whatever has an id, by its id.

use async_graphql::{Context, ID, Interface, Object, Result};
use entity::id::{
    AccountId, AlarmId, ApiKeyId, AttemptId, AuditEntryId, BusyEntryId, CalendarId, CalendarSettingsId, CallId, CalloutId, ClosedDayId,
    ContactId, ContactImportId, EventId, FeedId, FlowId, FlowRecordingId, FlowRunId, FlowVersionId, MessageId, OccurrenceId,
    ParticipationId, PersonId, PopulationId, ProviderId, QueueId, ReminderId, RotaRuleId, ServiceSlotId, SolverRunId, StandingTurnId,
    SwapRequestId, TemplateId, TimetableId, TimetableSlotId, TurnId, UserId, WebhookDeliveryId, WebhookEndpointId,
};

use crate::{
    accounts::{
        service as accounts,
        types::{Account, ApiKey, AuditEntry, User},
    },
    alarms::{Alarm, Reminder, repository::Alarms},
    auth::Operation,
    calendars::{
        Calendar, CalendarSettings,
        repository::{self as calendars, Calendars},
    },
    callouts::{
        Callout, loader as callouts,
        participations::{repository::Participations, types::Participation},
        populations::{repository::Populations, types::Population},
    },
    calls::{
        Call,
        attempts::{CallAttempt, repository as attempts},
        loader as calls,
    },
    contacts::{
        Contact,
        import::{self, ContactImport},
        loader as contacts,
    },
    error::Fault,
    events::{Event, Occurrence, repository::Events},
    flows::{
        Flow, FlowVersion, loader as flows,
        runs::types::{FlowRecording, FlowRun},
        templates::{repository::Templates, types::Template},
    },
    graphql::{context::ContextExt, id},
    messages::{Message, repository::Messages},
    persons::{Person, loader as persons},
    providers::Provider,
    queues::{Queue, loader as queues},
    turns::{
        feeds::{self, Feed},
        people::{repository::People, types::BusyEntry},
        shape::{
            repository::Shape,
            types::{ClosedDay, RotaRule, ServiceSlot, StandingTurn},
        },
        solve::{self, SolverRun},
        swap::{SwapRequest, repository::Swaps},
        timetable::{Timetable, Turn, loader as timetables, types::TimetableSlot},
    },
    webhooks::{WebhookDelivery, WebhookEndpoint, repository::Webhooks},
};

/// Whatever has an id.
#[derive(Clone, Debug, Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Id; it says its kind, and is never given to another thing."))]
pub enum Node {
    /// An account.
    Account(Account),
    /// A user.
    User(User),
    /// An API key.
    ApiKey(ApiKey),
    /// An audit entry.
    AuditEntry(AuditEntry),
    /// A person.
    Person(Person),
    /// A contact.
    Contact(Contact),
    /// An import of contacts.
    ContactImport(Box<ContactImport>),
    /// A calendar.
    Calendar(Calendar),
    /// What those who own calendars may do.
    CalendarSettings(CalendarSettings),
    /// An event.
    Event(Box<Event>),
    /// A time at which an event happens.
    Occurrence(Occurrence),
    /// How somebody is reminded of what happens in a calendar.
    Alarm(Box<Alarm>),
    /// One alarm for one time at which its event happens.
    Reminder(Reminder),
    /// A provider.
    Provider(Provider),
    /// A queue.
    Queue(Queue),
    /// A call.
    Call(Call),
    /// An attempt to reach somebody.
    CallAttempt(CallAttempt),
    /// A flow.
    Flow(Flow),
    /// A sealed version of a flow.
    FlowVersion(FlowVersion),
    /// A call that is led by a flow.
    FlowRun(FlowRun),
    /// What was recorded in such a call.
    FlowRecording(FlowRecording),
    /// A template.
    Template(Template),
    /// A callout.
    Callout(Callout),
    /// A population of a callout.
    Population(Population),
    /// A contact's part in a callout.
    Participation(Participation),
    /// A service slot.
    ServiceSlot(ServiceSlot),
    /// A closed day.
    ClosedDay(ClosedDay),
    /// A rule of a rota.
    RotaRule(RotaRule),
    /// A standing turn.
    StandingTurn(StandingTurn),
    /// A busy time.
    BusyEntry(BusyEntry),
    /// A timetable.
    Timetable(Timetable),
    /// A slot of a timetable.
    TimetableSlot(TimetableSlot),
    /// A turn.
    Turn(Turn),
    /// A run of the solver.
    SolverRun(SolverRun),
    /// An offer of a turn.
    SwapRequest(SwapRequest),
    /// A calendar feed.
    Feed(Feed),
    /// A message.
    Message(Message),
    /// Where webhooks go.
    WebhookEndpoint(WebhookEndpoint),
    /// A webhook: one event for one endpoint.
    WebhookDelivery(WebhookDelivery),
}

/// Whatever has an id, by its id.
#[derive(Default)]
pub(super) struct NodeQuery;

/// Whatever has an id, by its id.
#[Object]
impl NodeQuery {
    /// The thing of that id; null when there is none in this account. Who may ask for a kind, may ask for it here.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "Id of any kind.")] id: ID) -> Result<Option<Node>> {
        let account_id = ctx.caller()?.account_id;
        let app = ctx.app();
        let node = match kind(&id) {
            AccountId::PREFIX => {
                let permit = ctx.permit(Operation::Viewer)?;
                accounts::account(app, permit, id::argument(&id, "id")?).await?.map(Node::Account)
            }
            UserId::PREFIX => {
                let permit = ctx.permit(Operation::Users)?;
                accounts::user(app, permit, id::argument(&id, "id")?).await?.map(Node::User)
            }
            ApiKeyId::PREFIX => {
                let permit = ctx.permit(Operation::ApiKeys)?;
                accounts::api_key(app, permit, id::argument(&id, "id")?).await?.map(Node::ApiKey)
            }
            AuditEntryId::PREFIX => {
                let permit = ctx.permit(Operation::AuditEntries)?;
                accounts::audit_entry(app, permit, id::argument(&id, "id")?).await?.map(Node::AuditEntry)
            }
            PersonId::PREFIX => {
                ctx.permit(Operation::Person)?;
                persons::person(ctx, account_id, id::argument(&id, "id")?).await?.map(Node::Person)
            }
            ContactId::PREFIX => {
                ctx.permit(Operation::Contact)?;
                contacts::contact(ctx, account_id, id::argument(&id, "id")?).await?.map(Node::Contact)
            }
            ContactImportId::PREFIX => {
                ctx.permit(Operation::ContactImport)?;
                import::find(ctx, account_id, id::argument(&id, "id")?).await?.map(|import| Node::ContactImport(Box::new(import)))
            }
            CalendarId::PREFIX => {
                let permit = ctx.permit(Operation::Calendar)?;
                let row = Calendars::of(&permit).find(app.db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
                row.map(Calendar::try_from).transpose().map_err(Fault::from)?.map(Node::Calendar)
            }
            CalendarSettingsId::PREFIX => {
                ctx.permit(Operation::CalendarSettings)?;
                let row = calendars::settings(app.db.read(), account_id, id::argument(&id, "id")?).await.map_err(Fault::from)?;
                row.map(|row| Node::CalendarSettings(row.into()))
            }
            EventId::PREFIX => {
                let permit = ctx.permit(Operation::Event)?;
                let events = Events(Calendars::of(&permit));
                let row = events.find(app.db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
                row.map(Event::try_from).transpose().map_err(Fault::from)?.map(|event| Node::Event(Box::new(event)))
            }
            OccurrenceId::PREFIX => {
                let permit = ctx.permit(Operation::Occurrence)?;
                let events = Events(Calendars::of(&permit));
                let row = events.occurrence(app.db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
                row.map(|row| Node::Occurrence(row.into()))
            }
            AlarmId::PREFIX => {
                let permit = ctx.permit(Operation::Alarm)?;
                let alarms = Alarms(Calendars::of(&permit));
                let row = alarms.find(app.db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
                row.map(Alarm::try_from).transpose().map_err(Fault::from)?.map(|alarm| Node::Alarm(Box::new(alarm)))
            }
            ReminderId::PREFIX => {
                let permit = ctx.permit(Operation::Reminder)?;
                let alarms = Alarms(Calendars::of(&permit));
                let row = alarms.reminder(app.db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
                row.map(|row| Node::Reminder(row.into()))
            }
            ProviderId::PREFIX => {
                ctx.permit(Operation::Providers)?;
                let row = queues::provider(ctx, account_id, id::argument(&id, "id")?).await?;
                row.map(|row| Node::Provider(Provider::at(row, app.clock.now())))
            }
            QueueId::PREFIX => {
                ctx.permit(Operation::Queue)?;
                queues::queue(ctx, account_id, id::argument(&id, "id")?).await?.map(|row| Node::Queue(row.into()))
            }
            CallId::PREFIX => {
                ctx.permit(Operation::Call)?;
                calls::call(ctx, account_id, id::argument(&id, "id")?).await?.map(Node::Call)
            }
            AttemptId::PREFIX => {
                ctx.permit(Operation::CallAttempt)?;
                attempts::attempt(ctx, account_id, id::argument(&id, "id")?).await?.map(Node::CallAttempt)
            }
            FlowId::PREFIX => {
                ctx.permit(Operation::Flow)?;
                flows::flow(ctx, account_id, id::argument(&id, "id")?).await?.map(|row| Node::Flow(row.into()))
            }
            FlowVersionId::PREFIX => {
                ctx.permit(Operation::FlowVersion)?;
                flows::version(ctx, account_id, id::argument(&id, "id")?).await?.map(|row| Node::FlowVersion(row.into()))
            }
            FlowRunId::PREFIX => {
                ctx.permit(Operation::FlowRun)?;
                flows::run(ctx, account_id, id::argument(&id, "id")?).await?.map(|row| Node::FlowRun(row.into()))
            }
            FlowRecordingId::PREFIX => {
                ctx.permit(Operation::FlowRun)?;
                flows::recording(ctx, account_id, id::argument(&id, "id")?).await?.map(|row| Node::FlowRecording(row.into()))
            }
            TemplateId::PREFIX => {
                ctx.permit(Operation::Template)?;
                let row = Templates(account_id).find(app.db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
                row.map(|row| Node::Template(row.into()))
            }
            CalloutId::PREFIX => {
                ctx.permit(Operation::Callout)?;
                callouts::callout(ctx, account_id, id::argument(&id, "id")?).await?.map(|row| Node::Callout(row.into()))
            }
            PopulationId::PREFIX => {
                ctx.permit(Operation::Population)?;
                let row = Populations(account_id).find(app.db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
                row.map(|row| Node::Population(row.into()))
            }
            ParticipationId::PREFIX => {
                ctx.permit(Operation::Participation)?;
                let row = Participations(account_id).find(app.db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
                row.map(|row| Node::Participation(row.into()))
            }
            ServiceSlotId::PREFIX => {
                ctx.permit(Operation::Rota)?;
                let row = Shape(account_id).slot(app.db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
                row.map(ServiceSlot::try_from).transpose().map_err(Fault::from)?.map(Node::ServiceSlot)
            }
            ClosedDayId::PREFIX => {
                ctx.permit(Operation::ClosedDays)?;
                let row = Shape(account_id).closed_day(app.db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
                row.map(|row| Node::ClosedDay(row.into()))
            }
            RotaRuleId::PREFIX => {
                ctx.permit(Operation::Rota)?;
                let row = Shape(account_id).rule(app.db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
                row.map(|row| Node::RotaRule(row.into()))
            }
            StandingTurnId::PREFIX => {
                ctx.permit(Operation::Rota)?;
                let row = Shape(account_id).standing_turn(app.db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
                row.map(StandingTurn::try_from).transpose().map_err(Fault::from)?.map(Node::StandingTurn)
            }
            BusyEntryId::PREFIX => {
                ctx.permit(Operation::Rota)?;
                let row = People(account_id).entry(app.db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
                row.map(BusyEntry::try_from).transpose().map_err(Fault::from)?.map(Node::BusyEntry)
            }
            MessageId::PREFIX => {
                let permit = ctx.permit(Operation::Message)?;
                let row = Messages::of(app.db.read(), &permit).find(id::argument(&id, "id")?).await.map_err(Fault::from)?;
                row.map(|row| Node::Message(row.into()))
            }
            WebhookEndpointId::PREFIX => {
                let webhooks = Webhooks(ctx.permit(Operation::WebhookEndpoint)?.account_id());
                let row = webhooks.endpoint(app.db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
                row.map(WebhookEndpoint::try_from).transpose().map_err(Fault::from)?.map(Node::WebhookEndpoint)
            }
            WebhookDeliveryId::PREFIX => {
                let webhooks = Webhooks(ctx.permit(Operation::WebhookDelivery)?.account_id());
                let row = webhooks.delivery(app.db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
                row.map(WebhookDelivery::try_from).transpose().map_err(Fault::from)?.map(Node::WebhookDelivery)
            }
            FeedId::PREFIX => {
                let permit = ctx.permit(Operation::Feeds)?;
                feeds::service::find(app, permit, id::argument(&id, "id")?).await?.map(|row| Node::Feed(row.into()))
            }
            TimetableId::PREFIX => {
                ctx.permit(Operation::Timetable)?;
                timetables::timetable(ctx, account_id, id::argument(&id, "id")?).await?.map(|row| Node::Timetable(row.into()))
            }
            TimetableSlotId::PREFIX => {
                ctx.permit(Operation::Timetable)?;
                timetables::slot(ctx, account_id, id::argument(&id, "id")?).await?.map(|row| Node::TimetableSlot(row.into()))
            }
            TurnId::PREFIX => {
                ctx.permit(Operation::Turns)?;
                timetables::turn(ctx, account_id, id::argument(&id, "id")?).await?.map(|row| Node::Turn(row.into()))
            }
            SolverRunId::PREFIX => {
                ctx.permit(Operation::SolverRun)?;
                solve::loader::run(ctx, account_id, id::argument(&id, "id")?).await?.map(|row| Node::SolverRun(row.into()))
            }
            SwapRequestId::PREFIX => {
                ctx.permit(Operation::SwapRequests)?;
                let row = Swaps(account_id).find(app.db.read(), id::argument(&id, "id")?).await.map_err(Fault::from)?;
                row.map(|row| Node::SwapRequest(SwapRequest::at(row, app.clock.now())))
            }
            _ => return Err(Fault::BadRequest("`id` is no id of a kind that can be asked for here.".to_owned()).into()),
        };
        Ok(node)
    }
}

fn kind(id: &ID) -> &str {
    id.split_once('_').map_or("", |(kind, _)| kind)
}
