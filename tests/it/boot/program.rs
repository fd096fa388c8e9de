//! The binary itself, as a process of its own, with a folder of its own.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{ExitStatus, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines},
    net::TcpStream,
    process::{Child, ChildStdout, Command},
    time::timeout,
};

/// For whatever is expected to happen.
pub(crate) const LIMIT: Duration = Duration::from_secs(30);

/// A folder in which the program runs; gone at the end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("switchboard-boot-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    /// The program with these arguments, here, with a secret and no other settings but those of a `switchboard.toml`.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let test = std::env::current_exe().unwrap();
        let program = test.ancestors().nth(2).unwrap().join("switchboard");
        assert!(program.is_file(), "{} is not there: build it first, by `cargo build -p switchboard`", program.display());
        let mut command = Command::new(program);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SWITCHBOARD_")) {
            command.env_remove(name);
        }
        command.args(arguments).current_dir(&self.0).env("TMPDIR", &self.0).env("SWITCHBOARD_AUTH__SECRET", "s".repeat(32));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command
    }

    /// Runs it to its end.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Ended {
        self.end(&mut self.command(arguments)).await
    }

    pub(crate) async fn end(&self, command: &mut Command) -> Ended {
        Ended(timeout(LIMIT, command.output()).await.unwrap().unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

/// A command that ended.
pub(crate) struct Ended(Output);

impl Ended {
    pub(crate) fn code(&self) -> i32 {
        self.0.status.code().unwrap()
    }

    pub(crate) fn out(&self) -> &str {
        std::str::from_utf8(&self.0.stdout).unwrap()
    }

    pub(crate) fn err(&self) -> &str {
        std::str::from_utf8(&self.0.stderr).unwrap()
    }
}

/// A demo that serves.
pub(crate) struct Demo {
    child: Child,
    _out: Lines<BufReader<ChildStdout>>,
    address: String,
    key: String,
}

impl Demo {
    /// Started with its data in `data`, or in a place of its own; it has said what to do with it.
    pub(crate) async fn start(folder: &Folder, data: Option<&str>) -> Self {
        let mut arguments = vec!["demo", "--listen", "127.0.0.1:0"];
        arguments.extend(data.iter().flat_map(|data| ["--data", data]));
        let mut command = folder.command(&arguments);
        let mut child = command.stderr(Stdio::inherit()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
        let (address, key) = timeout(LIMIT, greeting(&mut out)).await.unwrap();
        Self { child, _out: out, address, key }
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// What a GraphQL document answers to the demo's own API key.
    pub(crate) async fn ask(&self, document: &str) -> Value {
        let body = json!({ "query": document }).to_string();
        let head = format!(
            "POST /graphql HTTP/1.1\r\nHost: demo\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Authorization: Bearer {}\r\nContent-Length: {}\r\n\r\n",
            self.key,
            body.len(),
        );
        let answer = self.request(&(head + &body)).await;
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body).unwrap()
    }

    /// The whole answer to a whole HTTP request.
    pub(crate) async fn request(&self, text: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        let mut answer = String::new();
        timeout(LIMIT, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
        answer
    }

    /// Sends a signal, e.g. `TERM`.
    pub(crate) async fn signal(&self, name: &str) {
        let id = self.child.id().unwrap().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &id]).status().await.unwrap();
        assert!(sent.success());
    }

    pub(crate) async fn ended(&mut self) -> ExitStatus {
        timeout(LIMIT, self.child.wait()).await.unwrap().unwrap()
    }
}

/// Reads what the demo says of itself, to its last line: where it is, and a key for it.
async fn greeting(out: &mut Lines<BufReader<ChildStdout>>) -> (String, String) {
    let (mut address, mut key) = (None, None);
    loop {
        let line = out.next_line().await.unwrap().expect("the demo ended before it said where it is");
        address = address.or_else(|| between(&line, "wallboard   http://", "/"));
        key = key.or_else(|| between(&line, "Bearer ", "'"));
        if line.starts_with("Ctrl-C") {
            return (address.unwrap(), key.unwrap());
        }
    }
}

fn between(line: &str, before: &str, after: &str) -> Option<String> {
    let (_, rest) = line.split_once(before)?;
    Some(rest.split_once(after)?.0.to_owned())
}
