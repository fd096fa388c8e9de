//! A process that dials, as `acceptance::workers` starts it: its one argument says what it is to do, until its input ends.

#![recursion_limit = "256"]

#[tokio::main]
async fn main() {
    Box::pin(acceptance::workers::work()).await;
}
