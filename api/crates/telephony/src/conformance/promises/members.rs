//! Promises about membership commands, and about hands that do without them.

use super::{add, added, done, true_to_life};
use crate::{
    conformance::{Broken, Listener, Rig, promise},
    event::{Event, Member, Membership},
    port::{CommandError, Endpoint, QueueCommand, QueueKey},
};

/// `Add` puts a member in; repeated, it is success and changes nothing.
pub async fn a_member_added_twice_is_in_the_queue_once(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let (queue, extension) = (rig.queue(), rig.silent());

    added(rig, &mut listener, &extension).await?;
    done(rig, add(&queue, &extension)).await?;

    let members = listener.mirror().queue(&queue).map(|queue| queue.members.clone()).unwrap_or_default();
    promise(members.len() == 1, || format!("one member was added, told are {members:?}"))?;
    let member = &members[0];
    promise(member.membership == Membership::Dynamic, || format!("an added member can be removed: {member:?}"))?;
    promise(member.name == format!("Member {extension}"), || format!("the name is kept: {member:?}"))?;
    true_to_life(rig, &listener).await
}

/// `Add` with a reason adds and pauses in one step.
pub async fn a_member_can_be_added_paused(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let (queue, extension) = (rig.queue(), rig.silent());
    let reason = "Starts after the stand-up";

    let paused = QueueCommand::Add {
        queue: queue.clone(),
        extension: extension.clone(),
        name: "Romaní d'Exemple".to_owned(),
        penalty: 3,
        paused: Some(reason.to_owned()),
    };
    done(rig, paused).await?;

    let as_asked = |member: &Member| member.paused.as_deref() == Some(reason) && member.penalty == 3 && member.name == "Romaní d'Exemple";
    listener.until_member("the member, paused, with its penalty and name", &queue, &extension, as_asked).await?;
    true_to_life(rig, &listener).await
}

/// A reason is free text; pausing again changes it.
pub async fn a_pause_keeps_its_reason_byte_for_byte(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let (queue, extension) = (rig.queue(), rig.silent());
    let endpoint = added(rig, &mut listener, &extension).await?;

    let reasons =
        ["Lunch", "Lunch, then a visit; back at 15:30", "Esmorzar · cafè i cañas 日本", "a: b=c \"quoted\" \\ 100 % & <x> | (y)", ""];
    for reason in reasons {
        done(rig, QueueCommand::Pause { queue: queue.clone(), endpoint: endpoint.clone(), reason: reason.to_owned() }).await?;

        let kept = |member: &Member| member.paused.as_deref() == Some(reason);
        listener.until_member(&format!("the pause for {reason:?}"), &queue, &extension, kept).await?;
        true_to_life(rig, &listener).await?;
    }
    Ok(())
}

/// What a provider would cut short is not sent; what it takes, it keeps whole.
pub async fn a_text_too_long_to_keep_is_refused(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let (queue, extension) = (rig.queue(), rig.silent());

    for length in [40, 79, 80, 100, 250, 1_000, 5_000] {
        // Of two bytes each, so that a cut in the middle of one would show.
        let text = format!("x{}", "ç".repeat(length / 2));
        let add = QueueCommand::Add {
            queue: queue.clone(),
            extension: extension.clone(),
            name: text.clone(),
            penalty: 0,
            paused: Some(text.clone()),
        };
        match rig.provider().command(add).await {
            Ok(()) => {
                let kept = |member: &Member| member.paused.as_ref() == Some(&text) && member.name == text;
                let what = format!("the whole name and reason of {} bytes", text.len());
                let endpoint = listener.until_member(&what, &queue, &extension, kept).await?;
                done(rig, QueueCommand::Remove { queue: queue.clone(), endpoint: endpoint.clone() }).await?;
                heard_removed(&mut listener, &queue, &endpoint).await?;
            }
            Err(CommandError::UnsafeValue(_)) => {}
            Err(other) => return Err(Broken::Promise(format!("a text of {} bytes ended in {other:?}", text.len()))),
        }
    }
    true_to_life(rig, &listener).await
}

/// `Resume` ends a pause; repeated, it is success.
pub async fn a_resumed_member_is_paused_no_more(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let (queue, extension) = (rig.queue(), rig.silent());
    let endpoint = added(rig, &mut listener, &extension).await?;
    done(rig, QueueCommand::Pause { queue: queue.clone(), endpoint: endpoint.clone(), reason: "Lunch".to_owned() }).await?;
    listener.until_member("the pause", &queue, &extension, |member| member.paused.is_some()).await?;

    for _ in 0..2 {
        done(rig, QueueCommand::Resume { queue: queue.clone(), endpoint: endpoint.clone() }).await?;
    }

    listener.until_member("the end of the pause", &queue, &extension, |member| member.paused.is_none()).await?;
    true_to_life(rig, &listener).await
}

/// `SetPenalty` is told; repeated, it is success.
pub async fn a_penalty_is_set(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let (queue, extension) = (rig.queue(), rig.silent());
    let endpoint = added(rig, &mut listener, &extension).await?;

    for _ in 0..2 {
        done(rig, QueueCommand::SetPenalty { queue: queue.clone(), endpoint: endpoint.clone(), penalty: 5 }).await?;
    }

    listener.until_member("the penalty", &queue, &extension, |member| member.penalty == 5).await?;
    true_to_life(rig, &listener).await
}

/// `Remove` takes a member out; repeated, it is success.
pub async fn a_member_removed_twice_is_gone_without_an_error(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let (queue, extension) = (rig.queue(), rig.silent());
    let endpoint = added(rig, &mut listener, &extension).await?;

    let remove = QueueCommand::Remove { queue: queue.clone(), endpoint: endpoint.clone() };
    done(rig, remove.clone()).await?;
    heard_removed(&mut listener, &queue, &endpoint).await?;
    done(rig, remove).await?;

    promise(listener.mirror().member(&queue, &endpoint).is_none(), || "the member is still told".to_owned())?;
    true_to_life(rig, &listener).await
}

/// Every command for a queue that is not there is [`CommandError::NoSuchQueue`].
pub async fn an_unknown_queue_is_told_apart(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let extension = rig.silent();
    let endpoint = added(rig, &mut listener, &extension).await?;
    let queue = QueueKey::from("no-such-queue");

    let mut commands = member_commands(&queue, &endpoint);
    commands.push(add(&queue, &extension));
    commands.push(QueueCommand::Remove { queue, endpoint });

    for command in commands {
        let outcome = rig.provider().command(command.clone()).await;
        promise(outcome == Err(CommandError::NoSuchQueue), || format!("{command:?} ended in {outcome:?}"))?;
    }
    Ok(())
}

/// Changes to a member that is not there are [`CommandError::NoSuchMember`].
pub async fn an_unknown_member_is_told_apart(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let (queue, extension) = (rig.queue(), rig.silent());
    let endpoint = added(rig, &mut listener, &extension).await?;
    done(rig, QueueCommand::Remove { queue: queue.clone(), endpoint: endpoint.clone() }).await?;

    for command in member_commands(&queue, &endpoint) {
        let outcome = rig.provider().command(command.clone()).await;
        promise(outcome == Err(CommandError::NoSuchMember), || format!("{command:?} ended in {outcome:?}"))?;
    }
    Ok(())
}

/// `Remove` of a member fixed in the configuration is [`CommandError::MemberFixed`], and it stays.
pub async fn a_fixed_member_is_not_removed(rig: &mut dyn Rig) -> Result<(), Broken> {
    let Some((queue, endpoint)) = rig.fixed() else {
        return Err(Broken::NotTried("the system has no fixed member"));
    };
    let listener = Listener::live(rig.provider()).await?;
    let told = listener.mirror().member(&queue, &endpoint).map(|member| member.membership);
    promise(told == Some(Membership::Fixed), || format!("the fixed member is told as {told:?}"))?;

    let outcome = rig.provider().command(QueueCommand::Remove { queue: queue.clone(), endpoint: endpoint.clone() }).await;

    promise(outcome == Err(CommandError::MemberFixed), || format!("the removal ended in {outcome:?}"))?;
    promise(listener.mirror().member(&queue, &endpoint).is_some(), || "the fixed member is gone".to_owned())
}

/// A line break could smuggle in a second command.
pub async fn a_value_that_cannot_be_sent_safely_is_refused_and_nothing_changes(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let (queue, extension) = (rig.queue(), rig.silent());
    let endpoint = added(rig, &mut listener, &extension).await?;
    let before = rig.truth(&queue).await?;

    for smuggled in ["Lunch\r\n\r\nAction: Logoff", "Lunch\nReason: x", "Lunch\rx", "Lunch\0x"] {
        let commands = [
            QueueCommand::Pause { queue: queue.clone(), endpoint: endpoint.clone(), reason: smuggled.to_owned() },
            QueueCommand::Pause { queue: queue.clone(), endpoint: Endpoint(format!("{endpoint}{smuggled}")), reason: "x".to_owned() },
            QueueCommand::Remove { queue: QueueKey(format!("{queue}{smuggled}")), endpoint: endpoint.clone() },
            QueueCommand::Add { queue: queue.clone(), extension: rig.answering(), name: smuggled.to_owned(), penalty: 0, paused: None },
            QueueCommand::Add {
                queue: queue.clone(),
                extension: rig.answering(),
                name: "x".to_owned(),
                penalty: 0,
                paused: Some(smuggled.to_owned()),
            },
        ];
        for command in commands {
            let outcome = rig.provider().command(command.clone()).await;
            promise(matches!(outcome, Err(CommandError::UnsafeValue(_))), || format!("{command:?} ended in {outcome:?}"))?;
        }
    }

    let after = rig.truth(&queue).await?;
    promise(after == before, || format!("before {before:?}, after {after:?}"))?;
    // The link still stands, and in step: the next command is answered as itself.
    done(rig, QueueCommand::SetPenalty { queue: queue.clone(), endpoint, penalty: 2 }).await?;
    listener.until_member("the penalty", &queue, &extension, |member| member.penalty == 2).await?;
    Ok(())
}

/// What others do to a queue is told as if we had done it.
pub async fn a_hand_at_the_console_is_told(rig: &mut dyn Rig) -> Result<(), Broken> {
    let mut listener = Listener::live(rig.provider()).await?;
    let (queue, extension) = (rig.queue(), rig.silent());

    rig.console_adds(&queue, &extension).await?;
    let endpoint = listener.until_member("the member added by hand", &queue, &extension, |_| true).await?;

    rig.pauses_by_hand(&queue, &extension, "Coffee").await?;
    let paused = |member: &Member| member.paused.as_deref() == Some("Coffee");
    listener.until_member("the pause by hand", &queue, &extension, paused).await?;
    true_to_life(rig, &listener).await?;

    rig.console_removes(&queue, &extension).await?;
    heard_removed(&mut listener, &queue, &endpoint).await?;
    true_to_life(rig, &listener).await
}

fn member_commands(queue: &QueueKey, endpoint: &Endpoint) -> Vec<QueueCommand> {
    let (queue, endpoint) = (queue.clone(), endpoint.clone());
    vec![
        QueueCommand::Pause { queue: queue.clone(), endpoint: endpoint.clone(), reason: "x".to_owned() },
        QueueCommand::Resume { queue: queue.clone(), endpoint: endpoint.clone() },
        QueueCommand::SetPenalty { queue, endpoint, penalty: 1 },
    ]
}

async fn heard_removed(listener: &mut Listener, queue: &QueueKey, endpoint: &Endpoint) -> Result<(), Broken> {
    listener
        .hear_event("the removal", |event| match event {
            Event::MemberRemoved { queue: from, endpoint: who } if from == queue && who == endpoint => Some(()),
            _ => None,
        })
        .await
}
