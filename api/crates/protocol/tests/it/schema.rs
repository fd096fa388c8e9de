//! A schema with one of everything the protocol has to do with.

use async_graphql::{
    Context, Enum, Error, ErrorExtensions, InputObject, InputValueError, InputValueResult, Interface, Object, OneofObject, Scalar,
    ScalarType, Schema, SchemaBuilder, SimpleObject, Subscription, Value,
};
use futures_util::{Stream, StreamExt, stream};

use std::sync::Arc;

use protocol::LiveWindow;
use tokio::sync::watch;

use crate::{
    app::{Slow, TestSession},
    log::{Change, Log},
};

pub fn build() -> SchemaBuilder<Query, Mutation, Subscriptions> {
    Schema::build(Query, Mutation, Subscriptions)
}

pub struct Query;

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    Red,
    Green,
}

#[derive(InputObject)]
pub struct Filter {
    name: String,
    colour: Option<Colour>,
    #[graphql(default = 7)]
    weight: i32,
}

#[derive(OneofObject)]
pub enum By {
    Id(i32),
    Name(String),
}

/// A text that refuses to be "bad", and says so only when it is parsed.
pub struct Fussy(pub String);

#[Scalar]
impl ScalarType for Fussy {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) if text == "bad" => Err(InputValueError::custom("not this one")),
            Value::String(text) => Ok(Self(text)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

#[derive(SimpleObject)]
pub struct Item {
    pub id: i32,
    pub name: String,
}

#[derive(Interface)]
#[graphql(field(name = "name", ty = "String"))]
pub enum Named {
    Fragile(Fragile),
}

/// An object some of whose fields fail.
pub struct Fragile;

#[Object]
impl Fragile {
    async fn name(&self) -> String {
        "fragile".to_owned()
    }
    async fn maybe(&self) -> Result<Option<i32>, Error> {
        Err(Error::new("maybe failed"))
    }
    async fn surely(&self) -> Result<i32, Error> {
        Err(Error::new("surely failed"))
    }
    async fn inner(&self) -> Fragile {
        Fragile
    }
    async fn maybe_inner(&self) -> Option<Fragile> {
        Some(Fragile)
    }
    async fn many(&self) -> Vec<Fragile> {
        vec![Fragile, Fragile]
    }
    async fn many_maybe(&self) -> Vec<Option<Fragile>> {
        vec![Some(Fragile), None]
    }
}

#[Object]
impl Query {
    async fn hello(&self) -> &str {
        "world"
    }

    async fn echo(&self, text: String) -> String {
        text
    }

    #[graphql(complexity = "text.len()")]
    async fn priced_by_length(&self, text: String) -> usize {
        text.len()
    }

    async fn who(&self, ctx: &Context<'_>) -> Result<String, Error> {
        Ok(ctx.data::<TestSession>()?.name.clone())
    }

    async fn filter(&self, by: Filter) -> String {
        format!("{} {:?} {}", by.name, by.colour.map(|colour| colour == Colour::Red), by.weight)
    }

    async fn one(&self, by: By) -> String {
        match by {
            By::Id(id) => id.to_string(),
            By::Name(name) => name,
        }
    }

    async fn sum(&self, of: Vec<i32>) -> i32 {
        of.iter().sum()
    }

    async fn fussy(&self, text: Fussy) -> Fussy {
        text
    }

    #[graphql(complexity = "first.max(0) as usize * child_complexity + 1")]
    async fn items(&self, #[graphql(default = 10)] first: i32) -> Vec<Item> {
        (0..first).map(|id| Item { id, name: format!("item {id}") }).collect()
    }

    async fn nested(&self) -> Query {
        Query
    }

    /// Is not done at once, as what asks a database is not.
    async fn late(&self) -> Query {
        tokio::task::yield_now().await;
        Query
    }

    async fn named(&self) -> Named {
        Named::Fragile(Fragile)
    }

    async fn fragile(&self) -> Option<Fragile> {
        Some(Fragile)
    }

    async fn secret_failure(&self) -> Result<Option<i32>, Error> {
        Err(Error::from(std::io::Error::other("password=hunter2")))
    }

    async fn coded_failure(&self) -> Result<Option<i32>, Error> {
        Err(Error::new("Not yours.").extend_with(|_, extensions| extensions.set("code", "FORBIDDEN")))
    }

    async fn panics(&self) -> i32 {
        if true {
            panic!("deliberate");
        }
        0
    }

    async fn never(&self) -> i32 {
        std::future::pending().await
    }

    async fn slow(&self, ctx: &Context<'_>) -> Result<bool, Error> {
        be_slow(ctx, "query").await
    }

    async fn with_header(&self, ctx: &Context<'_>) -> bool {
        ctx.append_http_header("x-from-resolver", "yes")
    }
}

pub struct Mutation;

#[Object]
impl Mutation {
    async fn bump(&self) -> i32 {
        1
    }

    async fn slow(&self, ctx: &Context<'_>) -> Result<bool, Error> {
        be_slow(ctx, "mutation").await
    }
}

/// Waits until it may go on, and tells that it waits, and that it ends, or that it was cut.
async fn be_slow(ctx: &Context<'_>, name: &'static str) -> Result<bool, Error> {
    struct Waiting(Arc<watch::Sender<Slow>>);
    impl Drop for Waiting {
        fn drop(&mut self) {
            self.0.send_modify(|slow| slow.waiting -= 1);
        }
    }
    let slow = Arc::clone(ctx.data::<Arc<watch::Sender<Slow>>>()?);
    let mut news = slow.subscribe();
    slow.send_modify(|slow| slow.waiting += 1);
    let waiting = Waiting(slow);
    news.wait_for(|slow| slow.may_go).await?;
    waiting.0.send_modify(|slow| slow.done.push(name));
    Ok(true)
}

pub struct Subscriptions;

#[Subscription]
impl Subscriptions {
    async fn count(&self, to: i32) -> impl Stream<Item = i32> {
        stream::iter(1..=to)
    }

    /// Gives 1 and then nothing, without end.
    async fn hanging(&self) -> impl Stream<Item = i32> {
        stream::iter([1]).chain(stream::pending())
    }

    /// Changes of the log, of one topic or all.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        topic: Option<String>,
        #[graphql(name = "after")] _after: Option<String>,
    ) -> Result<impl Stream<Item = Result<Change, Error>>, Error> {
        let window = ctx.data::<LiveWindow>()?.clone();
        Ok(Arc::clone(ctx.data::<Arc<Log>>()?).read(window, topic))
    }

    /// Forgets to say where its events stand.
    async fn careless(&self, #[graphql(name = "after")] _after: Option<String>) -> impl Stream<Item = i32> {
        stream::iter([1])
    }

    async fn refused(&self) -> Result<impl Stream<Item = i32>, Error> {
        let refusal = Error::new("Not for you.").extend_with(|_, extensions| extensions.set("code", "FORBIDDEN"));
        if true { Err(refusal) } else { Ok(stream::empty()) }
    }

    /// The first event fails, the second does not.
    async fn fragile(&self) -> impl Stream<Item = Result<i32, Error>> {
        stream::iter([Err(Error::new("broken")), Ok(2)]).chain(stream::pending())
    }

    async fn panics(&self) -> impl Stream<Item = i32> {
        stream::iter([1, 2]).map(|n| if n == 2 { panic!("deliberate") } else { n })
    }
}
