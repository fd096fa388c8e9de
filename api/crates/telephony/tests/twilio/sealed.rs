//! Requests by TLS: to whom the certificate says it is, and to nobody else.

use std::sync::Arc;

use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
};
use telephony::{outgoing::OrderError, port::Provider as _, twilio::Twilio};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::world::{World, order};

/// A door with TLS before the fake; its address, and its certificate in PEM.
async fn door(world: &World) -> (String, String) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![CertificateDer::from(made.cert.der().to_vec())], key).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let behind = world.fake.url().trim_start_matches("http://").to_owned();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let (acceptor, behind) = (acceptor.clone(), behind.clone());
            tokio::spawn(async move {
                let Ok(mut sealed) = acceptor.accept(socket).await else { return };
                let mut plain = TcpStream::connect(behind).await.unwrap();
                drop(tokio::io::copy_bidirectional(&mut sealed, &mut plain).await);
            });
        }
    });
    (address, made.cert.pem())
}

/// Our side, which goes through that door and trusts that certificate.
fn through(world: &World, address: &str, trusted: &str) -> Twilio {
    let mut config = world.config.clone();
    config.base_url = address.to_owned();
    config.trusted = Some(trusted.to_owned());
    Twilio::new(config).unwrap()
}

#[tokio::test]
async fn an_order_goes_to_whom_the_certificate_says() {
    let world = World::new().await;
    let (address, certificate) = door(&world).await;

    let outcome = through(&world, &address, &certificate).place(&order("att_1")).await;

    assert!(outcome.is_ok(), "{outcome:?}");
    assert_eq!(world.fake.placed(), 1);
}

#[tokio::test]
async fn nobody_else_gets_an_order_or_the_token() {
    let world = World::new().await;
    let ((address, _), (_, another)) = (door(&world).await, door(&world).await);

    let outcome = through(&world, &address, &another).place(&order("att_1")).await;

    assert!(matches!(outcome, Err(OrderError::NotSent(_))), "{outcome:?}");
    assert_eq!(world.fake.orders(), 0);
}
