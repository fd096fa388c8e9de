//! Payloads of the mutations of a queue's week.

use async_graphql::SimpleObject;

use super::types::{ClosedDay, RotaRule, RotaSettings, ServiceSlot, StandingTurn};
use crate::graphql::user_error::UserError;

macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident { $(#[$fdoc:meta])* $field:ident: $type:ty })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, SimpleObject)]
        pub struct $name {
            $(#[$fdoc])*
            pub $field: Option<$type>,
            /// What the user can mend; empty when it was done.
            pub user_errors: Vec<UserError>,
        }
    )+};
}

payloads! {
    /// Outcome of `serviceHoursSet`.
    ServiceHoursSetPayload {
        /// The service hours as they are now, in the order of the week.
        service_hours: Vec<ServiceSlot>
    }
    /// Outcome of `closedDayAdd`.
    ClosedDayAddPayload {
        /// The closed day.
        closed_day: ClosedDay
    }
    /// Outcome of `closedDayRemove`.
    ClosedDayRemovePayload {
        /// The closed day as it was.
        closed_day: ClosedDay
    }
    /// Outcome of `rotaSettingsUpdate`.
    RotaSettingsUpdatePayload {
        /// The settings as they are now.
        rota: RotaSettings
    }
    /// Outcome of `rotaRuleAdd`.
    RotaRuleAddPayload {
        /// The rule.
        rota_rule: RotaRule
    }
    /// Outcome of `rotaRuleRemove`.
    RotaRuleRemovePayload {
        /// The rule as it was.
        rota_rule: RotaRule
    }
    /// Outcome of `standingTurnAdd`.
    StandingTurnAddPayload {
        /// The standing turn.
        standing_turn: StandingTurn
    }
    /// Outcome of `standingTurnRemove`.
    StandingTurnRemovePayload {
        /// The standing turn as it was.
        standing_turn: StandingTurn
    }
}
