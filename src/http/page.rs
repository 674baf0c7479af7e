//! Pages, and what is shown with them.

use std::fmt::Write as _;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http_body_util::Full;
use hyper::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_LENGTH, HeaderValue, InvalidHeaderValue, LOCATION, VARY,
};
use hyper::{HeaderMap, StatusCode};

use super::cache::{Failure, Made, Weight};
use super::coding::Coding;
use super::feed::unavailable;
use super::problem::Problem;
use super::quality::elements;
use super::representation::About;
use super::{Response, State, sharing};
use crate::model::Language;
use crate::pages::{self, PageQuery, Subject};

const HTML: About = About {
    media_type: "text/html; charset=utf-8",
    disposition: None,
    is_page: true,
    is_fixed: false,
    // The octets change with the program too; entity tags tell that, and times do not.
    last_modified: None,
    names: Vec::new(),
};

/// The representation of the page at an address, as it is at about `now`.
pub(super) async fn page(
    state: &State,
    path: &str,
    query: &str,
    coding: Coding,
    now: DateTime<Utc>,
) -> Result<Made, Problem> {
    let snapshot = state.snapshot.load_full();
    let query = PageQuery::parse(&snapshot, path, query).map_err(|error| Problem::from(&error))?;
    if snapshot.publication() == 0 && !matches!(query.subject, Subject::Home(_)) {
        return Err(unavailable("nothing is published yet"));
    }
    let moment = pages::moment(now);
    let address = query.address().into();
    let names = sharing::names_of_page(&snapshot, &query);
    let (edition, site) = (edition(snapshot.publication(), moment), Arc::clone(&state.site));
    let make = move || {
        let page = pages::page(&snapshot, &query, &site, moment)?;
        Ok((About { names, ..HTML }, page.into_bytes()))
    };
    Ok(state.representations.get(edition, &address, coding, Weight::Light, make).await?)
}

/// The number under which a page is kept instead of the publication's: pages say what is next, so
/// they change with the publication and, within it, with every step of the time.
fn edition(publication: u64, moment: DateTime<Utc>) -> u64 {
    // Enough for the steps until the year 2448.
    const STEPS: u32 = 24;
    let step = moment.timestamp() / (pages::STEP_MINUTES * 60);
    (publication << STEPS) | (u64::try_from(step).unwrap_or_default() & ((1 << STEPS) - 1))
}

/// The map of all pages.
pub(super) async fn sitemap(state: &State, coding: Coding) -> Result<Made, Problem> {
    let snapshot = state.snapshot.load_full();
    let (publication, site) = (snapshot.publication(), Arc::clone(&state.site));
    let make = move || {
        let about = About {
            media_type: "application/xml; charset=utf-8",
            is_page: false,
            last_modified: snapshot.at(),
            names: sharing::names_of_all(&snapshot),
            ..HTML
        };
        Ok((about, pages::sitemap(&snapshot, &site).into_bytes()))
    };
    let address = "/sitemap.xml".into();
    Ok(state.representations.get(publication, &address, coding, Weight::Light, make).await?)
}

/// A file that pages are shown with.
pub(super) async fn asset(
    state: &State,
    name: &str,
    coding: Coding,
) -> Result<Result<Made, Response>, Problem> {
    let Some(asset) = pages::asset(name) else {
        return Err(Problem::new(StatusCode::NOT_FOUND, "there is no such file"));
    };
    let address = format!("/static/{}", asset.name);
    if asset.name != name {
        // A page that was kept somewhere since before an upgrade.
        return redirect(StatusCode::TEMPORARY_REDIRECT, &state.site.local(&address)).map(Err);
    }
    let make = move || {
        let about = About { media_type: asset.media_type, is_page: false, is_fixed: true, ..HTML };
        Ok((about, asset.octets.clone()))
    };
    Ok(Ok(state.representations.get(0, &address.into(), coding, Weight::Light, make).await?))
}

/// Leads to where the icon is.
pub(super) fn icon(state: &State) -> Result<Response, Problem> {
    redirect(StatusCode::TEMPORARY_REDIRECT, &state.site.local(&pages::icon()))
}

/// Leads to the home page in the language that suits the request best.
pub(super) fn root(state: &State, headers: &HeaderMap) -> Result<Response, Problem> {
    let language = best(headers, &pages::languages_of_all(&state.snapshot.load()));
    let home = PageQuery::home(language, String::new()).address();
    let mut response = redirect(StatusCode::FOUND, &state.site.local(&home))?;
    let headers = response.headers_mut();
    headers.insert(VARY, HeaderValue::from_static("Accept-Language"));
    // Many shared caches look at no Vary but Accept-Encoding, and would lead everybody to the
    // language of the first.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=300"));
    Ok(response)
}

/// Leads from an address that ends in slashes to the same without them.
pub(super) fn without_slash(
    state: &State,
    path: &str,
    query: Option<&str>,
) -> Result<Response, Problem> {
    // One slash at the front, or the address would be that of another host.
    let path = format!("/{}", path.trim_matches('/'));
    let to = match query {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };
    redirect(StatusCode::PERMANENT_REDIRECT, &state.site.local(&to))
}

/// The best of some languages for a request (RFC 9110, section 12.5.4), by the primary subtags; the
/// first if none of them is wanted.
pub(super) fn best(headers: &HeaderMap, languages: &[Language]) -> Language {
    let mut best = (languages.first().copied().unwrap_or(Language::ENGLISH), 0);
    for wanted in elements(headers, &ACCEPT_LANGUAGE).into_iter().flatten() {
        let primary = wanted.value.split('-').next().unwrap_or_default();
        let known =
            languages.iter().find(|language| language.as_str().eq_ignore_ascii_case(primary));
        // Of those wanted alike, the first.
        if let Some(known) = known
            && wanted.weight > best.1
        {
            best = (*known, wanted.weight);
        }
    }
    best.0
}

/// An address with what may not stand in one percent-encoded (RFC 3986, section 2): clients may
/// send it as it is. Browsers read a backslash as a slash, and two of those as another host.
pub(super) fn encoded(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for octet in address.bytes() {
        if octet.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&octet) {
            encoded.push(char::from(octet));
        } else {
            // Writing to a string does not fail.
            let _ = write!(encoded, "%{octet:02X}");
        }
    }
    encoded
}

fn redirect(status: StatusCode, to: &str) -> Result<Response, Problem> {
    let location: Result<HeaderValue, InvalidHeaderValue> = encoded(to).parse();
    let location = location.map_err(|_| unavailable("this address leads nowhere"))?;
    let mut response = Response::new(Full::new(Bytes::new()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(LOCATION, location);
    headers.insert(CONTENT_LENGTH, HeaderValue::from(0));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    Ok(response)
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Query(error) => Self::from(&error),
            Failure::Making(_) => unavailable("this cannot be served at the moment"),
            Failure::Busy => unavailable("too many answers are in the making"),
        }
    }
}
