//! What was recorded in calls, at `/export/recordings/rec_…`: heard through us by whoever shows a token, never at a provider's address.

use std::{net::SocketAddr, ops::Range};

use axum::{
    Extension,
    extract::{ConnectInfo, Path},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use protocol::RemoteIp;
use telephony::conversation::Recording;

use super::{export::caller, feeds::refused};
use crate::{
    auth::{Access, Operation},
    error::Fault,
    exchange::recordings::Recordings,
};

pub(super) async fn recording(
    Extension(access): Extension<Access>,
    Extension(recordings): Extension<Recordings>,
    told: Option<Extension<RemoteIp>>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let ip = told.map(|told| told.0.0).or_else(|| peer.map(|peer| peer.0.0.ip()));
    let heard = async {
        let caller = caller(&access, ip, &headers).await?;
        // Who may have it deleted may hear it.
        let permit = caller.permit(Operation::FlowRecordingDelete)?;
        let id = id.parse().map_err(|error| Fault::BadRequest(format!("This is no id of a recording: {error}.")))?;
        recordings.hear(permit.account_id(), id).await
    };
    match heard.await {
        Ok(Some(recording)) => played(recording, headers.get(header::RANGE).and_then(|range| range.to_str().ok())),
        Ok(None) => (StatusCode::NOT_FOUND, "There is no such recording, or none any more.\n").into_response(),
        Err(fault) => refused(&fault),
    }
}

/// A recording, or the part of it that is asked for: players ask for parts to go to a place in it.
fn played(recording: Recording, range: Option<&str>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, recording.content_type),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"recording\"".to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
    ];
    let length = recording.body.len();
    match range.map_or(Part::Whole, |range| part(range, length)) {
        Part::Whole => (headers, recording.body).into_response(),
        Part::None => (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, format!("bytes */{length}"))]).into_response(),
        Part::Of(place) => {
            let told = [(header::CONTENT_RANGE, format!("bytes {}-{}/{length}", place.start, place.end - 1))];
            let body = recording.body[place].to_vec();
            (StatusCode::PARTIAL_CONTENT, headers, told, body).into_response()
        }
    }
}

/// What of it is asked for.
enum Part {
    Whole,
    Of(Range<usize>),
    /// What there is not.
    None,
}

/// Reads a range (RFC 9110, section 14.1.2). Several at once, other units and what cannot be read may be passed over.
fn part(range: &str, length: usize) -> Part {
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|bounds| bounds.split_once('-')) else { return Part::Whole };
    let place = match (first.parse::<usize>(), last.parse::<usize>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(length),
        (Ok(first), Err(_)) if last.is_empty() => first..length,
        (Err(_), Ok(last)) if first.is_empty() => length - last.min(length)..length,
        _ => return Part::Whole,
    };
    if place.is_empty() { Part::None } else { Part::Of(place) }
}
