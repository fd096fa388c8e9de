//! The codec against recordings of a real Asterisk, and against what real ones were seen to do wrong.

use std::fs;

use serde_json::Value;

use super::*;

const RECORDINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/ami");

fn recording(name: &str) -> Vec<u8> {
    fs::read(format!("{RECORDINGS}/{name}")).unwrap()
}

/// What comes of the bytes when they arrive in those portions.
fn decoded<'a>(mut codec: AmiCodec, portions: impl Iterator<Item = &'a [u8]>) -> Vec<Frame> {
    let (mut buffer, mut frames) = (BytesMut::new(), Vec::new());
    for portion in portions {
        buffer.extend_from_slice(portion);
        while let Some(frame) = codec.decode(&mut buffer).unwrap() {
            frames.push(frame);
        }
    }
    frames
}

fn messages(bytes: &[u8]) -> Vec<Frame> {
    decoded(AmiCodec::greeted(), std::iter::once(bytes))
}

fn message(headers: &[(&str, &str)]) -> Frame {
    Frame::Message(Message::new(headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()))
}

#[test]
fn the_samples_are_read_as_written_down() {
    let expected: Vec<Value> = serde_json::from_slice(&recording("samples.json")).unwrap();

    let frames = messages(&recording("samples.rx"));

    assert_eq!(frames.len(), expected.len());
    for (frame, expected) in frames.iter().zip(&expected) {
        let Frame::Message(message) = frame else { panic!("{frame:?}") };
        let pairs = expected["headers"].as_array().unwrap().iter().map(|pair| {
            // A third element only notes that the bytes were Latin-1.
            (pair[0].as_str().unwrap().to_owned(), pair[1].as_str().unwrap().to_owned())
        });
        assert_eq!(message.headers(), pairs.collect::<Vec<_>>(), "{}", expected["kind"]);
    }
}

#[test]
fn every_split_of_the_samples_gives_the_same_messages() {
    let bytes = recording("samples.rx");
    let whole = messages(&bytes);
    // Cut at each place; the parts around the cut suffice, since messages do not know of each other.
    let ends: Vec<usize> = bytes.windows(4).enumerate().filter(|(_, four)| four == b"\r\n\r\n").map(|(at, _)| at + 4).collect();
    let starts = std::iter::once(0).chain(ends.iter().copied());

    for ((start, end), expected) in starts.zip(ends.iter().copied()).zip(&whole) {
        for cut in start..=end {
            let frames = decoded(AmiCodec::greeted(), [&bytes[start..cut], &bytes[cut..end]].into_iter());
            assert_eq!(frames, std::slice::from_ref(expected), "cut at {cut}");
        }
    }
}

#[test]
fn recordings_give_the_same_messages_at_every_size_of_reads() {
    for entry in fs::read_dir(format!("{RECORDINGS}/ami")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let whole = decoded(AmiCodec::default(), std::iter::once(bytes.as_slice()));

        for size in [1, 7, 1_000] {
            assert_eq!(decoded(AmiCodec::default(), bytes.chunks(size)), whole, "{} at {size}", path.display());
        }
        assert!(!whole.iter().any(|frame| matches!(frame, Frame::Skipped(_))), "{}", path.display());
    }
}

#[test]
fn a_recording_begins_with_the_greeting() {
    let bytes = recording("ami/s03-answered.rx");
    let frames = decoded(AmiCodec::default(), std::iter::once(bytes.as_slice()));

    assert_eq!(frames.first(), Some(&Frame::Greeting("Asterisk Call Manager/11.0.0".to_owned())));
}

#[test]
fn a_bare_line_feed_is_part_of_a_value() {
    let frames = messages(b"Response: Success\r\nMessage: Park successful\n\r\n\r\n");

    assert_eq!(frames, [message(&[("Response", "Success"), ("Message", "Park successful\n")])]);
}

#[test]
fn blank_lines_too_many_are_no_messages() {
    let frames = messages(b"\r\n\r\nEvent: A\r\n\r\n\r\n\r\nEvent: B\r\n\r\n");

    assert_eq!(frames, [message(&[("Event", "A")]), message(&[("Event", "B")])]);
}

#[test]
fn a_message_that_ends_with_a_bare_line_feed_does_not_swallow_the_next() {
    let frames = messages(b"Event: A\r\nX: 1\r\n\nEvent: B\r\n\r\n");

    assert_eq!(frames, [message(&[("Event", "A"), ("X", "1")]), message(&[("Event", "B")])]);
}

#[test]
fn a_header_name_ends_at_its_first_colon() {
    let frames = messages(b"Event: O\r\nChanVariable(Local/1001@agents-00000001;1): A=b:c\r\nEmpty:\r\n\r\n");

    assert_eq!(frames, [message(&[("Event", "O"), ("ChanVariable(Local/1001@agents-00000001;1)", "A=b:c"), ("Empty", "")])]);
}

#[test]
fn a_value_that_is_not_utf_8_is_read_as_latin_1() {
    let frames = messages(b"Event: A\r\nName: N\xfaria\r\nOther: \xc3\xba\r\n\r\n");

    assert_eq!(frames, [message(&[("Event", "A"), ("Name", "Núria"), ("Other", "ú")])]);
}

#[test]
fn a_line_without_a_colon_is_dropped_and_its_message_kept() {
    let frames = messages(b"Event: A\r\nnonsense\r\nX: 1\r\n\r\n");

    assert_eq!(frames, [message(&[("Event", "A"), ("X", "1")])]);
}

#[test]
fn a_message_without_any_header_is_skipped_and_the_next_one_taken() {
    let frames = messages(b"\x00\xff nonsense\r\n\r\nEvent: A\r\n\r\n");

    assert_eq!(frames, [Frame::Skipped(Fault::NoHeader), message(&[("Event", "A")])]);
}

#[test]
fn a_message_too_long_is_skipped_without_being_kept_and_the_next_one_taken() {
    let long_line = [b"Event: A\r\nX: ", "x".repeat(3 * LONGEST_LINE).as_bytes(), b"\r\n\r\nEvent: B\r\n\r\n"].concat();
    let many_lines = [b"Event: A\r\n", "X: 0123456789\r\n".repeat(LONGEST_MESSAGE / 10).as_bytes(), b"\r\nEvent: B\r\n\r\n"].concat();

    for bytes in [long_line, many_lines] {
        let mut codec = AmiCodec::greeted();
        let (mut buffer, mut frames) = (BytesMut::new(), Vec::new());
        for portion in bytes.chunks(1_000) {
            buffer.extend_from_slice(portion);
            while let Some(frame) = codec.decode(&mut buffer).unwrap() {
                frames.push(frame);
            }
            assert!(buffer.len() <= LONGEST_LINE + 1_001, "{} bytes kept", buffer.len());
        }

        assert_eq!(frames, [Frame::Skipped(Fault::TooLong), message(&[("Event", "B")])]);
    }
}

#[test]
fn an_action_is_written_with_its_id_after_its_name() {
    let action = Action::new("QueueAdd").with("Queue", "support").and_then(|action| action.with("Interface", "PJSIP/6001")).unwrap();
    let mut buffer = BytesMut::new();

    AmiCodec::default().encode(Numbered { id: "sb-7", action: &action }, &mut buffer).unwrap();

    assert_eq!(&buffer[..], b"Action: QueueAdd\r\nActionID: sb-7\r\nQueue: support\r\nInterface: PJSIP/6001\r\n\r\n");
}
