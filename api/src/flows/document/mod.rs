//! A flow's document as clients give and see it: the same shape both ways, so that what was read can be given back.
//!
//! It comes in typed, and not as JSON: whoever writes one by hand is told by the schema what there is, GraphiQL completes it, and a word
//! that is not known is refused with its place before anything else happens. [`shape`] are the types, [`read`] makes a document of them,
//! [`shown`] the other way round.

mod both;
mod read;
mod shape;
mod shown;

pub use read::read;
pub use shape::*;
