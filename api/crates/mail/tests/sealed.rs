//! TLS from the beginning and after STARTTLS: who is trusted, who is not, and that nothing is said in clear where it must not be.
//! What a server may do with letters is tried by the acceptance tests.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::DateTime;
use mail::{Failure, Letter, Login, Mailer, Security, Settings, Smtp};
use rcgen::{CertificateParams, CertifiedIssuer, KeyPair};
use rustls::{ServerConfig, pki_types::PrivateKeyDer};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

/// A mail server for one connection, and what it heard before and behind the seal.
struct Server {
    port: u16,
    clear: Arc<Mutex<Vec<String>>>,
    sealed: Arc<Mutex<Vec<String>>>,
}

/// How the server seals.
#[derive(Clone, Copy, PartialEq)]
enum Seals {
    Never,
    AfterStarttls,
    AtOnce,
}

impl Server {
    async fn start(seals: Seals, acceptor: TlsAcceptor) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (clear, sealed) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<Mutex<Vec<String>>>::default());
        let (in_clear, behind) = (Arc::clone(&clear), Arc::clone(&sealed));
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            if seals == Seals::AtOnce {
                if let Ok(stream) = acceptor.accept(stream).await {
                    talk(stream, "", true, &behind).await;
                }
                return;
            }
            let offer = if seals == Seals::AfterStarttls { "250-STARTTLS\r\n" } else { "" };
            let stream = talk(stream, offer, true, &in_clear).await;
            if let Ok(stream) = acceptor.accept(stream).await {
                talk(stream, "", false, &behind).await;
            }
        });
        Self { port, clear, sealed }
    }

    /// What it heard in clear, and behind the seal: the first words.
    fn heard(&self) -> (Vec<String>, Vec<String>) {
        let words = |heard: &Mutex<Vec<String>>| {
            let heard = heard.lock().unwrap();
            heard.iter().map(|line| line.split([' ', ':']).next().unwrap_or_default().to_owned()).collect()
        };
        (words(&self.clear), words(&self.sealed))
    }
}

/// Takes everything, until the end or STARTTLS.
async fn talk<S: AsyncRead + AsyncWrite + Unpin>(stream: S, offer: &str, greets: bool, heard: &Mutex<Vec<String>>) -> S {
    let mut stream = BufReader::new(stream);
    if greets && stream.write_all(b"220 here\r\n").await.is_err() {
        return stream.into_inner();
    }
    let mut letter = false;
    loop {
        let mut line = String::new();
        if !stream.read_line(&mut line).await.is_ok_and(|read| read > 0) {
            return stream.into_inner();
        }
        let line = line.trim_end();
        if letter && line != "." {
            continue;
        }
        let answer = match line.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" => format!("250-here\r\n{offer}250 AUTH PLAIN"),
            "AUTH" => "235 welcome".to_owned(),
            "DATA" => "354 go on".to_owned(),
            "QUIT" => "221 bye".to_owned(),
            _ => "250 ok".to_owned(),
        };
        letter = line == "DATA";
        heard.lock().unwrap().push(line.to_owned());
        let answered = stream.write_all(format!("{answer}\r\n").as_bytes()).await;
        let _flushed = stream.flush().await;
        if answered.is_err() || line == "STARTTLS" {
            return stream.into_inner();
        }
    }
}

/// An authority, and a server's certificate of it for `name`.
fn certified(name: &str) -> (String, TlsAcceptor) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key).unwrap();
    (authority.pem(), TlsAcceptor::from(Arc::new(config)))
}

fn mailer(server: &Server, security: Security, authority: Option<&str>) -> Smtp {
    let settings = Settings {
        host: "localhost".to_owned(),
        port: server.port,
        security,
        authorities: authority.map(|pem| pem.as_bytes().to_vec()),
        login: Some(Login { user: "we".to_owned(), password: "secret".to_owned() }),
        sender: "switchboard@example.org".parse().unwrap(),
        patience: Duration::from_secs(30),
    };
    Smtp::new(settings).unwrap()
}

fn letter() -> Letter {
    Letter {
        reference: "msg_1".to_owned(),
        to: "ana@example.org".to_owned(),
        subject: "support".to_owned(),
        body: "Your turn.\n".to_owned(),
        written_at: DateTime::UNIX_EPOCH,
    }
}

const WHOLE: [&str; 7] = ["EHLO", "AUTH", "MAIL", "RCPT", "DATA", ".", "QUIT"];

#[tokio::test]
async fn after_starttls_all_but_the_greeting_is_sealed() {
    let (authority, acceptor) = certified("localhost");
    let server = Server::start(Seals::AfterStarttls, acceptor).await;

    let said = mailer(&server, Security::Starttls, Some(&authority)).send(&letter()).await;

    assert_eq!(said.as_deref(), Ok("250 ok"));
    let expected = (["EHLO", "STARTTLS"].map(str::to_owned).to_vec(), WHOLE.map(str::to_owned).to_vec());
    assert_eq!(server.heard(), expected);
}

#[tokio::test]
async fn with_tls_all_is_sealed() {
    let (authority, acceptor) = certified("localhost");
    let server = Server::start(Seals::AtOnce, acceptor).await;

    let said = mailer(&server, Security::Tls, Some(&authority)).send(&letter()).await;

    assert_eq!(said.as_deref(), Ok("250 ok"));
    assert_eq!(server.heard(), (Vec::new(), WHOLE.map(str::to_owned).to_vec()));
}

#[tokio::test]
async fn nothing_is_said_to_who_cannot_seal_or_is_not_trusted_or_is_another() {
    let (_, untrusted) = certified("localhost");
    let (other, elsewhere) = certified("elsewhere.example.org");
    let (_, unused) = certified("localhost");
    for (seals, acceptor, authority, words) in [
        (Seals::Never, unused, None, 1),
        (Seals::AfterStarttls, untrusted, None, 2),
        (Seals::AfterStarttls, elsewhere, Some(other.as_str()), 2),
    ] {
        let server = Server::start(seals, acceptor).await;

        let said = mailer(&server, Security::Starttls, authority).send(&letter()).await;

        assert!(matches!(said, Err(Failure::Unreachable { code: None, .. })), "{said:?}");
        let (clear, sealed) = server.heard();
        assert!(clear.len() >= words && clear.iter().all(|word| ["EHLO", "STARTTLS", "QUIT"].contains(&word.as_str())), "{clear:?}");
        assert_eq!(sealed, Vec::<String>::new());
    }
}

#[test]
fn certificates_that_are_none_are_refused_at_the_start() {
    let settings = Settings {
        host: "localhost".to_owned(),
        port: 465,
        security: Security::Tls,
        authorities: Some(b"no certificate".to_vec()),
        login: None,
        sender: "switchboard@example.org".parse().unwrap(),
        patience: Duration::from_secs(1),
    };

    assert!(Smtp::new(settings).is_err());
}
