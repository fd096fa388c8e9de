//! Imports in the schema's roots.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use entity::{
    contact_import,
    id::{AccountId, ContactImportId},
    stored::Topic,
};
use futures_util::Stream;

use super::{
    mapping::Target,
    service::{self, GivenColumn, Settings},
    types::{ContactImport, ContactImportTarget},
};
use crate::{
    auth::Operation,
    contacts::metadata::MetadataMode,
    error::{Fault, Outcome},
    graphql::{
        context::ContextExt,
        id,
        live::{ChangeKind, Followed, follow},
        scalars::LiveCursor,
        user_error::{UserError, split},
    },
};

/// What becomes of a column.
#[derive(Clone, Debug, InputObject)]
pub struct ContactImportColumnInput {
    /// Name of the column as the header has it, or its number from 1.
    pub column: String,
    /// Where its cells go. Columns that are not told are left out.
    pub target: ContactImportTarget,
    /// Keys of the metadata that lead to the value, the outermost first; absent: the cells are whole metadata, as JSON objects.
    pub path: Option<Vec<String>>,
}

/// An import about to begin.
#[derive(Clone, Debug, InputObject)]
pub struct ContactImportCreateInput {
    /// Name of the import, such as the file's; 1 to 200 characters.
    pub name: String,
    /// Whether the file's first row names its columns.
    #[graphql(default = true)]
    pub header: bool,
    /// What becomes of the columns; absent: as their names say, and metadata under their own names.
    pub mapping: Option<Vec<ContactImportColumnInput>>,
    /// ISO 3166-1 code of the country in which national numbers are read, e.g. `ES`.
    pub country: Option<String>,
    /// How the file's metadata and those there are become one.
    #[graphql(default)]
    pub metadata_mode: MetadataMode,
}

/// How a file is to be read: an absent field keeps its value, null clears it.
#[derive(Clone, Debug, InputObject)]
pub struct ContactImportUpdateInput {
    /// What becomes of the columns; null: as their names say.
    pub mapping: MaybeUndefined<Vec<ContactImportColumnInput>>,
    /// ISO 3166-1 code of the country in which national numbers are read, e.g. `ES`.
    pub country: MaybeUndefined<String>,
    /// How the file's metadata and those there are become one.
    pub metadata_mode: Option<MetadataMode>,
}

fn columns(given: Vec<ContactImportColumnInput>) -> Vec<GivenColumn> {
    let column = |ContactImportColumnInput { column, target, path }: ContactImportColumnInput| GivenColumn {
        column,
        target: match target {
            ContactImportTarget::Number => Target::Number,
            ContactImportTarget::Name => Target::Name,
            ContactImportTarget::TimeZone => Target::TimeZone,
            ContactImportTarget::Metadata => Target::Metadata(path.unwrap_or_default()),
        },
    };
    given.into_iter().map(column).collect()
}

macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, SimpleObject)]
        pub struct $name {
            /// The import as it is now; null when nothing was done.
            pub contact_import: Option<ContactImport>,
            /// What was wrong; empty when it was done.
            pub user_errors: Vec<UserError>,
        }

        impl $name {
            fn of(outcome: Outcome<contact_import::Model>) -> Result<Option<Self>> {
                let (row, user_errors) = split(outcome)?;
                Ok(Some(Self { contact_import: row.map(ContactImport::from), user_errors }))
            }
        }
    )+};
}

payloads! {
    /// What became of `contactImportCreate`.
    ContactImportCreatePayload;
    /// What became of `contactImportUpdate`.
    ContactImportUpdatePayload;
    /// What became of `contactImportRun`.
    ContactImportRunPayload;
}

/// Queries about imports.
#[derive(Default)]
pub struct ImportQuery;

/// Queries about imports.
#[Object]
impl ImportQuery {
    /// The import of that id; null when there is none in this account.
    async fn contact_import(&self, ctx: &Context<'_>, #[graphql(desc = "Id of the import.")] id: ID) -> Result<Option<ContactImport>> {
        let permit = ctx.permit(Operation::ContactImport)?;
        find(ctx, permit.account_id(), id::argument(&id, "id")?).await
    }
}

/// The import of that id in the account, if there is one.
///
/// # Errors
/// The database's.
pub async fn find(ctx: &Context<'_>, account_id: AccountId, id: ContactImportId) -> Result<Option<ContactImport>> {
    Ok(service::find(ctx.app().db.read(), account_id, id).await.map_err(Fault::from)?.map(ContactImport::from))
}

/// Mutations of imports.
#[derive(Default)]
pub struct ImportMutation;

/// Mutations of imports.
#[Object]
impl ImportMutation {
    /// Begins an import of contacts. Its file is sent to `POST /import/contacts?import=imp_…` as text/csv; then each row is looked
    /// at, and nothing is written until `contactImportRun`.
    async fn contact_import_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The import.")] input: ContactImportCreateInput,
    ) -> Result<Option<ContactImportCreatePayload>> {
        let permit = ctx.permit(Operation::ContactImportCreate)?;
        let settings =
            Settings { mapping: Some(input.mapping.map(columns)), country: Some(input.country), metadata_mode: Some(input.metadata_mode) };
        ContactImportCreatePayload::of(service::create(ctx.app(), permit, &input.name, input.header, settings).await)
    }

    /// Says anew how a file is to be read, before its rows are taken over; they are looked at again.
    async fn contact_import_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the import.")] id: ID,
        #[graphql(desc = "What to change.")] input: ContactImportUpdateInput,
    ) -> Result<Option<ContactImportUpdatePayload>> {
        let permit = ctx.permit(Operation::ContactImportUpdate)?;
        let settings = Settings {
            mapping: Option::from(input.mapping.map_value(columns)),
            country: input.country.into(),
            metadata_mode: input.metadata_mode,
        };
        ContactImportUpdatePayload::of(match id::parse(&id, &["id"]) {
            Ok(id) => service::update(ctx.app(), permit, id, settings).await,
            Err(problem) => Err(problem.into()),
        })
    }

    /// Takes over the rows of an import, as they were looked at, in the background. Once more, it changes nothing that is as the
    /// rows say.
    async fn contact_import_run(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the import.")] id: ID,
    ) -> Result<Option<ContactImportRunPayload>> {
        let permit = ctx.permit(Operation::ContactImportRun)?;
        ContactImportRunPayload::of(match id::parse(&id, &["id"]) {
            Ok(id) => service::run(ctx.app(), permit, id).await,
            Err(problem) => Err(problem.into()),
        })
    }
}

/// An import has come further.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct ContactImportChange {
    /// Place of the change: subscribe after it to go on from here.
    #[graphql(owned)]
    pub cursor: LiveCursor,
    /// When it happened.
    #[graphql(owned)]
    pub occurred_at: DateTime<Utc>,
    /// What became of the import.
    #[graphql(owned)]
    pub kind: ChangeKind,
    /// Id of the import.
    #[graphql(owned)]
    pub node_id: ID,
    /// Whose.
    #[graphql(skip)]
    pub account_id: AccountId,
    /// Which import.
    #[graphql(skip)]
    pub import_id: ContactImportId,
}

/// An import has come further.
#[async_graphql::ComplexObject]
impl ContactImportChange {
    /// The import as it is now.
    async fn contact_import(&self, ctx: &Context<'_>) -> Result<Option<ContactImport>> {
        find(ctx, self.account_id, self.import_id).await
    }
}

impl From<Followed> for ContactImportChange {
    fn from(change: Followed) -> Self {
        let import_id = ContactImportId(change.node_id);
        Self {
            occurred_at: change.occurred_at,
            kind: change.kind.into(),
            node_id: import_id.into(),
            account_id: change.account_id,
            import_id,
            cursor: change.cursor,
        }
    }
}

/// Live changes of imports.
#[derive(Default)]
pub struct ImportSubscription;

/// Live changes of imports.
#[Subscription]
impl ImportSubscription {
    /// How far imports of contacts come, to their end.
    async fn contact_import_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this import.")] contact_import_id: Option<ID>,
        #[graphql(desc = "Cursor after which to begin; absent: now.")] after: Option<LiveCursor>,
    ) -> Result<impl Stream<Item = Result<ContactImportChange>> + use<>> {
        ctx.permit(Operation::ContactImportChanged)?;
        let only: Option<ContactImportId> = contact_import_id.map(|id| id::argument(&id, "contactImportId")).transpose()?;
        let wanted = move |topic, node| topic == Topic::ContactImport && only.is_none_or(|only| node == only.0);
        Ok(follow(ctx, after, move |change| wanted(change.topic, change.node_id))?)
    }
}
