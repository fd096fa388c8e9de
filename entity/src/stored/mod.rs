//! Enums that are stored as text: the words of the schema, so that a row can be read without a key. One file a room of the house.

mod access;
mod alarms;
mod calendars;
mod callouts;
mod calls;
mod contacts;
mod dialling;
mod flows;
mod messages;
mod news;
mod providers;
mod queues;
mod rota;
mod webhooks;

macro_rules! stored {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ })+) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, sea_orm::EnumIter, sea_orm::DeriveActiveEnum, serde::Serialize,
            serde::Deserialize,
        )]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum $name {
            $($(#[$vdoc])* #[sea_orm(string_value = $text)] #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// The word as stored and shown.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    )+};
}
use stored;

pub use self::{
    access::*, alarms::*, calendars::*, callouts::*, calls::*, contacts::*, dialling::*, flows::*, messages::*, news::*, providers::*,
    queues::*, rota::*, webhooks::*,
};
