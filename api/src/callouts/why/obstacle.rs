//! What stands in the way of a call, of all that is known. Pure.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::{
    call_attempt, callout_participation,
    stored::{AttemptStatus, CalloutStatus, ParticipationStatus},
};

use super::{
    known::{Known, Outside},
    types::{CallObstacle as Obstacle, CallObstacleCode as Code, CallStanding, WhyNotCalled},
};
use crate::{
    callouts::{
        cost::decimal,
        pacing::Limit,
        participations::types::Participation,
        policy::{Reason, Verdict},
        shared::{Full, What},
    },
    providers,
};

impl From<Known> for WhyNotCalled {
    fn from(known: Known) -> Self {
        let obstacles = obstacles(&known);
        let standing = match known.part.as_ref().map(|part| part.status) {
            Ok(ParticipationStatus::InFlight) => CallStanding::UnderWay,
            Ok(ParticipationStatus::Answered) => CallStanding::Reached,
            _ if obstacles.is_empty() => CallStanding::Next,
            _ => CallStanding::Hindered,
        };
        Self { standing, obstacles, participation: known.part.ok().map(Participation::from), last: known.last.map(Box::new) }
    }
}

fn obstacles(known: &Known) -> Vec<Obstacle> {
    let part = match &known.part {
        Err(outside) => return [vec![Obstacle::new(Code::NotInCallout, outside.text())], lasting(known)].concat(),
        Ok(part) => part,
    };
    match part.status {
        ParticipationStatus::InFlight => known.last.as_ref().and_then(delayed).into_iter().collect(),
        ParticipationStatus::Answered | ParticipationStatus::Exhausted | ParticipationStatus::Skipped => {
            [vec![done_with(part)], lasting(known)].concat()
        }
        ParticipationStatus::Pending | ParticipationStatus::Waiting => {
            let passing = by_policy(known, |verdict| matches!(verdict, Verdict::Later { .. }));
            let waits = waits(known, part, &passing);
            [lasting(known), passing, waits, by_pace(known), by_provider(known)].concat()
        }
    }
}

impl Obstacle {
    fn new(code: Code, text: impl Into<String>) -> Self {
        Self { code, text: text.into(), since: None, until: None, consent: None }
    }

    fn began(self, since: Option<DateTime<Utc>>) -> Self {
        Self { since, ..self }
    }

    fn passes(self, until: Option<DateTime<Utc>>) -> Self {
        Self { until, ..self }
    }
}

impl Outside {
    fn text(self) -> &'static str {
        match self {
            Self::SameNumber => "Another contact takes part in the callout with the same number: a number is called once.",
            Self::Waits => "A population of the callout matches the contact, and has not been added yet.",
            Self::MatchesByNow => "A population of the callout matches the contact by now, and did not when it was added: queue it again.",
            Self::NoMatch => "No population of the callout matches the contact, and nobody has added them by hand.",
        }
    }
}

/// A call that is wanted, and that its provider does not have yet.
fn delayed(attempt: &call_attempt::Model) -> Option<Obstacle> {
    let text = match attempt.status {
        AttemptStatus::Created => "The call is wanted, and its provider could not be asked yet: it is tried again.",
        AttemptStatus::Unknown => "Whether the provider took the call is not known: it is looked up, and not repeated meanwhile.",
        _ => return None,
    };
    let text = attempt.problem.clone().unwrap_or_else(|| text.to_owned());
    Some(Obstacle::new(Code::CallDelayed, text).began(Some(attempt.updated_at)).passes(attempt.due_at))
}

/// Somebody who is not called any more.
fn done_with(part: &callout_participation::Model) -> Obstacle {
    let reason = part.reason.as_deref().unwrap_or_default();
    let (code, text) = match part.status {
        ParticipationStatus::Answered => (Code::Reached, "They were reached.".to_owned()),
        ParticipationStatus::Exhausted => (Code::GivenUp, format!("They were given up after {} call(s): {reason}.", part.attempts)),
        _ => (Code::Skipped, format!("They take part and are not called: {reason}.")),
    };
    Obstacle::new(code, text).began(Some(part.updated_at))
}

/// What does not pass by itself, but for a callout that will start.
fn lasting(known: &Known) -> Vec<Obstacle> {
    let never = by_policy(known, |verdict| matches!(verdict, Verdict::Never { .. }));
    by_callout(known).into_iter().chain(never).collect()
}

fn by_callout(known: &Known) -> Option<Obstacle> {
    let row = &known.callout;
    let is = |text: &str| Obstacle::new(Code::CalloutNotRunning, text);
    Some(match row.status {
        CalloutStatus::Running => return None,
        CalloutStatus::Initialized => is("The callout has not been started."),
        CalloutStatus::Scheduled => is("The callout has not been started: it starts by itself.").passes(row.starts_at),
        CalloutStatus::Paused => is("The callout is paused.").began(Some(row.updated_at)),
        CalloutStatus::Stopped => is("The callout was stopped.").began(row.stopped_at),
        CalloutStatus::Completed => is("The callout is completed: nobody was left to be called.").began(row.completed_at),
        CalloutStatus::Errored => {
            let problem = row.error_message.as_deref().unwrap_or_default();
            is(&format!("The callout could not start by itself: {problem}")).began(Some(row.updated_at))
        }
    })
}

/// What the rules object, each once.
fn by_policy(known: &Known, which: impl Fn(&Verdict) -> bool) -> Vec<Obstacle> {
    let mut told = HashSet::new();
    let objections = known.policy.objections(&known.facts).filter(which);
    let each = objections.filter_map(|verdict| match verdict {
        Verdict::Allowed => None,
        Verdict::Later { at, reason } => Some((reason, Some(at))),
        Verdict::Never { reason } => Some((reason, None)),
    });
    each.filter(|(reason, _)| told.insert(reason.as_str())).flat_map(|(reason, at)| objection(known, reason, at)).collect()
}

fn objection(known: &Known, reason: Reason, at: Option<DateTime<Utc>>) -> Vec<Obstacle> {
    let facts = &known.facts;
    let one = |obstacle: Obstacle| vec![obstacle.passes(at)];
    match reason {
        Reason::DoNotCall => {
            let why = known.contact.do_not_call_reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
            one(Obstacle::new(Code::DoNotCall, format!("They are on the do-not-call list{why}.")).began(known.contact.do_not_call_at))
        }
        Reason::OptedOut => known.opt_outs.iter().map(opted_out).collect(),
        Reason::RequestExpired => {
            one(Obstacle::new(Code::RequestExpired, "The callout's time is over, or will be before they may be called.")
                .began(facts.expires_at))
        }
        Reason::TimeZoneUnknown => one(Obstacle::new(
            Code::TimeZoneUnknown,
            "Nobody knows in which time zone they live, and the callout does not say which one to assume.",
        )),
        Reason::NoHours => one(Obstacle::new(Code::NoHours, "There is no hour of the week at which they may be called.")),
        Reason::OutsideHours => {
            let zones = known.policy.zones(facts);
            let then = at.map(|at| format!(": not before {}", clocks(&zones, at))).unwrap_or_default();
            one(Obstacle::new(Code::OutsideHours, format!("It is {} where they live{then}.", clocks(&zones, facts.now))))
        }
        Reason::FrequencyCap => one(Obstacle::new(
            Code::FrequencyCap,
            format!("Their number was called {} time(s) lately over all callouts, as often as may be.", facts.recent),
        )
        .began(facts.oldest_recent)),
    }
}

fn opted_out(word: &entity::contact_consent::Model) -> Obstacle {
    let of = if word.sender.is_empty() { String::new() } else { format!(" from {}", word.sender) };
    let obstacle = Obstacle::new(Code::OptedOut, format!("They opted out of calls{of}.")).began(Some(word.occurred_at));
    Obstacle { consent: Some(Box::new(word.clone())), ..obstacle }
}

/// What the clocks of these zones say.
fn clocks(zones: &[Tz], at: DateTime<Utc>) -> String {
    let each = zones.iter().map(|zone| format!("{} ({zone})", at.with_timezone(zone).format("%A %H:%M")));
    each.collect::<Vec<_>>().join(" or ")
}

/// Somebody who is not due, unless a rule that objects tells why.
fn waits(known: &Known, part: &callout_participation::Model, objections: &[Obstacle]) -> Vec<Obstacle> {
    let Some(at) = part.due_at.filter(|at| *at > known.now) else { return Vec::new() };
    let obstacle = match part.reason.as_deref() {
        None => Obstacle::new(Code::RetryDelay, format!("They were called in vain {} time(s), and will be called again.", part.attempts)),
        Some(_) if !objections.is_empty() => return Vec::new(),
        Some(reason) => Obstacle::new(Code::PutOff, format!("They were put off when they were to be called: {reason}.")),
    };
    vec![obstacle.began(Some(part.updated_at)).passes(Some(at))]
}

fn by_pace(known: &Known) -> Vec<Obstacle> {
    let pace = &known.pace;
    let full = pace.limits.iter().filter(|(_, calls)| *calls == 0).map(|(limit, _)| match limit {
        Limit::Run => {
            Obstacle::new(Code::CallsPerRun, format!("{} calls of the callout are under way: it waits for some to end.", pace.load.waiting))
        }
        Limit::AtOnce => Obstacle::new(
            Code::CallsAtOnce,
            format!(
                "{} calls of the callout are under way, of {} at once.",
                pace.load.waiting,
                pace.pacing.max_concurrent.unwrap_or_default()
            ),
        ),
        Limit::Period => {
            let text = format!("The callout has made {} calls in its period, as many as may be.", pace.load.in_period);
            Obstacle::new(Code::PeriodCap, text).passes(pace.period_free_at)
        }
    });
    let slow = pace.bucket.filter(|(bucket, _)| bucket.calls() == 0).map(|(bucket, rate)| {
        Obstacle::new(Code::Rate, format!("The callout begins {rate} calls a second.")).passes(Some(bucket.next(rate)))
    });
    let dear = pace.cost_cap.as_ref().map(|cap| {
        let text = format!("One more call might cost more than the callout may: {} {}.", decimal(cap.amount), cap.currency);
        Obstacle::new(Code::CostCap, text)
    });
    full.chain(slow).chain(pace.shared.iter().map(shared)).chain(dear).collect()
}

/// A limit that callouts share.
fn shared(full: &Full) -> Obstacle {
    let whose = if full.provider.is_some() { "over the provider" } else { "of the account" };
    match (full.what, full.provider.is_some()) {
        (What::Rate(rate, at), provider) => {
            let code = if provider { Code::ProviderRate } else { Code::AccountRate };
            Obstacle::new(code, format!("{rate} calls {whose} are begun in a second, whatever for.")).passes(Some(at))
        }
        (What::AtOnce(most), provider) => {
            let code = if provider { Code::ProviderCallsAtOnce } else { Code::AccountCallsAtOnce };
            Obstacle::new(code, format!("As many calls {whose} are under way as may be at once: {most}."))
        }
    }
}

fn by_provider(known: &Known) -> Vec<Obstacle> {
    match &known.provider {
        None => vec![Obstacle::new(Code::NoProvider, "The callout has no provider to call over.")],
        Some(row) if !providers::is_up(row, known.now) => {
            let problem = row.problem_message.as_ref().map(|problem| format!(": {problem}")).unwrap_or_default();
            let text = format!("The provider {} cannot be reached{problem}", row.name);
            vec![Obstacle::new(Code::ProviderDown, text).began(Some(row.health_since))]
        }
        Some(_) => Vec::new(),
    }
}
