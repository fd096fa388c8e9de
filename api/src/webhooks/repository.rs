//! Reading endpoints and deliveries of one account.

use entity::{
    id::{AccountId, WebhookDeliveryId, WebhookEndpointId},
    stored::{WebhookDeliveryStatus, WebhookKind},
    webhook_delivery, webhook_endpoint,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::LockType};
use serde::Deserialize;

use crate::graphql::connection::PageRequest;

/// Which deliveries; all conditions must hold.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// To this endpoint.
    pub endpoint_id: Option<WebhookEndpointId>,
    /// How far they have come: one of these.
    pub status: Option<Vec<WebhookDeliveryStatus>>,
    /// Of this kind.
    pub kind: Option<WebhookKind>,
}

/// Endpoints and deliveries of an account.
#[derive(Clone, Copy, Debug)]
pub struct Webhooks(pub AccountId);

impl Webhooks {
    /// The account's endpoints.
    pub fn endpoints(self) -> Select<webhook_endpoint::Entity> {
        webhook_endpoint::Entity::find().filter(webhook_endpoint::Column::AccountId.eq(self.0))
    }

    fn deliveries(self) -> Select<webhook_delivery::Entity> {
        webhook_delivery::Entity::find().filter(webhook_delivery::Column::AccountId.eq(self.0))
    }

    /// The endpoint of that id.
    ///
    /// # Errors
    /// The database's.
    pub async fn endpoint(self, db: &impl ConnectionTrait, id: WebhookEndpointId) -> Result<Option<webhook_endpoint::Model>, DbErr> {
        self.endpoints().filter(webhook_endpoint::Column::Id.eq(id)).one(db).await
    }

    /// The endpoint, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// The database's.
    pub async fn locked_endpoint(self, db: &impl ConnectionTrait, id: WebhookEndpointId) -> Result<Option<webhook_endpoint::Model>, DbErr> {
        self.endpoints().filter(webhook_endpoint::Column::Id.eq(id)).lock(LockType::NoKeyUpdate).one(db).await
    }

    /// A page of endpoints, the oldest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn endpoint_page(
        self,
        db: &impl ConnectionTrait,
        request: &PageRequest<WebhookEndpointId>,
    ) -> Result<Vec<webhook_endpoint::Model>, DbErr> {
        let mut rows = self.endpoints();
        if let Some(after) = request.after {
            rows = rows.filter(webhook_endpoint::Column::Id.gt(after));
        }
        rows.order_by_asc(webhook_endpoint::Column::Id).limit(request.limit()).all(db).await
    }

    /// The delivery of that id.
    ///
    /// # Errors
    /// The database's.
    pub async fn delivery(self, db: &impl ConnectionTrait, id: WebhookDeliveryId) -> Result<Option<webhook_delivery::Model>, DbErr> {
        self.deliveries().filter(webhook_delivery::Column::Id.eq(id)).one(db).await
    }

    /// The delivery, which nobody else changes until the transaction ends.
    ///
    /// # Errors
    /// The database's.
    pub async fn locked_delivery(self, db: &impl ConnectionTrait, id: WebhookDeliveryId) -> Result<Option<webhook_delivery::Model>, DbErr> {
        self.deliveries().filter(webhook_delivery::Column::Id.eq(id)).lock(LockType::NoKeyUpdate).one(db).await
    }

    /// A page of deliveries, newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn delivery_page(
        self,
        db: &impl ConnectionTrait,
        wanted: Wanted,
        request: &PageRequest<WebhookDeliveryId>,
    ) -> Result<Vec<webhook_delivery::Model>, DbErr> {
        use webhook_delivery::Column as C;
        let conditions = [
            wanted.endpoint_id.map(|endpoint| C::EndpointId.eq(endpoint)),
            wanted.status.map(|status| C::Status.is_in(status)),
            wanted.kind.map(|kind| C::Kind.eq(kind)),
            request.after.map(|after| C::Id.lt(after)),
        ];
        let rows = conditions.into_iter().flatten().fold(self.deliveries(), QueryFilter::filter);
        rows.order_by_desc(C::Id).limit(request.limit()).all(db).await
    }
}

/// Kinds of events that an endpoint gets.
///
/// # Errors
/// When what is stored are none.
pub fn kinds(row: &webhook_endpoint::Model) -> Result<Vec<WebhookKind>, DbErr> {
    Vec::deserialize(&row.kinds).map_err(|error| DbErr::Type(format!("kinds of a webhook's endpoint: {error}")))
}
