//! Which media type a response goes out as, and whether a request's body can be read (GraphQL over HTTP, "Media Types").

use axum::http::{HeaderMap, HeaderValue, header};

/// A media type of responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Media {
    /// `application/graphql-response+json`: the status says how it went.
    GraphqlResponse,
    /// `application/json`: 200 for every well-formed request, for clients of old.
    Json,
}

impl Media {
    pub(crate) const fn content_type(self) -> HeaderValue {
        match self {
            Self::GraphqlResponse => HeaderValue::from_static("application/graphql-response+json; charset=utf-8"),
            Self::Json => HeaderValue::from_static("application/json; charset=utf-8"),
        }
    }

    const fn essence(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json",
            Self::Json => "application/json",
        }
    }

    /// The best type that `Accept` allows, `None` if it allows neither.
    ///
    /// Without `Accept`: `application/graphql-response+json`, as the specification has it since 2025-01-01. By a wildcard:
    /// `application/json`, which whoever did not name a type can surely read. At equal weight the first named wins.
    pub(crate) fn negotiate(headers: &HeaderMap) -> Option<Self> {
        let mut ranges = ranges(headers).peekable();
        if ranges.peek().is_none() {
            return Some(Self::GraphqlResponse);
        }
        let ranges: Vec<_> = ranges.collect();
        let best = [Self::GraphqlResponse, Self::Json]
            .into_iter()
            .filter_map(|media| media.weight(&ranges).map(|(weight, place)| (weight, place, media)))
            .max_by(|(a, place_a, _), (b, place_b, _)| a.cmp(b).then(place_b.cmp(place_a)))?;
        Some(best.2)
    }

    /// Weight in thousandths and rank of this type: the most specific range that matches decides (RFC 9110, 12.5.1).
    /// Wildcards rank behind all names, and of the two types speak for `application/json` first.
    fn weight(self, ranges: &[Range<'_>]) -> Option<(u16, usize)> {
        let named = ranges.iter().enumerate().find(|(_, range)| range.essence.eq_ignore_ascii_case(self.essence()));
        let wild = |essence: &str| ranges.iter().find(|range| range.essence == essence);
        let behind = ranges.len() + usize::from(self == Self::GraphqlResponse);
        let (weight, rank) = match named {
            Some((place, range)) => (range.weight, place),
            None => (wild("application/*").or_else(|| wild("*/*"))?.weight, behind),
        };
        (weight > 0).then_some((weight, rank))
    }

    /// Whether `Accept` names one of our types in words.
    pub(crate) fn is_named(headers: &HeaderMap) -> bool {
        ranges(headers)
            .any(|range| [Self::GraphqlResponse, Self::Json].iter().any(|media| range.essence.eq_ignore_ascii_case(media.essence())))
    }
}

struct Range<'a> {
    essence: &'a str,
    /// In thousandths.
    weight: u16,
}

/// Ranges of all `Accept` headers. One that asks for another charset than UTF-8 is none of ours.
fn ranges(headers: &HeaderMap) -> impl Iterator<Item = Range<'_>> {
    headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).filter_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let essence = parts.next().filter(|essence| !essence.is_empty())?;
        let mut weight = 1000;
        for parameter in parts {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            if name.trim().eq_ignore_ascii_case("q") {
                weight = thousandths(value.trim());
            } else if name.trim().eq_ignore_ascii_case("charset") && !is_utf8(value) {
                weight = 0;
            }
        }
        Some(Range { essence, weight })
    })
}

fn thousandths(value: &str) -> u16 {
    let weight = value.parse::<f32>().ok().filter(|weight| weight.is_finite()).unwrap_or(1.0).clamp(0.0, 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1000 by the clamp")]
    let thousandths = (weight * 1000.0).round() as u16;
    thousandths
}

fn is_utf8(charset: &str) -> bool {
    let charset = charset.trim().trim_matches('"');
    charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
}

/// Whether a body of this `Content-Type` is JSON in UTF-8.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let mut parts = value.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    let charset = parts.filter_map(|parameter| parameter.split_once('=')).find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    essence.eq_ignore_ascii_case("application/json") && charset.is_none_or(|(_, charset)| is_utf8(charset))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn accept_is_negotiated_by_weight_then_specificity_then_order() {
        const GRAPHQL: Option<Media> = Some(Media::GraphqlResponse);
        const JSON: Option<Media> = Some(Media::Json);
        let table = [
            ("application/graphql-response+json", GRAPHQL),
            ("application/json", JSON),
            ("APPLICATION/JSON", JSON),
            ("application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", GRAPHQL),
            ("application/json, application/graphql-response+json", JSON),
            ("application/json;q=0.9, application/graphql-response+json", GRAPHQL),
            ("application/graphql-response+json;q=0.5, application/json;q=0.6", JSON),
            ("*/*", JSON),
            ("application/*", JSON),
            ("text/html, */*;q=0.1", JSON),
            ("application/graphql-response+json;q=0.2, */*;q=0.1", GRAPHQL),
            ("application/graphql-response+json, */*", GRAPHQL),
            ("application/json;q=0, */*", GRAPHQL),
            ("application/json;q=0", None),
            ("text/html", None),
            ("application/json; charset=utf-16", None),
            ("image/png, text/*", None),
        ];

        for (accept, expected) in table {
            assert_eq!(Media::negotiate(&headers(header::ACCEPT, accept)), expected, "{accept}");
        }
        assert_eq!(Media::negotiate(&HeaderMap::new()), GRAPHQL);
    }

    #[test]
    fn only_json_in_utf_8_is_read() {
        let table = [
            ("application/json", true),
            ("Application/JSON;Charset=UTF-8", true),
            ("application/json; charset=\"utf8\"", true),
            ("application/json; charset=latin1", false),
            ("application/graphql", false),
            ("text/plain", false),
            ("application/x-www-form-urlencoded", false),
            ("multipart/form-data; boundary=x", false),
        ];

        for (content_type, expected) in table {
            assert_eq!(is_json(&headers(header::CONTENT_TYPE, content_type)), expected, "{content_type}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
