//! What is read from files and variables, and what is told of what is wrong in them.

use std::{fs, path::PathBuf};

use figment::{error::Kind, value::Dict};
use serde::de::DeserializeOwned;

use super::*;

/// A file that is gone at the end of the test.
struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("switchboard-config-{}-{name}", std::process::id()));
        fs::write(&path, text).unwrap();
        Self(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        fs::remove_file(&self.0).unwrap();
    }
}

fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn faults(result: Result<Config, Faults>) -> Vec<String> {
    result.map(|config| panic!("no faults in {config:?}")).unwrap_or_else(|faults| faults.0)
}

#[test]
fn the_reference_says_what_is_so_anyway() {
    let file = File::new("reference.toml", REFERENCE);

    let config = Config::load(Some(&file.0), []).unwrap();

    assert_eq!(format!("{config:#?}"), format!("{:#?}", Config::default()));
}

#[test]
fn the_reference_names_every_setting() {
    fn settings<T: DeserializeOwned>() -> &'static [&'static str] {
        let wrong = Figment::from(figment::providers::Serialized::default("?", 0));
        match wrong.extract::<T>().map(|_| ()).unwrap_err().kind {
            Kind::UnknownField(_, known) => known,
            other => panic!("{other:?}"),
        }
    }
    let sections = [
        settings::<database::Database>(),
        settings::<server::Server>(),
        settings::<auth::Auth>(),
        settings::<limits::Limits>(),
        settings::<live::Live>(),
        settings::<dialling::Dialling>(),
        settings::<retention::Retention>(),
        settings::<mail::Mail>(),
        settings::<webhooks::Webhooks>(),
        settings::<log::Log>(),
        settings::<provider::Asterisk>(),
        settings::<provider::Simulator>(),
        settings::<provider::Twilio>(),
    ];

    for name in sections.concat().into_iter().filter(|name| *name != "secret" || !REFERENCE.contains("#secret = ")) {
        // Its example is the one with a file: both cannot be given.
        let beside = name == "ari_secret" && REFERENCE.contains("(or ari_secret, ");
        let told = beside || REFERENCE.lines().any(|line| line.trim_start_matches('#').starts_with(&format!("{name} = ")));
        assert!(told, "`{name}` is missing from reference.toml");
    }
}

#[test]
fn calls_are_kept_no_shorter_than_the_history_that_names_them() {
    let table = [("400", "30", true), ("0", "0", false), ("400", "0", false), ("30", "30", false)];

    for (history, calls, wrong) in table {
        let set = variables(&[("SWITCHBOARD_RETENTION__QUEUE_HISTORY_DAYS", history), ("SWITCHBOARD_RETENTION__CALLS_DAYS", calls)]);

        let told = Config::read(None, set).1.iter().any(|fault| fault.contains("retention.calls_days"));

        assert_eq!(told, wrong, "history {history}, calls {calls}");
    }
}

#[test]
fn the_examples_of_the_reference_can_be_read() {
    let examples: String = REFERENCE
        .lines()
        .filter_map(|line| line.strip_prefix('#'))
        .filter(|line| !line.is_empty() && !line.starts_with(' '))
        .fold(String::new(), |text, line| {
            // The settings of the sections come before the first table of providers.
            if text.contains("[[provider]]") || line == "[[provider]]" { text + line + "\n" } else { text }
        });
    let file = File::new("examples.toml", &examples);

    let read: Dict = Figment::from(Toml::file_exact(&file.0)).extract().unwrap();
    let mut faults = faults(Config::load(Some(&file.0), []));

    assert_eq!(read.len(), 1);
    faults.retain(|fault| !fault.contains("No such file"));
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn every_fault_is_told_at_once_with_the_place_it_came_from() {
    let file = File::new(
        "faulty.toml",
        r#"
        [limits]
        depth = "deep"
        depht = 3
        batch = 0
        [log]
        format = "xml"
        [serve]
        listen = "127.0.0.1:1"
        [server]
        listen = "everywhere"
        allowed_origins = ["https://desk.example.org/", "*"]
        [[provider]]
        name = "pbx"
        kind = "asterisk"
        country = "XX"
        port = 5038
        [[provider]]
        name = "pbx"
        kind = "cisco"
        "#,
    );
    let path = file.0.display();

    let faults = faults(Config::load(Some(&file.0), variables(&[("SWITCHBOARD_LIVE__KEEP_HOURS", "some")])));

    for expected in [
        format!("limits.depth ({path}) is string \"deep\"; it must be u32"),
        format!("limits.depht ({path}) is no setting; there are body_bytes"),
        "limits.batch is 0; it must be 1 or more".to_owned(),
        format!("log.format ({path}) is `xml`; it must be one of text, json"),
        format!("serve ({path}) is no section; there are database"),
        format!("server.listen ({path})"),
        "allowed_origins has `*`".to_owned(),
        "allowed_origins has `https://desk.example.org/`".to_owned(),
        "live.keep_hours (SWITCHBOARD_LIVE__KEEP_HOURS) is string \"some\"; it must be u32".to_owned(),
        "country is `XX`".to_owned(),
        format!("provider.port ({path}) is no setting"),
        "provider `pbx`: give address".to_owned(),
        "provider `pbx`: give secret_file".to_owned(),
        "provider `pbx`: kind must be".to_owned(),
    ] {
        assert!(faults.iter().any(|fault| fault.contains(&expected)), "{expected:?} is missing from {faults:#?}");
    }
}

#[test]
fn a_variable_goes_before_the_file_and_reads_as_what_is_wanted() {
    let file = File::new("file.toml", "[limits]\ndepth = 5\naliases = 6\n[server]\nlisten = \"127.0.0.1:1\"\n");

    let config = Config::load(
        Some(&file.0),
        variables(&[
            ("SWITCHBOARD_LIMITS__DEPTH", "7"),
            ("SWITCHBOARD_LIMITS__INTROSPECTION", "false"),
            ("SWITCHBOARD_SERVER__LISTEN", "[::1]:2"),
            ("SWITCHBOARD_SERVER__ALLOWED_ORIGINS", "https://a.example, https://b.example:8443"),
            ("SWITCHBOARD_LOG__FORMAT", "json"),
            ("SWITCHBOARD_AUTH__SECRET", "01234567890123456789012345678901234567"),
            ("SWITCHBOARD_URL", "http://127.0.0.1:8080"),
            ("SWITCHBOARD_LAB_AMI", "127.0.0.1:26038"),
            ("PATH", "/bin"),
        ]),
    )
    .unwrap();

    assert_eq!((config.limits.depth, config.limits.aliases, config.limits.introspection), (7, 6, false));
    assert_eq!(config.server.listen.to_string(), "[::1]:2");
    assert_eq!(config.server.allowed_origins, ["https://a.example", "https://b.example:8443"]);
    assert_eq!(config.log.format, log::Format::Json);
    // Not taken for a number: it would have lost its first digit.
    assert_eq!(config.auth.secret.unwrap().reveal(), "01234567890123456789012345678901234567");
}

#[test]
fn no_fault_shows_a_secret() {
    let file = File::new("secrets.toml", "[auth]\nsecret = 123456789\n[database]\nurl = [\"postgres://u:hush@h/d\"]\n");

    let faults = faults(Config::load(Some(&file.0), variables(&[("SWITCHBOARD_DATABASE__URL", "mysql://u:hush@h/d")])));

    let text = faults.join("\n");
    assert!(text.contains("auth.secret") && text.contains("database.url"), "{text}");
    assert!(!text.contains("hush") && !text.contains("123456789"), "{text}");
}

#[test]
fn a_file_that_is_not_there_or_no_toml_is_told() {
    let file = File::new("broken.toml", "[limits\n");

    assert!(faults(Config::load(Some(&PathBuf::from("/no/such.toml")), []))[0].contains("no such file"));
    assert!(faults(Config::load(Some(&file.0), []))[0].contains("expected"), "what TOML expected");
}

#[test]
fn a_twilio_needs_an_account_a_token_and_an_address_to_be_reached_at() {
    let token = File::new("twilio-token", "hush\n");
    let whole = format!(
        "[[provider]]\nname = \"outside\"\nkind = \"twilio\"\naccount_sid = \"AC1\"\nauth_token_file = {:?}\npublic_url = \"https://a.example\"\n",
        token.0.display().to_string()
    );
    let bare = "[[provider]]\nname = \"outside\"\nkind = \"twilio\"\nfrom = \"nobody\"\nanswer_seconds = 0\n";
    let (whole, bare) = (File::new("twilio-whole.toml", &whole), File::new("twilio-bare.toml", bare));

    let read = Config::read(Some(&whole.0), []);
    let told = Config::read(Some(&bare.0), []).1.join("\n");

    assert!(!read.1.iter().any(|fault| fault.contains("outside")), "{:?}", read.1);
    assert!(!format!("{:?}", read.0).contains("hush"));
    for setting in ["account_sid", "auth_token_file", "public_url", "from is `nobody`", "answer_seconds is 0"] {
        assert!(told.contains(setting), "{setting} is not in {told}");
    }
}
