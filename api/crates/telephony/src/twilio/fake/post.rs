//! Callbacks: signed, and posted as unreliably as asked.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use rand::{SeedableRng as _, rngs::StdRng, seq::SliceRandom as _};
use reqwest::header::CONTENT_TYPE;
use tokio::sync::mpsc;

use super::steer::{Config, Delivery};
use crate::twilio::{
    callback::{IDEMPOTENCY, SIGNATURE, sign},
    config::Secret,
};

/// How often a callback is tried that nobody takes.
const TRIES: usize = 2;

/// Something to be posted.
#[derive(Clone, Debug)]
pub(super) struct Post {
    pub(super) url: String,
    pub(super) form: Vec<(String, String)>,
}

impl Post {
    pub(super) fn new(url: &str, form: &[(&str, &str)]) -> Self {
        Self { url: url.to_owned(), form: form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect() }
    }

    /// What is the same in each repetition, and in nothing else.
    fn token(&self) -> String {
        let said = |name: &str| self.form.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
        let (key, status) =
            (format!("{}{}", said("CallSid"), said("MessageSid")), format!("{}{}", said("CallStatus"), said("MessageStatus")));
        format!("{key}-{status}-{}{}", said("SequenceNumber"), said("AnsweredBy"))
    }
}

/// Where the callbacks of one call or message are handed in, in order.
#[derive(Clone)]
pub(super) struct Line(mpsc::UnboundedSender<Post>);

impl Line {
    pub(super) fn post(&self, post: Post) {
        // The line's task ends with the fake.
        drop(self.0.send(post));
    }
}

/// Who posts.
#[derive(Clone)]
pub(super) struct Poster {
    http: reqwest::Client,
    token: Secret,
    taken: Arc<AtomicUsize>,
}

impl Poster {
    pub(super) fn new(config: &Config) -> io::Result<Self> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let tls = tls.map_err(io::Error::other)?.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
        // Callbacks go to tests on the same machine: no proxy, no TLS.
        let http = reqwest::Client::builder().no_proxy().http1_only().tls_backend_preconfigured(tls).build().map_err(io::Error::other)?;
        let token = Secret::new(config.tokens.first().map_or("", String::as_str));
        Ok(Self { http, token, taken: Arc::new(AtomicUsize::new(0)) })
    }

    pub(super) fn taken(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }

    /// A line of its own for what belongs together.
    pub(super) fn line(&self, delivery: &Delivery, seed: u64) -> Line {
        let (sender, mut posts) = mpsc::unbounded_channel::<Post>();
        let (poster, times, shuffled) = (self.clone(), delivery.times, delivery.shuffled);
        if times == 0 {
            return Line(sender);
        }
        tokio::spawn(async move {
            if shuffled {
                let mut all = Vec::new();
                while let Some(post) = posts.recv().await {
                    all.extend(std::iter::repeat_n(post, usize::try_from(times).unwrap_or(1)));
                }
                all.shuffle(&mut StdRng::seed_from_u64(seed));
                poster.each(all).await;
            } else {
                while let Some(post) = posts.recv().await {
                    poster.each(std::iter::repeat_n(post, usize::try_from(times).unwrap_or(1)).collect()).await;
                }
            }
        });
        Line(sender)
    }

    pub(super) fn post_all(&self, posts: Vec<Post>) {
        let poster = self.clone();
        tokio::spawn(async move { poster.each(posts).await });
    }

    async fn each(&self, posts: Vec<Post>) {
        for post in posts {
            for _ in 0..TRIES {
                if self.once(&post).await {
                    self.taken.fetch_add(1, Ordering::Relaxed);
                    break;
                }
            }
        }
    }

    /// What is answered to it; asked again where nobody could be reached.
    pub(super) async fn ask(&self, post: &Post) -> Result<String, String> {
        let mut left = TRIES;
        loop {
            left -= 1;
            match self.send(post).await {
                Ok(answer) if answer.status().is_success() => return answer.text().await.map_err(|error| error.to_string()),
                Ok(answer) => return Err(format!("answered {}", answer.status())),
                Err(error) if left > 0 && error.is_connect() => {}
                Err(error) => return Err(error.to_string()),
            }
        }
    }

    /// Whether it was taken.
    async fn once(&self, post: &Post) -> bool {
        self.send(post).await.is_ok_and(|answer| answer.status().is_success())
    }

    async fn send(&self, post: &Post) -> Result<reqwest::Response, reqwest::Error> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&post.form).finish();
        let request = self.http.post(&post.url).header(CONTENT_TYPE, "application/x-www-form-urlencoded; charset=UTF-8");
        let request = request.header(SIGNATURE, sign(&post.url, body.as_bytes(), &self.token)).header(IDEMPOTENCY, post.token());
        request.body(body).send().await
    }
}
