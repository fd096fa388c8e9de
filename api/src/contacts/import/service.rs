//! Use cases of imports: begun, given a file, mapped anew, set going.

use entity::{
    contact_import,
    id::{AccountId, ContactImportId},
    stored::{ChangeKind, ContactImportStatus, Topic},
};
use numbering::Country;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use serde_json::json;

use super::{
    file,
    mapping::{Mapping, Target},
};
use crate::{
    app::App,
    audit,
    auth::Permit,
    contacts::metadata::{KEY_LENGTH, MetadataMode},
    db::Tx,
    error::{Outcome, Problem, ProblemCode, Refusal},
    live::outbox::{self, News},
};

/// Characters of a name at the most.
const NAME_LENGTH: usize = 200;

/// What becomes of a column, as given.
#[derive(Clone, Debug)]
pub struct GivenColumn {
    /// Its name, or its number from 1.
    pub column: String,
    /// Where its cells go.
    pub target: Target,
}

/// How a file is to be read, as given; none: as it was.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// What becomes of the columns; `Some(None)`: as their names say.
    pub mapping: Option<Option<Vec<GivenColumn>>>,
    /// Country in which national numbers are read.
    pub country: Option<Option<String>>,
    /// How given metadata and those there are become one.
    pub metadata_mode: Option<MetadataMode>,
}

/// Begins an import, which then waits for its file.
///
/// # Errors
/// Every field that cannot be right.
pub async fn create(app: &App, permit: Permit<'_>, name: &str, header: bool, settings: Settings) -> Outcome<contact_import::Model> {
    let (now, actor, name) = (app.clock.now(), permit.actor(), name.trim());
    if name.is_empty() || name.chars().count() > NAME_LENGTH || name.chars().any(char::is_control) {
        let message = format!("A name has 1 to {NAME_LENGTH} characters, and no control characters.");
        return Err(Problem::invalid(&["input", "name"], message).into());
    }
    let mut row = contact_import::Model {
        id: ContactImportId::new(),
        account_id: permit.account_id(),
        name: name.to_owned(),
        status: ContactImportStatus::Waiting,
        header,
        columns: json!([]),
        mapping: None,
        country: None,
        metadata_mode: json!(MetadataMode::default()),
        rows: 0,
        position: 0,
        created: 0,
        updated: 0,
        unchanged: 0,
        duplicate: 0,
        rejected: 0,
        problem: None,
        actor_kind: actor.kind,
        actor_id: actor.id,
        actor_name: actor.name,
        due_at: None,
        fence: 0,
        created_at: now,
        updated_at: now,
    };
    // Columns are known with the file: only then their names are looked for.
    set(&mut row, settings)?;
    let tx = app.db.begin().await?;
    contact_import::Entity::insert(row.clone().into_active_model()).exec_without_returning(&*tx).await?;
    tell(&tx, &permit, &row, ChangeKind::Created).await?;
    tx.commit().await?;
    Ok(row)
}

/// Takes in the file, and has its rows looked at.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` when it has its file already; `INVALID` for a file that cannot be read.
pub async fn receive(app: &App, permit: Permit<'_>, id: ContactImportId, bytes: &[u8]) -> Outcome<contact_import::Model> {
    let known = find(app.db.read(), permit.account_id(), id).await?.ok_or_else(not_found)?;
    step(&known, &[ContactImportStatus::Waiting], "has its file already")?;
    let most = app.config.limits.import_rows.into();
    let read = file::read(bytes, known.header, most).map_err(|wrong| Problem::invalid(&["file"], wrong))?;
    let tx = app.db.begin().await?;
    let mut row = locked(&tx, &permit, id).await?;
    step(&row, &[ContactImportStatus::Waiting], "has its file already")?;
    row.columns = json!(read.columns);
    row.rows = i64::try_from(read.rows.len()).unwrap_or(i64::MAX);
    check(&row, &["file"])?;
    file::write(&tx, &row, read.rows).await?;
    begin(app, tx, &permit, row, ContactImportStatus::Checking).await
}

/// Says how the file is to be read, and has its rows looked at again.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` once rows have been taken over; every field that cannot be right.
pub async fn update(app: &App, permit: Permit<'_>, id: ContactImportId, settings: Settings) -> Outcome<contact_import::Model> {
    let tx = app.db.begin().await?;
    let mut row = locked(&tx, &permit, id).await?;
    let open = [ContactImportStatus::Waiting, ContactImportStatus::Checking, ContactImportStatus::Checked];
    step(&row, &open, "has been taken over already")?;
    set(&mut row, settings)?;
    let status = row.status;
    if status != ContactImportStatus::Waiting {
        check(&row, &["input", "mapping"])?;
        return begin(app, tx, &permit, row, ContactImportStatus::Checking).await;
    }
    begin(app, tx, &permit, row, status).await
}

/// Has the rows taken over: after they were looked at, or once more after they were taken over.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` before its rows were looked at, and while they are taken over.
pub async fn run(app: &App, permit: Permit<'_>, id: ContactImportId) -> Outcome<contact_import::Model> {
    let tx = app.db.begin().await?;
    let row = locked(&tx, &permit, id).await?;
    let ready = [ContactImportStatus::Checked, ContactImportStatus::Completed, ContactImportStatus::Failed];
    step(&row, &ready, "is not ready: wait until its rows were looked at")?;
    if row.rows == 0 {
        return Err(Problem::new(ProblemCode::Conflict, &["id"], "It has no rows.").into());
    }
    begin(app, tx, &permit, row, ContactImportStatus::Running).await
}

/// Sets an import back to its first row, and makes it due.
async fn begin(
    app: &App,
    tx: Tx,
    permit: &Permit<'_>,
    row: contact_import::Model,
    status: ContactImportStatus,
) -> Outcome<contact_import::Model> {
    let now = app.clock.now();
    let row = contact_import::Model {
        status,
        position: 0,
        created: 0,
        updated: 0,
        unchanged: 0,
        duplicate: 0,
        rejected: 0,
        problem: None,
        due_at: (status != ContactImportStatus::Waiting).then_some(now),
        // Whoever is at it writes nothing any more.
        fence: row.fence + 1,
        updated_at: now,
        ..row
    };
    row.clone().into_active_model().reset_all().update(&*tx).await?;
    tell(&tx, permit, &row, ChangeKind::Updated).await?;
    tx.commit().await?;
    Ok(row)
}

fn set(row: &mut contact_import::Model, settings: Settings) -> Outcome<()> {
    let mut problems = Vec::new();
    if let Some(country) = settings.country {
        if let Some(Err(error)) = country.as_deref().map(Country::parse) {
            problems.push(Problem::invalid(&["input", "country"], format!("This is {error}.")));
        }
        row.country = country;
    }
    if let Some(mode) = settings.metadata_mode {
        row.metadata_mode = json!(mode);
    }
    if let Some(mapping) = settings.mapping {
        for (place, given) in mapping.iter().flatten().enumerate() {
            let Target::Metadata(keys) = &given.target else { continue };
            if keys.len() > 5
                || keys.iter().any(|key| key.is_empty() || key.chars().count() > KEY_LENGTH || key.chars().any(char::is_control))
            {
                let message = format!("A path is at most 5 keys of 1 to {KEY_LENGTH} characters.");
                problems.push(Problem::invalid(&["input", "mapping", &place.to_string(), "path"], message));
            }
        }
        row.mapping = mapping.map(|given| json!(given.iter().map(|given| (&given.column, &given.target)).collect::<Vec<_>>()));
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::User(problems)) }
}

/// What becomes of the file's columns: as was said, or as their names say.
///
/// # Errors
/// A column that the file has not, or no column for the number, told at `path`.
pub(super) fn mapping(row: &contact_import::Model) -> Result<Mapping, String> {
    let columns: Vec<String> = serde_json::from_value(row.columns.clone()).unwrap_or_default();
    let mapping = match row.mapping.clone() {
        None => Mapping::by_names(&columns),
        Some(given) => {
            let given: Vec<(String, Target)> =
                serde_json::from_value(given).map_err(|error| format!("The mapping cannot be read: {error}."))?;
            let place = |name: &str| {
                let named = columns.iter().position(|column| column.trim() == name.trim());
                let numbered =
                    || name.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1)).filter(|place| *place < columns.len());
                named.or_else(numbered).ok_or_else(|| format!("The file has no column `{name}`; it has {}.", columns.join(", ")))
            };
            Mapping(given.into_iter().map(|(name, target)| Ok((place(&name)?, target))).collect::<Result<_, String>>()?)
        }
    };
    if mapping.has_number() { Ok(mapping) } else { Err(format!("No column is the number's; the file has {}.", columns.join(", "))) }
}

fn check(row: &contact_import::Model, path: &[&str]) -> Outcome<()> {
    mapping(row).map(drop).map_err(|wrong| Problem::invalid(path, wrong).into())
}

fn step(row: &contact_import::Model, from: &[ContactImportStatus], otherwise: &str) -> Outcome<()> {
    if from.contains(&row.status) {
        return Ok(());
    }
    Err(Problem::new(ProblemCode::Conflict, &["id"], format!("It is {}: it {otherwise}.", row.status.as_str())).into())
}

fn not_found() -> Problem {
    Problem::not_found("import", &["id"])
}

/// The import of that id in the account.
///
/// # Errors
/// The database's.
pub async fn find<C: ConnectionTrait>(db: &C, account_id: AccountId, id: ContactImportId) -> Result<Option<contact_import::Model>, DbErr> {
    contact_import::Entity::find_by_id(id).filter(contact_import::Column::AccountId.eq(account_id)).one(db).await
}

async fn locked(tx: &Tx, permit: &Permit<'_>, id: ContactImportId) -> Outcome<contact_import::Model> {
    let found = contact_import::Entity::find_by_id(id).filter(contact_import::Column::AccountId.eq(permit.account_id()));
    Ok(found.lock_exclusive().one(&**tx).await?.ok_or_else(not_found)?)
}

/// That an import has come further.
pub(super) fn news(row: &contact_import::Model, kind: ChangeKind) -> News {
    News::new(row.account_id, row.updated_at, Topic::ContactImport, kind, row.id.0)
}

async fn tell(tx: &Tx, permit: &Permit<'_>, row: &contact_import::Model, kind: ChangeKind) -> Result<(), DbErr> {
    let after =
        json!({ "name": row.name, "status": row.status, "rows": row.rows, "country": row.country, "metadataMode": row.metadata_mode });
    let change = audit::Change { subject_id: Some(row.id.to_string()), after: Some(after), ..audit::Change::default() };
    audit::record(tx, permit, row.updated_at, change).await?;
    outbox::publish(tx, vec![news(row, kind)]).await
}
