//! Opens connections to pages, within limits: the one crate of the workspace that does.
//!
//! 1. an address is `http` or `https`, without a password in it;
//! 2. `robots.txt` of its host is read and kept, whatever brought us there;
//! 3. the name is looked up, and every address it has is checked: only public ones are connected to, and the
//!    connection goes to the very address that was checked, so that a second answer of the name server changes
//!    nothing;
//! 4. time, bytes (as sent, and unpacked) and redirects are bounded; after a redirect all of it is done again.
//!
//! ```no_run
//! let fetcher = fetch::Fetcher::new(fetch::Options::default());
//! let page = fetcher.fetch("https://news.example/")?;
//! println!("{} bytes from {}", page.bytes.len(), page.url);
//! # Ok::<(), fetch::Error>(())
//! ```
//!
//! A proxy that the environment names is not used: it would look names up in our place, and nothing could be
//! checked. What the bytes are is none of this crate's business.

mod address;
mod error;
mod host;
mod robots;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ureq::http::{HeaderMap, Response};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, Resolver};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};
use url::Url;

use address::Checked;
pub use address::{Allow, is_public};
pub use error::Error;
use host::{Hosts, Turn};
use robots::Rules;

/// How we name ourselves to servers, and in `robots.txt`.
pub const PRODUCT: &str = "legation";
/// Hosts whose rules and times are remembered.
const MAX_HOSTS: usize = 4096;
/// How long the rules of a site hold (RFC 9309, 2.4).
const RULES_HOLD: Duration = Duration::from_hours(24);
/// Characters of an address.
const MAX_ADDRESS: usize = 4096;

/// The limits.
#[derive(Debug, Clone)]
pub struct Options {
    /// For one request, from the look-up of the name to the last byte.
    pub timeout: Duration,
    /// Of a body, as sent and unpacked.
    pub max_bytes: usize,
    /// How many are followed.
    pub max_redirects: usize,
    /// Between two requests to a host.
    pub delay: Duration,
    /// Which addresses are connected to besides public ones.
    pub allow: Allow,
    /// Where the operator can be reached: it stands in the user agent.
    pub contact: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            max_bytes: 16 << 20,
            max_redirects: 5,
            delay: Duration::from_secs(1),
            allow: Allow::default(),
            contact: None,
        }
    }
}

/// What an earlier answer said by which a server can tell that nothing changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<String>,
}

/// What a server sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where it was found in the end.
    pub url: String,
    /// The addresses that led there.
    pub redirects: Vec<String>,
    /// Where it is from now on, if what was asked for moved for good.
    pub moved: Option<String>,
    /// Its media type in lower case, without parameters.
    pub media_type: Option<String>,
    /// Its charset, as declared.
    pub charset: Option<String>,
    /// For asking again.
    pub validators: Validators,
    /// Its bytes, without the coding they were sent in.
    pub bytes: Vec<u8>,
}

/// Fetches pages, and remembers what hosts ask for. Threads may share it: no host is asked two things at a time.
#[derive(Debug)]
pub struct Fetcher {
    agent: Agent,
    options: Options,
    rules: Mutex<BTreeMap<String, Known>>,
    hosts: Hosts,
}

/// The rules of a site, and when they were read.
#[derive(Debug)]
struct Known {
    rules: Arc<Rules>,
    since: Instant,
}

/// An answer whose body is still to come; until it has, its host is asked nothing else.
struct Answer<'a> {
    response: Response<Body>,
    _turn: Turn<'a>,
}

impl Fetcher {
    /// With these limits.
    pub fn new(options: Options) -> Self {
        Self::with_resolver(options, DefaultResolver::default())
    }

    /// With another way to look names up.
    fn with_resolver(options: Options, resolver: impl Resolver) -> Self {
        let contact = options
            .contact
            .as_deref()
            .unwrap_or(env!("CARGO_PKG_REPOSITORY"));
        // Whatever is in it, it is one line of a header.
        let contact: String = contact.chars().filter(|c| matches!(c, ' '..='~')).collect();
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::Specific(Arc::new(certificates())))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Agent::config_builder()
            .timeout_global(Some(options.timeout))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .proxy(None)
            .accept("text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, application/feed+json, */*;q=0.5")
            .accept_encoding("gzip")
            .user_agent(format!("{PRODUCT}/{} (+{contact})", env!("CARGO_PKG_VERSION")))
            .tls_config(tls)
            .build();
        let checked = Checked::new(resolver, options.allow.clone());
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), checked),
            hosts: Hosts::new(options.delay),
            options,
            rules: Mutex::default(),
        }
    }

    /// The page at an address.
    pub fn fetch(&self, address: &str) -> Result<Page, Error> {
        let page = self.fetch_changed(address, &Validators::default())?;
        // A server that sends 'not modified' to whom nothing was sent before is out of order.
        page.ok_or(Error::Status(304))
    }

    /// The page at an address; none if it did not change since.
    pub fn fetch_changed(&self, address: &str, since: &Validators) -> Result<Option<Page>, Error> {
        let mut url = parse(address)?;
        let mut redirects = Vec::new();
        let (mut for_good, mut moved) = (true, None);
        loop {
            self.keep_rules(&url)?;
            let answer = self.ask(&url, since)?;
            let status = answer.response.status();
            if let Some(next) = self.redirect(&url, &answer.response, redirects.len())? {
                for_good &= matches!(status.as_u16(), 301 | 308);
                if for_good {
                    moved = Some(next.as_str().to_owned());
                }
                redirects.push(std::mem::replace(&mut url, next).into());
                continue;
            }
            if status == 304 {
                return Ok(None);
            }
            if !status.is_success() {
                return Err(Error::of_status(status.as_u16(), answer.response.headers()));
            }
            let headers = answer.response.headers().clone();
            let (media_type, charset) = media_type(&headers);
            let bytes = self.read(answer, self.options.max_bytes)?;
            if bytes.len() > self.options.max_bytes {
                return Err(Error::TooLong(self.options.max_bytes));
            }
            return Ok(Some(Page {
                url: url.into(),
                redirects,
                moved,
                media_type,
                charset,
                validators: Validators {
                    etag: header(&headers, "etag"),
                    last_modified: header(&headers, "last-modified"),
                },
                bytes,
            }));
        }
    }

    /// Whether the host lets us read this page; its rules are read first if they are not known.
    fn keep_rules(&self, url: &Url) -> Result<(), Error> {
        let origin = url.origin().ascii_serialization();
        let known = || self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |k: &Known| k.since.elapsed() < RULES_HOLD;
        let there = known()
            .get(&origin)
            .filter(|k| fresh(k))
            .map(|k| k.rules.clone());
        let rules = match there {
            Some(rules) => rules,
            None => {
                let rules = Arc::new(self.read_rules(url)?);
                let mut known = known();
                if known.len() >= MAX_HOSTS {
                    known.clear();
                }
                let since = Instant::now();
                known.insert(
                    origin,
                    Known {
                        rules: rules.clone(),
                        since,
                    },
                );
                rules
            }
        };
        if rules.allow(url) {
            Ok(())
        } else {
            Err(Error::Robots)
        }
    }

    /// RFC 9309: redirects are followed; no rules where there are none; nothing is allowed while a server fails.
    fn read_rules(&self, url: &Url) -> Result<Rules, Error> {
        let mut url = url.join("/robots.txt").map_err(|_| Error::Address)?;
        for passed in 0.. {
            let answer = self.ask(&url, &Validators::default())?;
            match self.redirect(&url, &answer.response, passed) {
                Ok(Some(next)) => url = next,
                Ok(None) => {
                    let status = answer.response.status();
                    if status.is_server_error() || status == 429 {
                        return Err(Error::NoRules(status.as_u16()));
                    }
                    if !status.is_success() {
                        return Ok(Rules::none());
                    }
                    return Ok(Rules::new(&self.read(answer, robots::MAX_BYTES)?));
                }
                Err(Error::Redirects(_)) => return Ok(Rules::none()),
                Err(error) => return Err(error),
            }
        }
        Ok(Rules::none())
    }

    /// One request, when it is its host's turn.
    fn ask(&self, url: &Url, since: &Validators) -> Result<Answer<'_>, Error> {
        let turn = self.hosts.turn(url.host_str().unwrap_or_default());
        let mut request = self.agent.get(url.as_str());
        for (name, value) in [
            ("if-none-match", &since.etag),
            ("if-modified-since", &since.last_modified),
        ] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let answer = request.call();
        let response = answer.map_err(|error| Error::from_ureq(error, self.options.timeout))?;
        Ok(Answer {
            response,
            _turn: turn,
        })
    }

    /// The body without its coding, one byte beyond the limit at most.
    fn read(&self, answer: Answer<'_>, limit: usize) -> Result<Vec<u8>, Error> {
        let Answer { response, _turn } = answer;
        let coding = header(response.headers(), "content-encoding").unwrap_or_default();
        let limit = limit as u64 + 1;
        let mut body = response.into_body().into_reader().take(limit);
        let mut bytes = Vec::new();
        let result = match coding.to_ascii_lowercase().as_str() {
            "" | "identity" => body.read_to_end(&mut bytes),
            "gzip" | "x-gzip" => flate2::read::MultiGzDecoder::new(body)
                .take(limit)
                .read_to_end(&mut bytes),
            other => return Err(Error::Coding(other.chars().take(40).collect())),
        };
        match result {
            Ok(_) => Ok(bytes),
            Err(error) => Err(Error::from_io(&error, self.options.timeout)),
        }
    }

    /// Where a response leads, if it leads anywhere.
    fn redirect(
        &self,
        url: &Url,
        response: &Response<Body>,
        passed: usize,
    ) -> Result<Option<Url>, Error> {
        if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
            return Ok(None);
        }
        let Some(to) = header(response.headers(), "location") else {
            return Ok(None);
        };
        if passed >= self.options.max_redirects {
            return Err(Error::Redirects(self.options.max_redirects));
        }
        let next = url.join(&to).map_err(|_| Error::Address)?;
        check(next).map(Some)
    }
}

/// An address that can be asked.
fn parse(address: &str) -> Result<Url, Error> {
    if address.len() > MAX_ADDRESS {
        return Err(Error::Address);
    }
    check(Url::parse(address).map_err(|_| Error::Address)?)
}

fn check(mut url: Url) -> Result<Url, Error> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Error::Scheme(url.scheme().to_owned()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::Password);
    }
    if url.host_str().is_none_or(str::is_empty) || url.as_str().len() > MAX_ADDRESS {
        return Err(Error::Address);
    }
    url.set_fragment(None);
    Ok(url)
}

/// What an address in a page means there; none if it is none that could be fetched.
pub fn join(base: &str, address: &str) -> Option<String> {
    let url = Url::parse(base).ok()?.join(address.trim()).ok()?;
    check(url).ok().map(Into::into)
}

/// The certificates that the system trusts; without any, `https` says that it trusts nobody.
fn certificates() -> Vec<Certificate<'static>> {
    let found = rustls_native_certs::load_native_certs().certs;
    let all = found.iter().map(|c| Certificate::from_der(c).to_owned());
    all.collect()
}

pub(crate) fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
}

/// The media type, and the charset it names.
fn media_type(headers: &HeaderMap) -> (Option<String>, Option<String>) {
    let Some(value) = header(headers, "content-type") else {
        return (None, None);
    };
    let mut parts = value.split(';');
    let kind = parts.next().map(|k| k.trim().to_ascii_lowercase());
    let charset = parts.find_map(|p| {
        let (name, value) = p.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    });
    (kind.filter(|k| k.contains('/')), charset)
}
