//! A rota that was kept in files, taken over.

use std::{
    fs,
    path::{Path, PathBuf},
};

use acceptance::{TestAccount, TestApp, on_both};
use entity::{
    busy_entry, closed_day, person, person_rota, service_slot, standing_turn,
    stored::{TimetableAction, TimetableStatus},
    timetable, timetable_entry, timetable_load, timetable_slot, turn,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, sea_query::Expr};
use switchboard::turns::import::{
    self, Options,
    report::{Report, Verdict},
};

/// Files of an installation, gone at the end.
struct Files(PathBuf);

impl Files {
    fn new(test: &str, files: &[(&str, &str)]) -> Self {
        let folder =
            std::env::temp_dir().join(format!("switchboard-import-{}-{:?}-{test}", std::process::id(), std::thread::current().id()));
        let this = Self(folder);
        for (path, text) in files {
            this.write(path, text);
        }
        this
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(path, text).expect("a file is written");
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(error = %error, "a folder is left over");
        }
    }
}

const PERSONS: &str = "
names: {bama: Bàma}
extensions: {bama: 3001, cori: 3002}
emails: {bama: bama@example.org}
tables: {bama: 15, cori: -1}
idealloads: {bama: 5, cori: 2}
";

const WEEK: &str = "
week: '2026-11-23'
hours: [09:00, '10:15', '11:30']
timetable:
  dl:
  - [bama, ningu]
  - [cori, bama]
  dm:
  - [festiu, festiu]
  - [dulo, cori]
overload: {bama: -0.6, cori: 1.0}
";

async fn imported(app: &TestApp, folder: &Path, options: Options) -> Report {
    import::tomatic(app.app(), folder, "Som", "support", options).await.expect("the files are read")
}

fn verdicts(report: &Report) -> Vec<String> {
    let told = report.rows.iter().map(|row| format!("{} {}", row.verdict.kind(), row.place));
    told.collect()
}

/// How many there are of all that an import may write.
async fn counted(app: &TestApp) -> [u64; 9] {
    let db = app.app().db.read();
    [
        person::Entity::find().count(db).await,
        person_rota::Entity::find().count(db).await,
        busy_entry::Entity::find().count(db).await,
        closed_day::Entity::find().count(db).await,
        service_slot::Entity::find().count(db).await,
        standing_turn::Entity::find().count(db).await,
        timetable::Entity::find().count(db).await,
        timetable_slot::Entity::find().count(db).await,
        turn::Entity::find().count(db).await,
    ]
    .map(|count| count.expect("a count"))
}

/// Who is on duty, slot by slot, as names.
async fn cells(account: &TestAccount, app: &TestApp) -> Vec<String> {
    let db = app.app().db.read();
    let persons = person::Entity::find().filter(person::Column::AccountId.eq(account.id)).all(db).await.expect("the persons are read");
    let mut turns = turn::Entity::find().filter(turn::Column::AccountId.eq(account.id)).all(db).await.expect("the turns are read");
    turns.sort_by_key(|turn| (turn.starts_at, turn.line));
    let name =
        |turn: &turn::Model| persons.iter().find(|person| Some(person.id) == turn.person_id).map_or("-", |person| &person.name).to_owned();
    turns.iter().map(|turn| format!("{} {} {}", turn.starts_at.format("%d %H:%M"), turn.line, name(turn))).collect()
}

on_both!(the_three_real_weeks_come_over_whole_and_a_second_time_change_nothing);
async fn the_three_real_weeks_come_over_whole_and_a_second_time_change_nothing(app: TestApp) {
    app.managed_queue("support").await;
    // Persons, lines of busy times, cells, standing turns.
    let weeks = [("2019-10-28", 45, 156, 120, 0), ("2020-03-02", 45, 156, 120, 0), ("2023-08-07", 74, 216, 100, 98)];
    let before = counted(&app).await;
    assert_eq!(before, [0; 9]);

    for (place, (week, persons, busy, turns, standing)) in (1..).zip(weeks) {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/tomatic")).join(week);
        let before = counted(&app).await;
        let first = imported(&app, &folder, Options::default()).await;
        let after = counted(&app).await;
        let again = imported(&app, &folder, Options::default()).await;

        assert!(first.written && first.count("refused") == 0, "{first}");
        assert_eq!(after[0], persons, "the same persons are found again: {first}");
        assert_eq!((after[6], after[8] - before[8], after[5] - before[5]), (place, turns, standing), "{first}");
        assert!(after[2] - before[2] <= busy && (place > 1 || after[2] == busy), "{first}");
        assert_eq!((again.count("created"), again.count("updated"), again.count("refused")), (0, 0, 0), "{again}");
        assert_eq!(counted(&app).await, after);
    }
}

on_both!(a_week_becomes_a_published_timetable_with_its_loads);
async fn a_week_becomes_a_published_timetable_with_its_loads(app: TestApp) {
    let queue = app.managed_queue("support").await;
    let files = Files::new("week", &[("persons.yaml", PERSONS), ("graelles/graella-2026-11-23.yaml", WEEK)]);

    let report = imported(&app, &files.0, Options::default()).await;

    let db = app.app().db.read();
    assert_eq!(
        verdicts(&report),
        ["created bama", "created cori", "created dulo", "created service hours", "created week 2026-11-23"],
        "{report}"
    );
    assert_eq!(
        cells(&app, &app).await,
        ["23 08:00 1 Bàma", "23 08:00 2 -", "23 09:15 1 Cori", "23 09:15 2 Bàma", "24 09:15 1 Dulo", "24 09:15 2 Cori"]
    );
    let row = timetable::Entity::find().one(db).await.expect("a look").expect("a timetable");
    assert_eq!((row.queue_id, row.status, row.version), (queue.id, TimetableStatus::Published, 1));
    let entry = timetable_entry::Entity::find().one(db).await.expect("a look").expect("an entry");
    assert_eq!((entry.what, entry.cells.as_array().map(Vec::len)), (TimetableAction::Imported, Some(5)));
    let mut loads: Vec<_> = timetable_load::Entity::find().all(db).await.expect("the loads are read");
    loads.sort_by_key(|load| load.overload_tenths);
    let loads: Vec<_> = loads.iter().map(|load| (load.assigned, load.ideal_tenths, load.overload_tenths)).collect();
    assert_eq!(loads, [(2, 26, -6), (1, 10, 0), (2, 10, 10)]);
    assert!(app.news().await.len() >= 4 && app.audit_log().await.iter().all(|entry| entry.action == "importTomatic"));
}

on_both!(a_dry_run_tells_the_same_and_writes_nothing);
async fn a_dry_run_tells_the_same_and_writes_nothing(app: TestApp) {
    app.managed_queue("support").await;
    let files = Files::new(
        "dry",
        &[
            ("persons.yaml", PERSONS),
            ("indisponibilitats.conf", "+bama dm 01 # course\nbama dl 11 # tired\nnobody dl # x\n"),
            ("oneshot.conf", "+cori 2026-11-24 10 # doctor\n+cori 2020-01-01 # long ago\n"),
            ("indisponibilitats-vacances.conf", "+cori 2026-11-27 # leave\n+cori dl # leave\n"),
            ("holidays.conf", "2026-12-25\tNadal\n"),
            ("data/forced-turns.yaml", "timetable:\n  dl:\n  - [bama, null]\n"),
            ("graelles/graella-2026-11-23.yaml", WEEK),
        ],
    );

    let dry = imported(&app, &files.0, Options { dry_run: true, ..Options::default() }).await;

    assert_eq!((dry.written, counted(&app).await, app.news().await.len()), (false, [0; 9], 0));
    let wet = imported(&app, &files.0, Options::default()).await;
    assert_eq!(wet.rows, dry.rows);
    assert_eq!(counted(&app).await, [3, 2, 4, 1, 3, 1, 1, 3, 6], "{wet}");
    assert_eq!((wet.count("skipped"), wet.count("refused")), (3, 0), "{wet}");
    let busy =
        busy_entry::Entity::find().order_by_asc(busy_entry::Column::Id).all(app.app().db.read()).await.expect("the busy times are read");
    let times: Vec<_> = busy.iter().map(|row| (row.starts_at.map(|time| time.to_string()), row.required, row.day_off)).collect();
    let half = |time: &str| Some(time.to_owned());
    assert_eq!(times, [(half("10:15:00"), true, false), (None, false, false), (half("09:00:00"), true, false), (None, true, true)]);
}

on_both!(one_row_that_is_refused_holds_back_all_unless_it_is_left_out);
async fn one_row_that_is_refused_holds_back_all_unless_it_is_left_out(app: TestApp) {
    app.managed_queue("support").await;
    let files = Files::new(
        "refused",
        &[
            ("persons.yaml", PERSONS),
            ("indisponibilitats.conf", "+bama dm 01\n"),
            ("graelles/graella-2026-11-24.yaml", "week: '2026-11-24'\nhours: ['9:00', '10:00']\n"),
            ("graelles/graella-2026-11-23.yaml", WEEK),
        ],
    );

    let held_back = imported(&app, &files.0, Options::default()).await;

    assert_eq!((held_back.written, held_back.count("refused"), counted(&app).await), (false, 2, [0; 9]), "{held_back}");
    let why: Vec<&str> =
        held_back.rows.iter().filter_map(|row| if let Verdict::Refused(why) = &row.verdict { Some(why.as_str()) } else { None }).collect();
    assert_eq!(why, ["2026-11-24 is not a Monday", "it has no reason after a #"]);

    let rest = imported(&app, &files.0, Options { leave_out_refused: true, ..Options::default() }).await;

    assert!(rest.written && counted(&app).await[6] == 1, "{rest}");
}

on_both!(persons_who_are_here_already_are_found_and_brought_up_to_date);
async fn persons_who_are_here_already_are_found_and_brought_up_to_date(app: TestApp) {
    app.managed_queue("support").await;
    let by_email = app.person("Somebody").email("bama@example.org").extension("3009").groups(&["kept"]).create().await;
    let by_extension = app.person("Someone").extension("3002").create().await;
    let files = Files::new("found", &[("persons.yaml", PERSONS)]);

    let report = imported(&app, &files.0, Options::default()).await;

    assert_eq!(verdicts(&report), ["updated bama", "updated cori"], "{report}");
    let persons = person::Entity::find().all(app.app().db.read()).await.expect("the persons are read");
    let of = |id| {
        persons
            .iter()
            .find(|person| person.id == id)
            .map(|row| (row.name.as_str(), row.extension.as_deref(), &row.groups))
            .expect("a person")
    };
    assert_eq!(of(by_email.id), ("Bàma", Some("3001"), &serde_json::json!(["kept"])));
    assert_eq!(of(by_extension.id).0, "Someone", "a name made of a nickname replaces none");
    assert_eq!(persons.len(), 2);
}

on_both!(an_extension_that_is_anothers_is_left_to_them);
async fn an_extension_that_is_anothers_is_left_to_them(app: TestApp) {
    app.managed_queue("support").await;
    let files =
        Files::new("extension", &[("persons.yaml", "extensions: {bama: 3001, cori: 3001}\nemails: {bama: b@x.org, cori: c@x.org}\n")]);

    let first = imported(&app, &files.0, Options::default()).await;

    assert_eq!(verdicts(&first), ["created bama", "created cori"], "{first}");
    assert_eq!(first.rows[1].warnings, ["its extension is that of Bama, and left out"]);
    let again = imported(&app, &files.0, Options::default()).await;
    assert_eq!(verdicts(&again), ["unchanged bama", "unchanged cori"], "{again}");
}

on_both!(a_week_that_changed_in_the_files_is_brought_up_to_date_unless_it_was_changed_here);
async fn a_week_that_changed_in_the_files_is_brought_up_to_date_unless_it_was_changed_here(app: TestApp) {
    app.managed_queue("support").await;
    let week = "graelles/graella-2026-11-23.yaml";
    let files = Files::new("changed", &[("persons.yaml", PERSONS), (week, WEEK)]);
    imported(&app, &files.0, Options::default()).await;
    let db = app.app().db.read();

    files.write(week, &WEEK.replace("[bama, ningu]", "[cori, ningu]"));
    let updated = imported(&app, &files.0, Options::default()).await;

    assert_eq!(verdicts(&updated).last().map(String::as_str), Some("updated week 2026-11-23"), "{updated}");
    assert_eq!(cells(&app, &app).await[0], "23 08:00 1 Cori");
    let revised = turn::Entity::find().filter(turn::Column::Sequence.eq(1)).count(db).await.expect("a count");
    assert_eq!(revised, 1, "only what changed has a new revision");

    let tx = app.app().db.begin().await.expect("a transaction");
    let entries = timetable_entry::Entity::update_many().col_expr(timetable_entry::Column::What, Expr::value(TimetableAction::Reassigned));
    entries.filter(timetable_entry::Column::Version.eq(2)).exec(&*tx).await.expect("an entry is written");
    tx.commit().await.expect("an edit is kept");
    files.write(week, WEEK);
    let refused = imported(&app, &files.0, Options::default()).await;

    assert_eq!(verdicts(&refused).last().map(String::as_str), Some("refused week 2026-11-23"), "{refused}");
    assert_eq!(cells(&app, &app).await[0], "23 08:00 1 Cori");
}

on_both!(weeks_that_were_put_away_come_archived_and_their_strangers_take_no_part);
async fn weeks_that_were_put_away_come_archived_and_their_strangers_take_no_part(app: TestApp) {
    app.managed_queue("support").await;
    let files = Files::new(
        "old",
        &[("persons.yaml", PERSONS), ("graelles/old/graella-2025-11-24.yaml", &WEEK.replace("2026-11-23", "2025-11-24"))],
    );

    imported(&app, &files.0, Options::default()).await;

    let db = app.app().db.read();
    let row = timetable::Entity::find().one(db).await.expect("a look").expect("a timetable");
    let dulo = person::Entity::find().filter(person::Column::Name.eq("Dulo")).one(db).await.expect("a look").expect("a person");
    assert_eq!((row.status, row.archived_at), (TimetableStatus::Archived, Some(app.now())));
    assert!(!dulo.active);
}

on_both!(what_is_not_there_is_told_before_anything_is_read);
async fn what_is_not_there_is_told_before_anything_is_read(app: TestApp) {
    app.managed_queue("support").await;
    let (files, empty) = (Files::new("there", &[("persons.yaml", PERSONS)]), Files::new("empty", &[("readme.txt", "x")]));
    let wrong = async |folder: &Path, account: &str, queue: &str| {
        let outcome = import::tomatic(app.app(), folder, account, queue, Options::default()).await;
        outcome.expect_err("it cannot be").to_string()
    };

    assert_eq!(wrong(&files.0, "Nobody", "support").await, "there is no account `Nobody`");
    assert_eq!(wrong(&files.0, "Som", "sales").await, "the account has no queue `sales`");
    assert!(wrong(&empty.0, "Som", "support").await.contains("holds no file of a tomatic installation"));
    assert!(wrong(&files.0.join("nowhere"), "Som", "support").await.contains("cannot be read"));
}
