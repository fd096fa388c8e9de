//! Relay connections, forward only: a page by key, newest or first by name, with the id as tiebreak.
//!
//! A cursor is the last row's sort key and id, in base 64. The queries live in the slices' repositories: they read
//! `first + 1` rows after the key and hand them to [`page`].

use async_graphql::{OutputType, SimpleObject, TypeName};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

use super::rows::{Plain, Rows};
use crate::error::Fault;

/// Nodes of a page when the client does not say.
pub const DEFAULT_FIRST: i32 = 50;
/// Nodes of a page at the most.
pub const MAX_FIRST: i32 = 200;

/// What a page costs: a client that leaves `first` to a variable it does not give, gets the default.
pub fn page_cost(first: Option<i32>, node: usize) -> usize {
    usize::try_from(first.unwrap_or(DEFAULT_FIRST)).unwrap_or_default() * node + 1
}

/// What a page was asked for: how many rows, after which key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest<K> {
    /// Rows wanted, 1 to [`MAX_FIRST`].
    pub first: u64,
    /// Key of the row before the page.
    pub after: Option<K>,
}

impl<K: DeserializeOwned> PageRequest<K> {
    /// Reads the arguments `first` and `after`.
    ///
    /// # Errors
    /// [`Fault::BadRequest`] when `first` is out of range, [`Fault::CursorInvalid`] when `after` is no cursor of this list.
    pub fn read(first: i32, after: Option<String>) -> Result<Self, Fault> {
        if !(1..=MAX_FIRST).contains(&first) {
            return Err(Fault::BadRequest(format!("`first` is {first}; it must be 1 to {MAX_FIRST}.")));
        }
        let after = after.map(|cursor| decode(&cursor)).transpose()?;
        Ok(Self { first: first.unsigned_abs().into(), after })
    }

    /// Rows to read: one more than wanted tells whether there is a next page.
    pub fn limit(&self) -> u64 {
        self.first + 1
    }
}

fn decode<K: DeserializeOwned>(cursor: &str) -> Result<K, Fault> {
    key(cursor).ok_or_else(|| Fault::CursorInvalid("`after` is no cursor of this list.".to_owned()))
}

/// The sort key that a cursor holds, if it is one.
pub(crate) fn key<K: DeserializeOwned>(cursor: &str) -> Option<K> {
    URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok())
}

/// The cursor that holds a sort key.
pub(crate) fn cursor<K: Serialize>(key: &K) -> String {
    // Keys are plain tuples of texts, numbers and instants: they always serialise.
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default())
}

/// Where a page lies in its list.
#[derive(Clone, Debug, SimpleObject)]
pub struct PageInfo {
    /// Whether there are more after this page.
    pub has_next_page: bool,
    /// Whether there are any before this page; known only to be so when the page was asked for `after` a cursor.
    pub has_previous_page: bool,
    /// Cursor of the first node.
    pub start_cursor: Option<String>,
    /// Cursor of the last node: give it as `after` for the next page.
    pub end_cursor: Option<String>,
}

/// A node and its place in the list.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name_type)]
pub struct Edge<T: OutputType> {
    /// Place of the node.
    pub cursor: String,
    /// The node.
    pub node: T,
}

impl<T: OutputType> TypeName for Edge<T> {
    fn type_name() -> std::borrow::Cow<'static, str> {
        format!("{}Edge", T::type_name()).into()
    }
}

/// A page of a list.
pub struct Connection<T> {
    nodes: Vec<T>,
    /// Cursor of the node at a place: written only where it is asked for.
    cursor: Box<dyn Fn(usize) -> Option<String> + Send + Sync>,
    has_next: bool,
    has_previous: bool,
}

/// A page of a list.
#[async_graphql::Object(name_type)]
impl<T: Plain + Clone> Connection<T> {
    /// Nodes with their places.
    async fn edges(&self) -> Vec<Edge<T>> {
        (0..).map_while(|place| (self.cursor)(place)).zip(&self.nodes).map(|(cursor, node)| Edge { cursor, node: node.clone() }).collect()
    }

    /// Nodes alone.
    async fn nodes(&self) -> Rows<'_, T> {
        Rows(self.nodes.iter().collect())
    }

    /// Where the page lies in its list.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_next_page: self.has_next,
            has_previous_page: self.has_previous,
            start_cursor: (self.cursor)(0),
            end_cursor: self.nodes.len().checked_sub(1).and_then(&self.cursor),
        }
    }
}

impl<T: OutputType> TypeName for Connection<T> {
    fn type_name() -> std::borrow::Cow<'static, str> {
        format!("{}Connection", T::type_name()).into()
    }
}

/// Makes a page of at most `request.limit()` rows; `key` gives a row's sort key.
pub fn page<R, T, K>(request: &PageRequest<K>, mut rows: Vec<R>, key: impl Fn(&R) -> K, node: impl Fn(R) -> T) -> Connection<T>
where
    K: Serialize + Send + Sync + 'static,
{
    let wanted = usize::try_from(request.first).unwrap_or(usize::MAX);
    let has_next = rows.len() > wanted;
    rows.truncate(wanted);
    let keys: Vec<K> = rows.iter().map(key).collect();
    Connection {
        nodes: rows.into_iter().map(node).collect(),
        cursor: Box::new(move |place| keys.get(place).map(cursor)),
        has_next,
        has_previous: request.after.is_some(),
    }
}
