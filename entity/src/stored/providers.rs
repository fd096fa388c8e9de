//! Words of providers.

use super::stored;

stored! {
    /// Whether the link to a provider is up.
    ProviderHealth {
        /// Not up yet.
        Connecting = "CONNECTING",
        /// Up.
        Up = "UP",
        /// Down; tried again.
        Down = "DOWN",
    }

    /// Which telephone system a provider is.
    ProviderKind {
        /// Asterisk.
        Asterisk = "ASTERISK",
        /// The built-in simulator.
        Simulator = "SIMULATOR",
        /// Twilio, or another that speaks its API.
        Twilio = "TWILIO",
    }
}
