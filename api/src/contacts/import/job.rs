//! Rows of imports looked at and taken over: a piece a transaction, together with how far it has come. Whoever dies leaves the
//! import due again, and another goes on after the last piece that was committed.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    contact, contact_import, contact_import_row,
    id::ContactImportId,
    stored::{ChangeKind, ContactImportStatus, ImportVerdict, Topic},
};
use jobs::{Claim, Due};
use numbering::Country;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use tokio_util::sync::CancellationToken;

use super::{
    mapping::{Said, reason},
    service::{mapping, news},
};
use crate::{
    app::App,
    contacts::{
        fields::Check,
        metadata::MetadataMode,
        service::{blank, changed, edited, news as contact_news},
        write,
    },
    db::Tx,
    desk::{self, Desk},
    live::{self, outbox},
};

/// How long whoever is at an import may be silent.
const LEASE: TimeDelta = TimeDelta::seconds(30);
/// Rows of a piece.
const PIECE: u64 = 500;

/// Works imports off until `stop`, one at a time.
pub async fn run(app: App, stop: CancellationToken) {
    desk::run(Imports { app }, stop).await;
}

/// Takes up imports that are due; for whoever works them off by hand.
///
/// # Errors
/// The database's.
pub async fn claim(app: &App, most: u64) -> Result<Vec<Claim>, DbErr> {
    desk::claim(&Imports { app: app.clone() }, most).await
}

struct Imports {
    app: App,
}

impl Desk for Imports {
    const NAME: &'static str = "imports of contacts";
    const ROWS: Due = Due::of("contact_import");
    const HANDS: usize = 1;
    const LOOK: Duration = Duration::from_secs(10);

    fn app(&self) -> &App {
        &self.app
    }

    fn lease(&self) -> TimeDelta {
        LEASE
    }

    fn concerns(change: &live::Change) -> bool {
        change.topic == Topic::ContactImport
    }

    async fn work(&self, claim: Claim) -> Result<(), DbErr> {
        while piece(&self.app, &claim).await? {}
        let import = contact_import::Entity::find_by_id(ContactImportId(claim.id)).one(self.app.db.read()).await?;
        if import.is_some_and(|import| import.status == ContactImportStatus::Completed)
            && let Err(error) = weigh(&self.app).await
        {
            // The import is done all the same.
            tracing::warn!(error = %error, "contacts: PostgreSQL could not look at what was imported: {error}");
        }
        Ok(())
    }
}

/// Has PostgreSQL's planner look at the contacts that came. Until it does so by itself, it would take them for few, and read the values of
/// all for each.
async fn weigh(app: &App) -> Result<(), DbErr> {
    if app.db.backend() != DbBackend::Postgres {
        return Ok(());
    }
    let tx = app.db.begin().await?;
    tx.execute_unprepared("ANALYZE contact, contact_value").await?;
    tx.commit().await
}

/// Works off the next piece of an import; told is whether there may be more.
///
/// # Errors
/// The database's; then nothing of the piece was written.
pub async fn piece(app: &App, claim: &Claim) -> Result<bool, DbErr> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let held = contact_import::Entity::find().filter(claim.held()).lock_exclusive();
    let Some(import) = held.one(&*tx).await? else {
        // Another is at it, or it was set back.
        return Ok(false);
    };
    let writes = match import.status {
        ContactImportStatus::Checking => false,
        ContactImportStatus::Running => true,
        _ => return leave(tx, import).await,
    };
    let rows = contact_import_row::Entity::find()
        .filter(contact_import_row::Column::ImportId.eq(import.id))
        .filter(contact_import_row::Column::Position.gt(import.position))
        .order_by_asc(contact_import_row::Column::Position)
        .limit(PIECE)
        .all(&*tx)
        .await?;
    let mut import = import;
    match Piece::read(&tx, &import, rows, now).await? {
        Ok(piece) => piece.finish(&tx, &mut import, writes).await?,
        Err(problem) => {
            import.status = ContactImportStatus::Failed;
            import.problem = Some(problem);
        }
    }
    let over = import.position >= import.rows;
    import.status = match import.status {
        ContactImportStatus::Checking if over => ContactImportStatus::Checked,
        ContactImportStatus::Running if over => ContactImportStatus::Completed,
        status => status,
    };
    let more = matches!(import.status, ContactImportStatus::Checking | ContactImportStatus::Running);
    import.due_at = more.then_some(now + LEASE);
    import.updated_at = now;
    let told = news(&import, ChangeKind::Updated);
    import.into_active_model().reset_all().update(&*tx).await?;
    outbox::publish(&tx, vec![told]).await?;
    tx.commit().await?;
    Ok(more)
}

/// Nothing is to be done about it.
async fn leave(tx: Tx, import: contact_import::Model) -> Result<bool, DbErr> {
    let mut row = contact_import::ActiveModel { id: sea_orm::Unchanged(import.id), ..Default::default() };
    row.due_at = sea_orm::Set(None);
    row.update(&*tx).await?;
    tx.commit().await?;
    Ok(false)
}

/// Rows of an import, each with what becomes of it.
struct Piece {
    rows: Vec<contact_import_row::Model>,
    added: Vec<contact::Model>,
    changed: Vec<Change>,
}

struct Change {
    after: contact::Model,
    metadata: bool,
}

impl Piece {
    /// Says of each row what becomes of it; or why the whole import cannot be.
    async fn read(
        tx: &Tx,
        import: &contact_import::Model,
        mut rows: Vec<contact_import_row::Model>,
        now: DateTime<Utc>,
    ) -> Result<Result<Self, String>, DbErr> {
        let mapping = match mapping(import) {
            Ok(mapping) => mapping,
            Err(problem) => return Ok(Err(problem)),
        };
        let country = import.country.as_deref().and_then(|code| Country::parse(code).ok());
        let mode: MetadataMode = serde_json::from_value(import.metadata_mode.clone()).unwrap_or_default();
        let said: Vec<Result<Said, String>> = rows
            .iter()
            .map(|row| {
                let cells: Vec<String> = serde_json::from_value(row.cells.clone()).unwrap_or_default();
                mapping.read(&cells, country)
            })
            .collect();
        let numbers: Vec<String> = said.iter().flatten().map(|said| said.number.as_str().to_owned()).collect();
        let mut seen = before(tx, import, &numbers).await?;
        let mut known = contacts(tx, import, &numbers).await?;
        let (mut added, mut changed) = (Vec::new(), Vec::new());
        for (row, said) in rows.iter_mut().zip(said) {
            (row.number, row.reason) = (None, None);
            let Said { number, mut edit } = match said {
                Ok(said) => said,
                Err(reason) => {
                    (row.verdict, row.reason) = (Some(ImportVerdict::Rejected), Some(reason));
                    continue;
                }
            };
            if seen.contains(number.as_str()) {
                row.verdict = Some(ImportVerdict::Duplicate);
                row.reason = Some(format!("{number} stands in an earlier row."));
                continue;
            }
            edit.metadata_mode = mode;
            let mut check = Check::default();
            let before = known.remove(number.as_str());
            let is_new = before.is_none();
            let before = before.unwrap_or_else(|| blank(import.account_id, number.clone(), now));
            let mut after = edited(before.clone(), edit, &mut check);
            if let Some(reason) = reason(check) {
                (row.verdict, row.reason) = (Some(ImportVerdict::Rejected), Some(reason));
                continue;
            }
            row.number = Some(number.as_str().to_owned());
            seen.insert(number.into());
            row.verdict = Some(if is_new {
                added.push(after);
                ImportVerdict::Created
            } else if after == before {
                ImportVerdict::Unchanged
            } else {
                after.updated_at = now;
                let metadata = after.metadata != before.metadata;
                changed.push(Change { after, metadata });
                ImportVerdict::Updated
            });
        }
        Ok(Ok(Self { rows, added, changed }))
    }

    /// Writes what became of the rows, and the contacts themselves, if they are to be written.
    async fn finish(self, tx: &Tx, import: &mut contact_import::Model, writes: bool) -> Result<(), DbErr> {
        if writes {
            write::insert(tx, &self.added).await?;
            for Change { after, .. } in &self.changed {
                changed(after).update(&**tx).await?;
            }
            let told: Vec<contact::Model> =
                self.changed.iter().filter(|change| change.metadata).map(|change| change.after.clone()).collect();
            write::replace_values(tx, import.account_id, &told).await?;
            let added = self.added.iter().map(|row| contact_news(row, ChangeKind::Created));
            let changed = self.changed.iter().map(|change| contact_news(&change.after, ChangeKind::Updated));
            outbox::publish(tx, added.chain(changed).collect()).await?;
        }
        for row in &self.rows {
            let count = match row.verdict {
                Some(ImportVerdict::Created) => &mut import.created,
                Some(ImportVerdict::Updated) => &mut import.updated,
                Some(ImportVerdict::Unchanged) => &mut import.unchanged,
                Some(ImportVerdict::Duplicate) => &mut import.duplicate,
                Some(ImportVerdict::Rejected) | None => &mut import.rejected,
            };
            *count += 1;
            import.position = row.position;
        }
        verdicts(tx, import, self.rows).await
    }
}

/// Writes the rows anew: deleting and adding is two statements, however many there are.
async fn verdicts(tx: &Tx, import: &contact_import::Model, rows: Vec<contact_import_row::Model>) -> Result<(), DbErr> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(()) };
    contact_import_row::Entity::delete_many()
        .filter(contact_import_row::Column::ImportId.eq(import.id))
        .filter(contact_import_row::Column::Position.between(first.position, last.position))
        .exec(&**tx)
        .await?;
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    contact_import_row::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Which of the numbers stand in rows before the piece.
async fn before(tx: &Tx, import: &contact_import::Model, numbers: &[String]) -> Result<HashSet<String>, DbErr> {
    let rows = contact_import_row::Entity::find()
        .select_only()
        .column(contact_import_row::Column::Number)
        .filter(contact_import_row::Column::ImportId.eq(import.id))
        .filter(contact_import_row::Column::Number.is_in(numbers))
        .filter(contact_import_row::Column::Position.lte(import.position));
    Ok(rows.into_tuple::<Option<String>>().all(&**tx).await?.into_iter().flatten().collect())
}

/// The contacts of the numbers, which nobody else changes until the transaction ends.
async fn contacts(tx: &Tx, import: &contact_import::Model, numbers: &[String]) -> Result<HashMap<String, contact::Model>, DbErr> {
    let rows = contact::Entity::find()
        .filter(contact::Column::AccountId.eq(import.account_id))
        .filter(contact::Column::Number.is_in(numbers))
        // In one order, so that two who lock the same ones wait for each other and not both.
        .order_by_asc(contact::Column::Id)
        .lock_exclusive()
        .all(&**tx)
        .await?;
    Ok(rows.into_iter().map(|row| (row.number.clone(), row)).collect())
}
