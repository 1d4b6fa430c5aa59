//! Why a page cannot be had.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use ureq::http::HeaderMap;

use crate::header;

/// Why a page cannot be had. It prints as the end of a line that starts with the page's address.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It cannot be read as one.
    #[error("it is no address")]
    Address,
    /// Only two are.
    #[error("'{0}' addresses are not fetched, only http and https")]
    Scheme(String),
    /// It would be sent, and logged.
    #[error("an address with a name or password in it is not fetched")]
    Password,
    /// The host's address is not one of the open internet.
    #[error(
        "{0} is an address of this machine or a private network, which is not connected to unless it is allowed"
    )]
    Refused(IpAddr),
    /// The host asks robots not to.
    #[error("the site's robots.txt does not allow it")]
    Robots,
    /// The host's rules could not be read, so that nothing is allowed.
    #[error(
        "the site's robots.txt cannot be read now (status {0}), so nothing is fetched from there"
    )]
    NoRules(u16),
    /// More than are followed.
    #[error("more than {0} redirects")]
    Redirects(usize),
    /// More than is read.
    #[error("it is longer than the limit of {0} bytes")]
    TooLong(usize),
    /// It took longer than it may.
    #[error("it took longer than the limit of {0:?}")]
    Timeout(Duration),
    /// The server answered, and not with a page.
    #[error("the server answered with status {0}")]
    Status(u16),
    /// The server answered, not with a page, and said when to come again.
    #[error("the server answered with status {status}, and asks to be left alone for {} s", after.as_secs())]
    Later {
        /// The status.
        status: u16,
        /// `Retry-After`.
        after: Duration,
    },
    /// A coding that was not asked for.
    #[error("it came in the content coding '{0}', which was not asked for")]
    Coding(String),
    /// The name of the host is not known.
    #[error("the name of its host is not known")]
    Host,
    /// Anything else between us and the server.
    #[error("it cannot be fetched: {0}")]
    Connection(String),
}

/// The address that a name was found to have and that is not connected to.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Refused(pub(crate) IpAddr);

impl Error {
    /// Whether the same request may have a better answer some time later.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Status(status) => matches!(status, 408 | 425 | 429 | 500..),
            Self::NoRules(_)
            | Self::Later { .. }
            | Self::Timeout(_)
            | Self::Host
            | Self::Connection(_) => true,
            _ => false,
        }
    }

    /// What a status means that is none of success. A date in `Retry-After` is taken by the server's own clock.
    pub(crate) fn of_status(status: u16, headers: &HeaderMap) -> Self {
        let after = header(headers, "retry-after").and_then(|value| {
            let seconds = value.parse().ok().map(Duration::from_secs);
            seconds.or_else(|| {
                let until = httpdate::parse_http_date(&value).ok()?;
                let now = httpdate::parse_http_date(&header(headers, "date")?).ok()?;
                until.duration_since(now).ok()
            })
        });
        match after {
            Some(after) => Self::Later { status, after },
            None => Self::Status(status),
        }
    }

    pub(crate) fn from_ureq(error: ureq::Error, limit: Duration) -> Self {
        match error {
            ureq::Error::Other(other) => match other.downcast_ref::<Refused>() {
                Some(Refused(address)) => Self::Refused(*address),
                None => Self::Connection(other.to_string()),
            },
            ureq::Error::Timeout(_) => Self::Timeout(limit),
            ureq::Error::HostNotFound => Self::Host,
            ureq::Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => {
                Self::Timeout(limit)
            }
            other => Self::Connection(other.to_string()),
        }
    }

    /// While a body is read.
    pub(crate) fn from_io(error: &io::Error, limit: Duration) -> Self {
        let inner = error.get_ref().and_then(|e| e.downcast_ref());
        if error.kind() == io::ErrorKind::TimedOut || matches!(inner, Some(ureq::Error::Timeout(_)))
        {
            Self::Timeout(limit)
        } else {
            Self::Connection(error.to_string())
        }
    }
}
