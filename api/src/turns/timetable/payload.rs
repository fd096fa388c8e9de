//! Payloads of the mutations of timetables.

use super::{
    check::{Finding, FindingKind},
    service::{Done, Made, Missed},
    turn::Turn,
    types::Timetable,
};
use crate::{
    auth::Operation,
    error::{Outcome, Problem, ProblemCode},
    graphql::{
        context::ContextExt,
        local::{Date, LocalTime},
        user_error::{UserError, split},
    },
    persons::{Person, loader::person},
};
use async_graphql::{ComplexObject, Context, Enum, ID, InputObject, Result, SimpleObject};

/// Why an edit had better not be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum TurnWarningKind {
    /// The person would rather not: an optional busy entry.
    RatherNot,
    /// More turns in the week than the person should carry.
    OverLoad,
    /// The person has no load in this week.
    NoLoad,
    /// A rule about a group or a room is broken that need not hold.
    Rule,
}

/// Something that speaks against an edit, and does not forbid it.
#[derive(Clone, Debug, SimpleObject)]
pub struct TurnWarning {
    /// What kind of thing.
    pub kind: TurnWarningKind,
    /// For people.
    pub message: String,
    /// Id of the turn it is about.
    pub turn_id: ID,
    /// Id of the person it is about.
    pub person_id: Option<ID>,
}

/// Warnings as clients see them.
pub(in crate::turns) fn warnings(findings: Vec<Finding>) -> Vec<TurnWarning> {
    let warning = |finding: Finding| {
        let kind = match finding.kind {
            FindingKind::RatherNot => TurnWarningKind::RatherNot,
            FindingKind::OverLoad => TurnWarningKind::OverLoad,
            FindingKind::NoLoad => TurnWarningKind::NoLoad,
            // Everything else refuses, and is told as an error.
            _ => TurnWarningKind::Rule,
        };
        TurnWarning { kind, message: finding.message, turn_id: finding.turn.into(), person_id: finding.person.map(ID::from) }
    };
    findings.into_iter().map(warning).collect()
}

/// That somebody else was faster.
pub(in crate::turns) fn stale(path: &str) -> UserError {
    let message = "The timetable has been edited meanwhile; it is told as it is now.";
    Problem::new(ProblemCode::Conflict, &[path], message).into()
}

macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, SimpleObject)]
        pub struct $name {
            /// The timetable as it is now. With `CONFLICT` for `version` it is the present one, in which nothing was done.
            pub timetable: Option<Timetable>,
            /// The turns that were changed, as they are now.
            pub turns: Option<Vec<Turn>>,
            /// What speaks against it. Nothing was done if the turns are null: ask again with `ignoreWarnings`.
            pub warnings: Option<Vec<TurnWarning>>,
            /// What the user can mend; empty when it was done, or when there are only warnings.
            pub user_errors: Vec<UserError>,
        }

        impl $name {
            pub(super) fn of(outcome: Outcome<Done>) -> Result<Option<Self>> {
                let (done, user_errors) = split(outcome)?;
                let empty = Self { timetable: None, turns: None, warnings: None, user_errors };
                Ok(Some(match done {
                    None => empty,
                    Some(Done::Warned(findings)) => Self { warnings: Some(warnings(findings)), ..empty },
                    Some(Done::Stale(row)) => Self { timetable: Some((*row).into()), user_errors: vec![stale("version")], ..empty },
                    Some(Done::Written(written, findings)) => Self {
                        timetable: Some(written.timetable.into()),
                        turns: Some(written.turns.into_iter().map(Turn::from).collect()),
                        warnings: Some(warnings(findings)),
                        ..empty
                    },
                }))
            }
        }
    )+};
}

payloads! {
    /// Outcome of `turnAssign`.
    TurnAssignPayload;
    /// Outcome of `turnSwap`.
    TurnSwapPayload;
    /// Outcome of `turnTakeOver`.
    TurnTakeOverPayload;
    /// Outcome of `lineAdd`.
    LineAddPayload;
    /// Outcome of `lineClose`.
    LineClosePayload;
    /// Outcome of `timetableUndo`.
    TimetableUndoPayload;
    /// Outcome of `timetablePublish`.
    TimetablePublishPayload;
}

/// Outcome of `timetableCreate`.
#[derive(Clone, Debug, SimpleObject)]
pub struct TimetableCreatePayload {
    /// The timetable, a draft.
    pub timetable: Option<Timetable>,
    /// Standing turns that were not placed, and why.
    pub skipped: Option<Vec<StandingTurnSkipped>>,
    /// Turns of the timetable it was made from that were left empty, or that have no place, and why; null when it was made from none.
    pub not_copied: Option<Vec<TurnNotCopied>>,
    /// What the user can mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// What a person should carry in a draft.
#[derive(Clone, Debug, InputObject)]
pub struct TimetableLoadInput {
    /// Id of the person.
    pub person_id: ID,
    /// Turns, 0 to 200; null: as many as are found.
    pub load: Option<i32>,
}

/// Outcome of `timetableLoadsSet`.
#[derive(Clone, Debug, SimpleObject)]
pub struct TimetableLoadsSetPayload {
    /// The timetable, whose loads are found anew.
    pub timetable: Option<Timetable>,
    /// What the user can mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Outcome of `timetableDelete`.
#[derive(Clone, Debug, SimpleObject)]
pub struct TimetableDeletePayload {
    /// Id of the timetable that is gone.
    pub deleted_id: Option<ID>,
    /// What the user can mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

/// Outcome of `timetableArchive`.
#[derive(Clone, Debug, SimpleObject)]
pub struct TimetableArchivePayload {
    /// The timetable as it is now.
    pub timetable: Option<Timetable>,
    /// What the user can mend; empty when it was done.
    pub user_errors: Vec<UserError>,
}

impl TimetableCreatePayload {
    /// Of what was made, from another timetable or from none.
    pub(super) fn of(outcome: Outcome<Made>, copied: bool) -> Result<Self> {
        let (made, user_errors) = split(outcome)?;
        let nothing = Self { timetable: None, skipped: None, not_copied: None, user_errors };
        Ok(match made {
            None => nothing,
            Some(made) => Self {
                timetable: Some(made.timetable.into()),
                skipped: Some(made.skipped.into_iter().map(StandingTurnSkipped::from).collect()),
                not_copied: copied.then(|| made.not_copied.into_iter().map(TurnNotCopied::from).collect()),
                ..nothing
            },
        })
    }
}

macro_rules! missed {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, SimpleObject)]
        #[graphql(complex)]
        pub struct $name {
            /// Day on which it would have been.
            #[graphql(owned)]
            pub day: Date,
            /// When its slot begins, as the clock on the wall says.
            #[graphql(owned)]
            pub starts_at: LocalTime,
            /// Why it was not placed, for people.
            pub reason: String,
            /// Whose it is.
            #[graphql(skip)]
            missed: Missed,
        }

        impl From<Missed> for $name {
            fn from(missed: Missed) -> Self {
                Self { day: missed.day.into(), starts_at: missed.starts_at.into(), reason: missed.why.clone(), missed }
            }
        }

        #[ComplexObject]
        impl $name {
            /// Whose it is.
            async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
                ctx.permit(Operation::Person)?;
                Ok(person(ctx, self.missed.account, self.missed.person).await?)
            }
        }
    )+};
}

missed! {
    /// A standing turn that a new timetable does not have.
    StandingTurnSkipped;
    /// A turn of the timetable that a new one was made from, which the new one does not have.
    TurnNotCopied;
}
