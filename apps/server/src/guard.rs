//! What stands before every request: is it ours to answer, is it asked by who may ask, and what may a browser do with the
//! answer?
//!
//! A page of somebody else's may make a browser ask us, so: the host must be one of ours where no token is asked for (a
//! name that somebody else lets point to this machine is not), whatever is posted must come from our own pages or from no
//! browser, and an answer may load nothing but what we serve.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::BODY;
use crate::error::{Code, Fault};
use crate::pages;
use crate::state::State;

/// The longest address that is read.
const LONGEST: usize = 8 << 10;
/// Where the token is kept in a browser.
pub(crate) const COOKIE: &str = "legation_token";

const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                                connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

pub(crate) async fn stand(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("unmatched", MatchedPath::as_str)
        .to_owned();
    let for_people = !request.uri().path().starts_with("/api/");
    let uri = request.uri().clone();
    let admitted = admit(&state, &request);
    let mut response = match admitted {
        Ok(()) => {
            match tokio::time::timeout(state.settings().limits.answer, next.run(request)).await {
                Ok(response) => response,
                Err(_) => Fault::new(Code::Slow, "the answer took too long").into_response(),
            }
        }
        Err(fault) if fault.code == Code::Token && for_people => {
            pages::enter::ask(&uri).into_response()
        }
        Err(fault) if for_people => pages::fault(&fault).into_response(),
        Err(fault) => fault.into_response(),
    };
    let headers = response.headers_mut();
    // Other sites are told nothing of where one came from; with 'no-referrer' our own forms would come from nowhere as well.
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("same-origin"),
    );
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    state
        .metrics()
        .answered(&route, response.status().as_u16(), start.elapsed());
    response
}

fn admit(state: &State, request: &Request) -> Result<(), Fault> {
    let (uri, headers, method) = (request.uri(), request.headers(), request.method());
    if uri
        .path_and_query()
        .is_some_and(|p| p.as_str().len() > LONGEST)
    {
        return Err(Fault::new(
            Code::TooLong,
            format!("the address is longer than {LONGEST} bytes"),
        ));
    }
    let length = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|n| n > BODY) {
        return Err(Fault::too_large());
    }
    let host = host(uri, headers);
    if state.settings().token.is_none() {
        if !host.is_some_and(is_this_machine) {
            return Err(Fault::new(
                Code::CrossSite,
                "only names of this machine (localhost, 127.0.0.1, [::1]) are answered without a token",
            ));
        }
    } else if !open_to_all(uri.path()) && !token(headers).is_some_and(|token| state.knows(token)) {
        return Err(Fault::new(
            Code::Token,
            "say the token as 'Authorization: Bearer …'; `legation serve` shows it when it starts",
        ));
    }
    if method != Method::GET && method != Method::HEAD {
        same_site(host, headers)?;
    }
    Ok(())
}

/// What a browser needs to show the question for the token, and what watches whether the service lives.
fn open_to_all(path: &str) -> bool {
    path == "/enter" || path.starts_with("/ui/") || path == "/api/v1/health"
}

fn host<'r>(uri: &'r Uri, headers: &'r HeaderMap) -> Option<&'r str> {
    uri.authority()
        .map(axum::http::uri::Authority::as_str)
        .or_else(|| headers.get(header::HOST)?.to_str().ok())
}

fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    name.eq_ignore_ascii_case("localhost")
        || name
            .trim_start_matches('[')
            .trim_end_matches(']')
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.strip_prefix("Bearer "));
    bearer.or_else(|| {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|v| v.to_str().ok())
            .flat_map(|v| v.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == COOKIE)
            .map(|(_, value)| value)
    })
}

/// Browsers say from where a request comes; what is no browser says nothing.
fn same_site(host: Option<&str>, headers: &HeaderMap) -> Result<(), Fault> {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let from_ours = match text("sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => true,
    };
    let of_ours = match headers.get(header::ORIGIN) {
        None => true,
        Some(origin) => origin
            .to_str()
            .ok()
            .and_then(|o| o.split_once("://"))
            .is_some_and(|(_, origin)| host.is_some_and(|h| h.eq_ignore_ascii_case(origin))),
    };
    if from_ours && of_ours {
        return Ok(());
    }
    Err(Fault::new(
        Code::CrossSite,
        "another site's page may not ask for this",
    ))
}

#[cfg(test)]
mod tests {
    use super::is_this_machine;

    #[test]
    fn names_of_this_machine() {
        for name in [
            "localhost",
            "LOCALHOST:7117",
            "127.0.0.1:80",
            "127.8.8.8",
            "[::1]:7117",
            "[::1]",
        ] {
            assert!(is_this_machine(name), "{name}");
        }
        for name in [
            "example.org",
            "localhost.example.org:7117",
            "192.0.2.1:7117",
            "[2001:db8::1]",
            "",
            "127.0.0.1.example.org",
        ] {
            assert!(!is_this_machine(name), "{name}");
        }
    }
}
