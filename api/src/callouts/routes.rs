//! Over which providers a callout calls: in order, each with the number that is shown. Pure.

use entity::id::ProviderId;
use serde::{Deserialize, Serialize};
use telephony::{
    capability::{Capabilities, Operation, Support},
    outgoing::Script,
};

/// Providers of a callout at the most.
pub const MOST: usize = 8;

/// A provider, and the number shown to those who are called over it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Route {
    /// The provider.
    pub provider: ProviderId,
    /// The number, in E.164; none: the provider's default.
    #[serde(default)]
    pub from: Option<String>,
}

/// Providers in the order in which they are tried.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Routes(pub Vec<Route>);

impl Routes {
    /// The route after so many technical failures: each leads to the next, and after the last comes the first again.
    pub fn after(&self, failures: i32) -> Option<&Route> {
        let failures = usize::try_from(failures).unwrap_or_default();
        self.0.get(failures.checked_rem(self.0.len())?)
    }
}

/// What a provider has to be able to do for such calls, and cannot.
pub fn missing(capabilities: &Capabilities, script: &Script, detect_machine: bool) -> Vec<Operation> {
    let on_answer = match script {
        Script::Play { .. } => Operation::Play,
        Script::Say { .. } => Operation::Say,
        Script::Connect { .. } => Operation::Connect,
        Script::Converse => Operation::Converse,
    };
    let detect = detect_machine.then_some(Operation::DetectMachine);
    let needed = [Some(Operation::PlaceCall), Some(on_answer), detect];
    needed.into_iter().flatten().filter(|operation| capabilities.support(*operation) == Support::None).collect()
}

#[cfg(test)]
mod tests {
    use telephony::capability::{Capability, Outcome};

    use super::*;

    #[test]
    fn each_technical_failure_leads_to_the_next_and_after_the_last_comes_the_first() {
        let route = || Route { provider: ProviderId::new(), from: None };
        let (first, second) = (route(), route());
        let routes = Routes(vec![first.clone(), second.clone()]);

        let tried: Vec<_> = (0..4).map(|failures| routes.after(failures)).collect();

        assert_eq!(tried, [Some(&first), Some(&second), Some(&first), Some(&second)]);
        assert_eq!(routes.after(-1), Some(&first));
        assert_eq!(Routes::default().after(0), None);
    }

    #[test]
    fn what_a_provider_cannot_do_for_a_script_is_told() {
        let capability = |operation, support| Capability { operation, support, outcome: Outcome::Answer };
        let able = Capabilities(vec![
            capability(Operation::PlaceCall, Support::Native),
            capability(Operation::Play, Support::Emulated),
            capability(Operation::Say, Support::None),
        ]);
        let play = Script::Play { audio: "hello".to_owned() };
        let say = Script::Say { text: "hello".to_owned(), language: None };
        let table = [
            (&able, &play, false, vec![]),
            (&able, &play, true, vec![Operation::DetectMachine]),
            (&able, &say, false, vec![Operation::Say]),
            (&Capabilities::default(), &play, false, vec![Operation::PlaceCall, Operation::Play]),
        ];

        for (capabilities, script, detect_machine, expected) in table {
            assert_eq!(missing(capabilities, script, detect_machine), expected, "{script:?} {detect_machine}");
        }
    }
}
