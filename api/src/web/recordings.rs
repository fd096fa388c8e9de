//! What was recorded in calls, at `/export/recordings/rec_…`: heard through us by whoever shows a token, never at a provider's address.

use std::net::SocketAddr;

use axum::{
    Extension,
    extract::{ConnectInfo, Path},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use protocol::RemoteIp;

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
        Ok(Some(recording)) => {
            let headers = [
                (header::CONTENT_TYPE, recording.content_type),
                (header::CACHE_CONTROL, "private, no-store".to_owned()),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"recording\"".to_owned()),
            ];
            (headers, recording.body).into_response()
        }
        Ok(None) => (StatusCode::NOT_FOUND, "There is no such recording, or none any more.\n").into_response(),
        Err(fault) => refused(&fault),
    }
}
