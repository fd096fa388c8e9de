//! The machine against recordings of a real Asterisk: what each of them tells, written out.

mod by_hand;
mod placed;
mod recordings;
mod retold;

use std::fs;

use self::retold::Retold;
use super::*;
use crate::asterisk::codec::{AmiCodec, Frame};
use bytes::BytesMut;
use tokio_util::codec::Decoder as _;

fn machine() -> Translator {
    let results = ResultEvent { declared: Some("LabQueueResult".to_owned()) };
    Translator::new("Local/{extension}@agents".parse().unwrap(), results)
}

/// Events of a recording that are heard at all, in order.
fn recording(name: &str) -> Vec<Message> {
    let path = format!("{}/tests/fixtures/ami/ami/{name}.rx", env!("CARGO_MANIFEST_DIR"));
    messages(&fs::read(path).unwrap())
}

fn messages(bytes: &[u8]) -> Vec<Message> {
    let (mut codec, mut buffer, mut messages) = (AmiCodec::default(), BytesMut::from(bytes), Vec::new());
    while let Some(frame) = codec.decode(&mut buffer).unwrap() {
        if let Frame::Message(message) = frame {
            messages.push(message);
        }
    }
    messages.into_iter().filter(|message| message.event().is_some_and(hears)).collect()
}

/// What the messages tell, a line each.
fn told(machine: &mut Translator, messages: &[Message]) -> Vec<String> {
    let mut retold = Retold::default();
    let events = messages.iter().flat_map(|message| machine.translate(message, message.at().unwrap_or_default()));
    events.map(|event| retold.line(&event)).collect()
}
