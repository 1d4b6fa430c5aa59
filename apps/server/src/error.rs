//! What can go wrong with a request: a code for programs, a message for people, a status for what stands between. One line
//! a code. What went wrong within is not told outside.

use archive::{CorrectError, OpenError, QueryError, StoreError};
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:ident;)*) => {
        /// A kind of fault.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// What programs know it by.
            pub(crate) const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The status it is answered with.
            pub(crate) const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)* }
            }
        }
    };
}

codes! {
    /// The question cannot be understood.
    Question = "bad_question", BAD_REQUEST;
    /// There is nothing of this id or address.
    NotFound = "not_found", NOT_FOUND;
    /// The address knows other methods.
    Method = "method_not_allowed", METHOD_NOT_ALLOWED;
    /// The body is larger than is taken.
    TooLarge = "too_large", PAYLOAD_TOO_LARGE;
    /// The address itself is longer than is taken.
    TooLong = "too_long", URI_TOO_LONG;
    /// The body is of a kind that is not taken.
    MediaType = "unsupported_media_type", UNSUPPORTED_MEDIA_TYPE;
    /// Somebody else's page asks for it, or in somebody else's name.
    CrossSite = "cross_site", FORBIDDEN;
    /// The service only reads.
    ReadOnly = "read_only", FORBIDDEN;
    /// The service asks for a token.
    Token = "token_needed", UNAUTHORIZED;
    /// Too many ask at once.
    Busy = "busy", SERVICE_UNAVAILABLE;
    /// It took too long.
    Slow = "timeout", SERVICE_UNAVAILABLE;
    /// Our fault.
    Internal = "internal", INTERNAL_SERVER_ERROR;
}

/// Why a request was not answered.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) code: Code,
    pub(crate) message: String,
}

/// A fault as programs read it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Problem {
    /// The fault.
    error: Detail,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Detail {
    /// One of a few words: `bad_question`, `not_found`, …
    code: &'static str,
    /// For people.
    message: String,
}

impl Fault {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    pub(crate) fn question(message: impl Into<String>) -> Self {
        Self::new(Code::Question, message)
    }

    pub(crate) fn missing(what: &str, id: &str) -> Self {
        Self::new(Code::NotFound, format!("there is no {what} '{id}'"))
    }

    pub(crate) fn too_large() -> Self {
        let most = crate::BODY >> 20;
        Self::new(
            Code::TooLarge,
            format!("the body is larger than {most} MiB"),
        )
    }

    /// What happened is for our own log; who asked is told that it was not their fault.
    pub(crate) fn internal(reason: impl std::fmt::Display) -> Self {
        crate::log(&format!("error: {reason}"));
        Self::new(
            Code::Internal,
            "the answer could not be made; the service's own messages say why",
        )
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy { .. } => Self::new(
                Code::Busy,
                "another process is writing to the archive; try again",
            ),
            error => Self::internal(error),
        }
    }
}

impl From<OpenError> for Fault {
    fn from(error: OpenError) -> Self {
        Self::internal(error)
    }
}

impl From<CorrectError> for Fault {
    fn from(error: CorrectError) -> Self {
        match error {
            CorrectError::Unknown(_) => Self::new(Code::NotFound, error.to_string()),
            CorrectError::Value(message) => Self::question(message),
            CorrectError::Store(error) => error.into(),
            error => Self::internal(error),
        }
    }
}

impl From<QueryError> for Fault {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::Question(message) => Self::question(message),
            QueryError::Store(error) => error.into(),
            error => Self::internal(error),
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let problem = Problem {
            error: Detail {
                code: self.code.as_str(),
                message: self.message,
            },
        };
        let mut response = (self.code.status(), Json(problem)).into_response();
        let headers = response.headers_mut();
        if self.code == Code::Token {
            headers.insert(
                header::WWW_AUTHENTICATE,
                header::HeaderValue::from_static("Bearer"),
            );
        }
        if self.code.status() == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, header::HeaderValue::from_static("2"));
        }
        response
    }
}
