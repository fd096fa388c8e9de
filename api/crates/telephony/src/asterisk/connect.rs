//! The socket: TCP, TLS over it where configured, and Asterisk's greeting.

use std::{io, sync::Arc};

use rustls::{
    ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::CryptoProvider,
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadHalf, WriteHalf},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;
use tokio_stream::StreamExt as _;
use tokio_util::codec::FramedRead;

use super::{
    codec::{AmiCodec, Frame},
    config::{Config, ConfigError, Tls},
};
use crate::port::DownReason;

/// What Asterisk says first, before the version.
const GREETING: &str = "Asterisk Call Manager/";

/// Either kind of socket.
pub(super) trait Socket: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Socket for T {}

/// A connection on which the greeting was read.
pub(super) struct Connection {
    pub(super) frames: FramedRead<ReadHalf<Box<dyn Socket>>, AmiCodec>,
    pub(super) output: WriteHalf<Box<dyn Socket>>,
}

/// Connects and reads the greeting.
pub(super) async fn connect(config: &Config, tls: Option<&TlsConnector>) -> Result<Connection, DownReason> {
    let limit = config.limits.connect;
    let made = async {
        let socket = open(config, tls).await.map_err(|error| DownReason::Unreachable(error.to_string()))?;
        let (input, output) = tokio::io::split(socket);
        let mut frames = FramedRead::new(input, AmiCodec::default());
        greeted(&mut frames).await?;
        Ok(Connection { frames, output })
    };
    timeout(limit, made).await.unwrap_or_else(|_| Err(DownReason::Unreachable(format!("no greeting within {limit:?}"))))
}

async fn open(config: &Config, tls: Option<&TlsConnector>) -> io::Result<Box<dyn Socket>> {
    let tcp = TcpStream::connect(&config.address).await?;
    tcp.set_nodelay(true)?;
    let (Some(connector), Some(tls)) = (tls, &config.tls) else {
        return Ok(Box::new(tcp));
    };
    let name = tls.server_name.as_deref().unwrap_or_else(|| config.host());
    let name = ServerName::try_from(name.to_owned()).map_err(io::Error::other)?;
    Ok(Box::new(connector.connect(name, tcp).await?))
}

async fn greeted<R: AsyncRead + Unpin>(frames: &mut FramedRead<R, AmiCodec>) -> Result<(), DownReason> {
    match frames.next().await {
        Some(Ok(Frame::Greeting(greeting))) if greeting.starts_with(GREETING) => {
            tracing::debug!(link.greeting = greeting, "asterisk: connected to {greeting}");
            Ok(())
        }
        Some(Ok(_)) => Err(DownReason::Protocol("whoever answers is no Asterisk manager interface".to_owned())),
        Some(Err(error)) => Err(DownReason::Unreachable(error.to_string())),
        None => Err(DownReason::Unreachable("the connection was closed before any greeting".to_owned())),
    }
}

/// What makes TLS of TCP, by the certificates to trust.
pub(super) fn connector(tls: &Tls) -> Result<TlsConnector, ConfigError> {
    client_config(tls).map(|config| TlsConnector::from(Arc::new(config)))
}

/// How TLS is spoken, by the certificates to trust.
pub(super) fn client_config(tls: &Tls) -> Result<ClientConfig, ConfigError> {
    let wrong = |error: &dyn std::fmt::Display| ConfigError::Certificates(error.to_string());
    let trusted: Vec<_> = rustls_pemfile::certs(&mut tls.trusted.as_bytes()).collect::<Result<_, _>>().map_err(|error| wrong(&error))?;
    if trusted.is_empty() {
        return Err(wrong(&"there is none"));
    }
    let mut roots = RootCertStore::empty();
    // What is no authority's certificate can still be the other side's own.
    roots.add_parsable_certificates(trusted.iter().cloned());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let by_authority = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone()).build();
    let verifier = Trusted { own: trusted, by_authority: by_authority.map_err(|error| wrong(&error))?, provider: provider.clone() };
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.map_err(|error| wrong(&error))?.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
    Ok(config.with_no_client_auth())
}

/// Accepts a certificate that is itself among the trusted ones, or that one of them signed for the right name.
///
/// Asterisk's own script makes certificates for host names nobody uses, and many are self-signed: pinning suits both.
#[derive(Debug)]
struct Trusted {
    own: Vec<CertificateDer<'static>>,
    by_authority: Arc<WebPkiServerVerifier>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Trusted {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if self.own.iter().any(|own| own == end_entity) {
            return Ok(ServerCertVerified::assertion());
        }
        self.by_authority.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
