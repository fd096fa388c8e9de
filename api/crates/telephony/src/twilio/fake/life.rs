//! What becomes of calls and messages as time passes, or as the fake is told.

use std::{sync::Arc, time::Duration};

use super::{
    Shared,
    book::{Book, Call},
    post::Post,
    shown::rfc_2822,
    steer::{Arrival, Outcome},
    walk,
};

/// Lives a call from being queued to its end.
pub(super) async fn live(shared: Arc<Shared>, sid: String) {
    let Some((outcome, timeout)) = shared.book().call(&sid).map(|call| (call.outcome.clone(), call.timeout)) else { return };
    report(&shared, &sid, "initiated");
    match outcome {
        Outcome::Fails { sip } => end(&shared, &sid, "failed", Some(sip)),
        Outcome::Busy => {
            rung(&shared, &sid);
            end(&shared, &sid, "busy", Some(486))
        }
        Outcome::Held => rings(&shared, &sid),
        Outcome::NoAnswer => {
            rings(&shared, &sid);
            pass(&shared, &sid, timeout).await;
            end(&shared, &sid, "no-answer", Some(487))
        }
        Outcome::Answers { after, talks, by } => {
            rings(&shared, &sid);
            if after > timeout {
                pass(&shared, &sid, timeout).await;
                end(&shared, &sid, "no-answer", Some(487));
                return;
            }
            pass(&shared, &sid, after).await;
            if answer(&shared, &sid, Some(by)) && !is_led(&shared, &sid) {
                pass(&shared, &sid, talks).await;
                with_open(&shared, &sid, |call| call.talked = talks);
                end(&shared, &sid, "completed", Some(200))
            } else {
                false
            }
        }
        Outcome::Refused { .. } => false,
    };
}

/// Lives a message from being queued to its arrival.
pub(super) async fn carry(shared: Arc<Shared>, sid: String) {
    let Some(arrival) = shared.book().message(&sid).map(|message| message.arrival) else { return };
    let (steps, code): (&[&'static str], _) = match arrival {
        Arrival::Delivered => (&["sent", "delivered"], None),
        Arrival::Undelivered { code } => (&["sent", "undelivered"], Some(code)),
        Arrival::Failed { code } => (&["failed"], Some(code)),
    };
    for (place, status) in (1..).zip(steps) {
        tokio::time::sleep(shared.config.second / 2).await;
        let now = (shared.config.clock)();
        let mut book = shared.book();
        let left_out = book.delivery.without.iter().any(|left_out| left_out == status);
        let Some(message) = book.message_mut(&sid) else { return };
        message.status = status;
        message.updated = now;
        message.error = code.filter(|_| place == steps.len());
        let error = message.error.map(|code| code.to_string());
        if let (Some(url), Some(line), false) = (&message.callback, &message.line, left_out) {
            let mut form = vec![
                ("AccountSid", shared.config.account.as_str()),
                ("ApiVersion", "2010-04-01"),
                ("From", message.from.as_deref().unwrap_or_default()),
                ("MessageSid", &message.sid),
                ("MessageStatus", status),
                ("SmsSid", &message.sid),
                ("SmsStatus", status),
                ("To", &message.to),
            ];
            form.extend(error.as_deref().map(|code| ("ErrorCode", code)));
            line.post(Post::new(url, &form));
        }
        drop(book);
        shared.changed();
    }
    // The line ends with the message.
    if let Some(message) = shared.book().message_mut(&sid) {
        message.line = None;
    }
}

/// Seconds of a call pass, or its end comes first.
async fn pass(shared: &Shared, sid: &str, seconds: u32) {
    let Some(changed) = shared.book().call(sid).map(|call| Arc::clone(&call.changed)) else { return };
    tokio::select! {
        () = tokio::time::sleep(shared.config.second * seconds) => {}
        () = changed.notified() => {}
    }
}

/// The telephone begins to ring. Whether it does.
fn rings(shared: &Shared, sid: &str) -> bool {
    let rings = rung(shared, sid) && with_open(shared, sid, |call| call.status = "ringing");
    if rings {
        report(shared, sid, "ringing");
    }
    rings
}

fn rung(shared: &Shared, sid: &str) -> bool {
    with_open(shared, sid, |call| call.rings += 1)
}

/// Whoever is called answers. Whether it rang.
pub(super) fn answer(shared: &Arc<Shared>, sid: &str, by: Option<&'static str>) -> bool {
    let now = (shared.config.clock)();
    let mut answers = false;
    with_open(shared, sid, |call| {
        if call.status == "ringing" {
            call.status = "in-progress";
            call.answered = Some(now);
            call.answered_by = Some(by.unwrap_or("human"));
            answers = true;
        }
    });
    if answers {
        report(shared, sid, "in-progress");
        detected(shared, sid);
        if is_led(shared, sid) {
            tokio::spawn(walk::lead(Arc::clone(shared), sid.to_owned()));
        }
    }
    answers
}

/// Whether documents say what happens in it, and when it is over.
fn is_led(shared: &Shared, sid: &str) -> bool {
    shared.book().call(sid).is_some_and(|call| call.url.is_some())
}

pub(super) fn callee_hangs_up(shared: &Arc<Shared>, sid: &str) -> bool {
    let talks = shared.book().call(sid).is_some_and(|call| call.status == "in-progress");
    talks && end(shared, sid, "completed", Some(200))
}

pub(super) fn ring_out(shared: &Arc<Shared>, span: Duration) {
    let waited =
        |call: &&Call| call.status == "ringing" && call.outcome == Outcome::Held && Duration::from_secs(u64::from(call.timeout)) <= span;
    let in_vain: Vec<String> = shared.book().calls.iter().filter(waited).map(|call| call.sid.clone()).collect();
    for sid in in_vain {
        end(shared, &sid, "no-answer", Some(487));
    }
}

/// A call ends, unless it is over. Whether it does.
pub(super) fn end(shared: &Shared, sid: &str, status: &'static str, sip: Option<u16>) -> bool {
    let now = (shared.config.clock)();
    let ends = with_open(shared, sid, |call| {
        call.status = status;
        call.sip = sip;
        call.ended = Some(now);
        if let Some(answered) = call.answered
            && call.talked == 0
        {
            call.talked = u32::try_from((now - answered).num_seconds()).unwrap_or(0);
        }
        call.changed.notify_one();
    });
    if ends {
        report(shared, sid, status);
        // The line ends with the call.
        if let Some(call) = shared.book().call_mut(sid) {
            call.line = None;
        }
        shared.changed();
    }
    ends
}

/// Changes a call that is not over. Whether there is one.
fn with_open(shared: &Shared, sid: &str, change: impl FnOnce(&mut Call)) -> bool {
    let now = (shared.config.clock)();
    let mut book: std::sync::MutexGuard<'_, Book> = shared.book();
    let Some(call) = book.call_mut(sid).filter(|call| !call.is_over()) else { return false };
    call.updated = now;
    change(call);
    drop(book);
    shared.changed();
    true
}

/// Posts that a call is so far, if that was asked for.
fn report(shared: &Shared, sid: &str, status: &'static str) {
    let event = match status {
        "initiated" | "ringing" => status,
        "in-progress" => "answered",
        _ => "completed",
    };
    let mut book = shared.book();
    let left_out = book.delivery.without.iter().any(|left_out| left_out == status);
    let Some(call) = book.call_mut(sid) else { return };
    let sequence = call.sequence.to_string();
    let Some(url) = call.callback.clone().filter(|_| call.events.iter().any(|asked| asked == event)) else { return };
    call.sequence += 1;
    let (at, talked) = (rfc_2822(call.updated), call.talked.to_string());
    let sip = call.sip.map(|code| code.to_string());
    let mut form = vec![
        ("AccountSid", shared.config.account.as_str()),
        ("ApiVersion", "2010-04-01"),
        ("CallSid", sid),
        ("CallStatus", status),
        ("CallbackSource", "call-progress-events"),
        ("Called", &call.to),
        ("Caller", &call.from),
        ("Direction", "outbound-api"),
        ("From", &call.from),
        ("SequenceNumber", &sequence),
        ("Timestamp", &at),
        ("To", &call.to),
    ];
    if event == "completed" {
        form.extend([("CallDuration", talked.as_str()), ("Duration", "0")]);
        form.extend(sip.as_deref().map(|code| ("SipResponseCode", code)));
        form.extend(call.answered_by.filter(|_| call.detect).map(|who| ("AnsweredBy", who)));
    }
    let post = Post::new(&url, &form);
    if !left_out && let Some(line) = &call.line {
        line.post(post.clone());
    }
    call.sent.push(post);
}

/// Posts who answered, if that was asked for.
fn detected(shared: &Shared, sid: &str) {
    let mut book = shared.book();
    let Some(call) = book.call_mut(sid) else { return };
    let (Some(url), Some(who), true) = (&call.detect_callback, call.answered_by, call.detect) else { return };
    let form =
        [("AccountSid", shared.config.account.as_str()), ("AnsweredBy", who), ("CallSid", sid), ("MachineDetectionDuration", "2300")];
    let post = Post::new(url, &form);
    if let Some(line) = &call.line {
        line.post(post.clone());
    }
    call.sent.push(post);
}
