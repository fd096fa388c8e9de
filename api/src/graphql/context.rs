//! From a resolver to the application and to who asks.

use async_graphql::{Context, Error, ErrorExtensions};

use crate::{
    app::App,
    auth::{Caller, Operation, Permit},
    error::Fault,
};

/// What resolvers ask of their context.
pub trait ContextExt<'a> {
    /// The application.
    fn app(&self) -> &'a App;

    /// Who asks.
    ///
    /// # Errors
    /// [`Fault::Unauthenticated`] when nobody is logged in.
    fn caller(&self) -> Result<&'a Caller, Fault>;

    /// Proof that whoever asks may do `operation`.
    ///
    /// # Errors
    /// [`Fault::Unauthenticated`], [`Fault::Forbidden`].
    fn permit(&self, operation: Operation) -> Result<Permit<'a>, Fault> {
        self.caller()?.permit(operation)
    }
}

impl<'a> ContextExt<'a> for Context<'a> {
    #[expect(clippy::panic, reason = "the schema is built with the application in it: its absence is a fault of the program")]
    fn app(&self) -> &'a App {
        match self.data::<App>() {
            Ok(app) => app,
            Err(_) => panic!("the schema was built without the application"),
        }
    }

    fn caller(&self) -> Result<&'a Caller, Fault> {
        self.data_opt::<Caller>().ok_or(Fault::Unauthenticated)
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        let error = Self::new(fault.message());
        // Without a code the protocol layer logs it and masks it.
        let Some(code) = fault.code() else { return error };
        error.extend_with(|_, extensions| {
            extensions.set("code", code);
            if let Fault::RateLimited(seconds) = fault {
                extensions.set("retryAfter", seconds);
            }
        })
    }
}
