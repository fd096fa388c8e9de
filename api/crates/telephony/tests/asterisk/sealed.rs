//! TLS: who is trusted, and who is not.

use std::sync::Arc;

use rcgen::{CertificateParams, CertifiedIssuer, Issuer, KeyPair};
use rustls::{ServerConfig, pki_types::PrivateKeyDer};
use telephony::asterisk::{Asterisk, Config, ConfigError, Tls};
use tokio_rustls::TlsAcceptor;

use crate::{config, fake::Fake, hearer::Hearer};

fn acceptor(certificate: &rcgen::Certificate, key: &KeyPair) -> TlsAcceptor {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    TlsAcceptor::from(Arc::new(config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key).unwrap()))
}

fn own(name: &str) -> (rcgen::Certificate, KeyPair) {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().self_signed(&key).unwrap();
    (certificate, key)
}

fn trusting(fake: &Fake, pem: &str) -> Config {
    let tls = Tls { trusted: pem.to_owned(), server_name: None };
    Config { tls: Some(tls), ..config(fake.address) }
}

#[tokio::test]
async fn a_certificate_that_is_itself_trusted_is_accepted_whatever_its_name() {
    let (certificate, key) = own("some-old-host-name");
    let fake = Fake::sealed(acceptor(&certificate, &key)).await;
    fake.members(&["6001"]);

    let hearer = Hearer::live(trusting(&fake, &certificate.pem())).await;

    assert_eq!(hearer.stop().await.len(), 1);
}

#[tokio::test]
async fn another_certificate_of_the_same_name_is_not_accepted() {
    let (certificate, key) = own("127.0.0.1");
    let fake = Fake::sealed(acceptor(&certificate, &key)).await;

    let mut hearer = Hearer::start(trusting(&fake, &own("127.0.0.1").0.pem()), 100);

    let (_, reason, _) = hearer.down().await;
    assert_eq!(reason.code(), "UNREACHABLE");
    assert!(fake.received("Login").is_empty());
}

#[tokio::test]
async fn a_certificate_that_a_trusted_authority_signed_must_bear_the_name() {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let trusted = authority.pem();
    let signed = |name: &str, issuer: &Issuer<'_, KeyPair>| {
        let key = KeyPair::generate().unwrap();
        (CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, issuer).unwrap(), key)
    };

    let (right, key) = signed("127.0.0.1", &authority);
    let fake = Fake::sealed(acceptor(&right, &key)).await;
    Hearer::live(trusting(&fake, &trusted)).await;

    let (wrong, key) = signed("elsewhere.example.org", &authority);
    let fake = Fake::sealed(acceptor(&wrong, &key)).await;
    let mut hearer = Hearer::start(trusting(&fake, &trusted), 100);
    assert_eq!(hearer.down().await.1.code(), "UNREACHABLE");
}

#[test]
fn certificates_that_are_none_are_refused_at_the_start() {
    let tls = |trusted: &str| Config { tls: Some(Tls { trusted: trusted.to_owned(), server_name: None }), ..config("localhost:5039") };

    for trusted in ["", "no certificate", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"] {
        assert!(matches!(Asterisk::new(tls(trusted)), Err(ConfigError::Certificates(_))), "{trusted:?}");
    }
}
