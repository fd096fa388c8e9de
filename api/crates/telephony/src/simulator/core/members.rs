//! Members: commands, hands at the console and at the telephones.

use numbering::Extension;

use super::{Core, Occupation, ScriptError};
use crate::{
    event::{Event, Member, Membership},
    port::{CommandError, Endpoint, QueueCommand, QueueKey},
    simulator::config::{endpoint, extension},
};

/// Longest name, reason, queue or address in bytes, as in Asterisk, where longer ones are cut short.
const LONGEST: usize = 79;

/// Refuses what a real system could not take safely.
///
/// # Errors
/// [`CommandError::UnsafeValue`], naming the field.
pub(crate) fn check(command: &QueueCommand) -> Result<(), CommandError> {
    text("queue", &command.queue().0)?;
    match command {
        QueueCommand::Add { name, paused, .. } => {
            text("name", name)?;
            text("reason", paused.as_deref().unwrap_or_default())
        }
        QueueCommand::Pause { endpoint, reason, .. } => {
            text("endpoint", &endpoint.0)?;
            text("reason", reason)
        }
        QueueCommand::Remove { endpoint, .. } | QueueCommand::Resume { endpoint, .. } | QueueCommand::SetPenalty { endpoint, .. } => {
            text("endpoint", &endpoint.0)
        }
    }
}

fn text(field: &str, value: &str) -> Result<(), CommandError> {
    if value.chars().any(char::is_control) {
        return Err(CommandError::UnsafeValue(format!("{field} holds a control character")));
    }
    if value.len() > LONGEST {
        return Err(CommandError::UnsafeValue(format!("{field} is longer than {LONGEST} bytes")));
    }
    Ok(())
}

impl Core {
    /// Carries out a command that [`check`] has let pass.
    pub(crate) fn command(&mut self, command: QueueCommand) -> Result<(), CommandError> {
        let queue = command.queue().clone();
        if !self.queues.contains_key(&queue) {
            return Err(CommandError::NoSuchQueue);
        }
        match command {
            QueueCommand::Add { extension, name, penalty, paused, .. } => {
                self.add_member(&queue, &extension, name, penalty, paused);
            }
            QueueCommand::Remove { endpoint, .. } => match self.membership(&queue, &endpoint) {
                None => {}
                Some(Membership::Fixed) => return Err(CommandError::MemberFixed),
                Some(Membership::Dynamic) => self.remove_member(&queue, &endpoint),
            },
            QueueCommand::Pause { endpoint, reason, .. } => found(self.set_paused(&queue, &endpoint, Some(reason)))?,
            QueueCommand::Resume { endpoint, .. } => found(self.set_paused(&queue, &endpoint, None))?,
            QueueCommand::SetPenalty { endpoint, penalty, .. } => {
                found(self.change_member(&queue, &endpoint, |member| member.penalty = penalty))?;
            }
        }
        self.ring_members();
        Ok(())
    }

    /// Someone at the console puts a member in; already in it changes nothing.
    pub(crate) fn console_adds(&mut self, queue: &QueueKey, extension: &Extension, name: &str) -> Result<(), ScriptError> {
        self.known_queue(queue)?;
        self.add_member(queue, extension, name.to_owned(), 0, None);
        self.ring_members();
        Ok(())
    }

    /// Someone at the console takes a member out.
    pub(crate) fn console_removes(&mut self, queue: &QueueKey, extension: &Extension) -> Result<(), ScriptError> {
        self.known_queue(queue)?;
        let at = endpoint(extension);
        match self.membership(queue, &at) {
            None => return Err(ScriptError::NoSuchMember(extension.clone())),
            Some(Membership::Fixed) => return Err(ScriptError::MemberFixed(extension.clone())),
            Some(Membership::Dynamic) => self.remove_member(queue, &at),
        }
        self.ring_members();
        Ok(())
    }

    /// A member dials the code for a pause, or for its end, in one queue or in all of them.
    pub(crate) fn pause_at_phone(
        &mut self,
        queue: Option<&QueueKey>,
        extension: &Extension,
        reason: Option<&str>,
    ) -> Result<(), ScriptError> {
        if let Some(queue) = queue {
            self.known_queue(queue)?;
        }
        let at = endpoint(extension);
        let queues: Vec<_> = self.queues.keys().filter(|key| queue.is_none_or(|queue| queue == *key)).cloned().collect();
        let mut found = false;
        for key in queues {
            found |= self.set_paused(&key, &at, reason.map(ToOwned::to_owned));
        }
        if !found {
            return Err(ScriptError::NoSuchMember(extension.clone()));
        }
        self.ring_members();
        Ok(())
    }

    /// A telephone registers, or is out of reach from now on.
    pub(crate) fn set_registered(&mut self, extension: &Extension, registered: bool) -> Result<(), ScriptError> {
        let at = endpoint(extension);
        let phone = self.phones.get_mut(&at).ok_or_else(|| ScriptError::NoSuchPhone(extension.clone()))?;
        phone.registered = registered;
        if !registered && phone.occupation == Occupation::Rung {
            self.lose_ring(extension);
        }
        self.tell_phone(&at);
        self.ring_members();
        Ok(())
    }

    fn known_queue(&self, queue: &QueueKey) -> Result<(), ScriptError> {
        if self.queues.contains_key(queue) { Ok(()) } else { Err(ScriptError::NoSuchQueue(queue.clone())) }
    }

    fn membership(&self, queue: &QueueKey, at: &Endpoint) -> Option<Membership> {
        self.queues.get(queue)?.members.iter().find(|member| member.endpoint == *at).map(|member| member.membership)
    }

    fn add_member(&mut self, key: &QueueKey, who: &Extension, name: String, penalty: u32, paused: Option<String>) {
        let at = endpoint(who);
        if self.membership(key, &at).is_some() {
            return;
        }
        let (device, in_call) = self.device(key, &at);
        let now = self.now;
        let Some(queue) = self.queues.get_mut(key) else { return };
        let member = Member {
            extension: extension(&at),
            endpoint: at,
            name,
            membership: Membership::Dynamic,
            device,
            in_call,
            paused_at: paused.as_ref().map(|_| now),
            paused,
            penalty,
            calls_taken: 0,
            last_call_at: None,
            wrap_up_seconds: queue.config.wrap_up_seconds,
        };
        queue.members.push(member.clone());
        self.tell(Event::MemberChanged { queue: key.clone(), member });
    }

    fn remove_member(&mut self, key: &QueueKey, at: &Endpoint) {
        if let Some(queue) = self.queues.get_mut(key) {
            queue.members.retain(|member| member.endpoint != *at);
            self.tell(Event::MemberRemoved { queue: key.clone(), endpoint: at.clone() });
        }
    }

    fn set_paused(&mut self, queue: &QueueKey, at: &Endpoint, reason: Option<String>) -> bool {
        let now = self.now;
        self.change_member(queue, at, |member| {
            if member.paused != reason {
                member.paused_at = reason.as_ref().map(|_| now);
                member.paused = reason;
            }
        })
    }
}

fn found(there: bool) -> Result<(), CommandError> {
    if there { Ok(()) } else { Err(CommandError::NoSuchMember) }
}
