//! Values within a contact's metadata, flattened: what filters look at. Written with the contact, never apart from it.

use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, ContactId},
    stored::ValueKind,
};

/// A row of `contact_value`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "contact_value")]
pub struct Model {
    /// Of which contact.
    #[sea_orm(primary_key, auto_increment = false)]
    pub contact_id: ContactId,
    /// Keys that lead to it, as a JSON pointer (RFC 6901).
    #[sea_orm(primary_key, auto_increment = false)]
    pub path: String,
    /// 0: the value itself; from 1 on: an element of the list that it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// Whose.
    pub account_id: AccountId,
    /// What it is.
    pub kind: ValueKind,
    /// As text, the first part of it: as much as an index takes. None of what is no single value.
    pub text: Option<String>,
    /// The rest of the text; nearly always empty.
    pub rest: String,
    /// As a number, if it is one or reads as one.
    pub number: Option<f64>,
    /// As an instant, if it reads as a day or as one, in microseconds since 1970.
    pub instant: Option<i64>,
}

/// None are followed from here: each slice reads its own table.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
