//! Whom the demo's callouts call. Nobody of these exists: the numbers are those that each country keeps for films and plays.

use anyhow::Context;
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use serde_json::json;

use super::team::{done, permit};
use crate::{
    app::App,
    auth::{Caller, Operation},
    contacts::{
        metadata::MetadataMode,
        service::{self, NewContact},
    },
};

/// Contacts of each place.
const EACH: usize = 50;
/// One in so many does not want to be called.
const SILENT: usize = 17;
/// One in so many is no member.
const STRANGERS: usize = 4;

/// Where some of them live.
struct Place {
    town: &'static str,
    language: &'static str,
    /// Number without its last two digits.
    number: &'static str,
    /// Where the number leaves several open; none: told by the number, or unknown.
    zone: Option<Tz>,
}

const PLACES: [Place; 6] = [
    Place { town: "Leeds", language: "en", number: "+44 113 496 00", zone: None },
    Place { town: "Paris", language: "fr", number: "+33 1 99 00 12 ", zone: None },
    Place { town: "Gothenburg", language: "sv", number: "+46 31 390 06 ", zone: None },
    Place { town: "New York", language: "en", number: "+1 212 555 01", zone: Some(Tz::America__New_York) },
    Place { town: "Denver", language: "en", number: "+1 303 555 01", zone: Some(Tz::America__Denver) },
    // Nobody said by which clock they live.
    Place { town: "San Francisco", language: "en", number: "+1 415 555 01", zone: None },
];

const FIRST: [&str; 20] = [
    "Ada", "Bela", "Cleo", "Dario", "Edda", "Fabian", "Greta", "Henri", "Ines", "Jonas", "Kira", "Louis", "Mira", "Noel", "Olga", "Pia",
    "Remo", "Selma", "Timo", "Vera",
];
const LAST: [&str; 17] = [
    "Abel", "Berg", "Clair", "Dahl", "Eck", "Falk", "Grant", "Holm", "Ibsen", "Jensen", "Kern", "Lind", "Moreau", "Nash", "Olsen", "Petit",
    "Ross",
];

/// The group of those who are called around the clock.
pub(super) const MEMBERS: &str = "members";
/// The group of those who are called by day.
pub(super) const STRANGE: &str = "interested";

/// Adds them. Those who are there already, of a former start, stay as they are.
pub(super) async fn add(app: &App, admin: &Caller) -> anyhow::Result<()> {
    let begun = NaiveDate::from_ymd_opt(2015, 3, 2).context("a day")?;
    let places = PLACES.iter().flat_map(|place| (0..EACH).map(move |number| (place, number)));
    for (count, (place, number)) in places.enumerate() {
        let since = begun + Days::new(u64::try_from(count * 11)?);
        let new = NewContact {
            number: format!("{}{number:02}", place.number),
            name: Some(format!("{} {}", FIRST[count % FIRST.len()], LAST[count % LAST.len()])),
            metadata: Some(json!({
                "group": if count % STRANGERS == 3 { STRANGE } else { MEMBERS },
                "town": place.town,
                "language": place.language,
                "since": since,
                "shares": 1 + count % 5,
            })),
            time_zone: place.zone,
            ..NewContact::default()
        };
        let (contact, is_new) = done(service::upsert(app, permit(admin, Operation::ContactUpsert)?, new, MetadataMode::default()).await)?;
        if is_new && count % SILENT == 5 {
            let reason = Some("Asked not to be called".to_owned());
            done(service::set_do_not_call(app, permit(admin, Operation::ContactDoNotCallSet)?, contact.id, reason).await)?;
        }
    }
    Ok(())
}
