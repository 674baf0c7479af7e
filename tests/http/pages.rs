//! Pages: that they are whole, right in every language, lead nowhere in vain, and let no text of a
//! programme become markup.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use plenary::http::Limits;
use plenary::model::Programmes;

use crate::client::{Answer, Client, ask};
use crate::html::Page;
use crate::server::Server;

const LANGUAGES: [&str; 6] = ["en", "fr", "es", "ru", "zh", "ar"];
/// What comes before addresses in links, and what the proxy of the site takes away.
const ROOT: &str = "/feeds";
const SITE: &str = "https://calendar.example/feeds";

fn programmes(folders: &[&str]) -> Vec<Programmes> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |folder: &&str| plenary::programme::read(&root.join(folder)).unwrap().programmes;
    folders.iter().flat_map(read).collect()
}

/// A server with the real programmes and those of nasty texts; a slot moved and one was removed.
async fn server() -> Server {
    let mut server = Server::empty(Limits::default()).await;
    let mut programmes = programmes(&["feeds", "tests/fixtures/nasty"]);
    server.publish_programmes(&programmes);
    let body = programmes.iter_mut().find(|known| known.body.id.as_str() == "oewg-ict").unwrap();
    let session = Arc::make_mut(&mut body.sessions[0]);
    session.slots.retain(|slot| slot.id.as_str() != "norms-2");
    let moved = session.slots.iter_mut().find(|slot| slot.id.as_str() == "norms").unwrap();
    moved.start = "15:30:00".parse().unwrap();
    server.publish_programmes(&programmes);
    server
}

async fn get(server: &Server, address: &str) -> Answer {
    ask(server.address, "GET", address, &[]).await
}

async fn page(server: &Server, address: &str) -> Page {
    let answer = get(server, address).await;
    assert_eq!(answer.status, 200, "{address}: {}", answer.text());
    Page::read(answer.text())
}

/// The address on this server that a link leads to; `None` if it leads elsewhere.
fn own(link: &str) -> Option<String> {
    let rest = link.strip_prefix(SITE).or_else(|| link.strip_prefix(ROOT))?;
    let rest = rest.split('#').next().unwrap_or_default();
    Some(if rest.is_empty() { "/".to_owned() } else { rest.to_owned() })
}

/// Every page that links lead to from the home page, by its address.
async fn crawl(server: &Server) -> BTreeMap<String, Page> {
    let mut pages = BTreeMap::new();
    let mut seen = BTreeSet::from(["/en".to_owned()]);
    let mut waiting = vec!["/en".to_owned()];
    let mut client = Client::connect(server.address).await;
    while let Some(address) = waiting.pop() {
        let answer = client.ask("GET", &address, &[]).await;
        let status = answer.status;
        if address == "/" {
            assert_eq!(status, 302);
            continue;
        }
        assert_eq!(status, 200, "{address}: {}", String::from_utf8_lossy(&answer.content));
        if answer.header("content-type") != Some("text/html; charset=utf-8") {
            continue;
        }
        let page = Page::read(answer.text());
        for link in page.links().filter_map(own) {
            if seen.insert(link.clone()) {
                waiting.push(link);
            }
        }
        pages.insert(address, page);
    }
    pages
}

const ELEMENTS: &str = "a article body button circle dd details div dl dt fieldset figcaption figure footer \
     form g h1 h2 h3 h4 head header html input label legend li link main meta nav ol option p path \
     script search section select small span strong summary sup svg time title ul";

/// A page is well formed and says in which language it is.
fn assert_whole(address: &str, page: &Page) {
    assert_eq!(page.faults, Vec::<String>::new(), "{address}");
    let html = page.all("html").next().unwrap();
    let language = address.get(1..3).unwrap();
    assert_eq!(html.attribute("lang"), Some(language), "{address}");
    let direction = if language == "ar" { "rtl" } else { "ltr" };
    assert_eq!(html.attribute("dir"), Some(direction), "{address}");
    assert_eq!(page.all("h1").count(), 1, "{address}");
    assert_eq!(page.all("main").count(), 1, "{address}");
    assert_eq!(page.all("title").count(), 1, "{address}");
}

/// The texts of programmes bring no elements, no attributes and no addresses of their own to a page,
/// and what its elements refer to is there.
fn assert_own(address: &str, page: &Page) {
    let scripts: Vec<_> = page.all("script").collect();
    assert!(scripts.len() <= 2, "{address}: {scripts:?}");
    for script in scripts {
        let kind = script.attribute("type");
        let is_file = script.attribute("src").is_some_and(|src| own(src).is_some());
        assert!(is_file || kind == Some("application/ld+json"), "{address}: {script:?}");
    }
    let mut level = 0;
    let mut ids = BTreeSet::new();
    for element in &page.elements {
        let name = element.name.as_str();
        assert!(ELEMENTS.split_whitespace().any(|known| known == name), "{address}: {element:?}");
        for (attribute, value) in &element.attributes {
            assert!(!attribute.starts_with("on") && attribute != "style", "{address}: {element:?}");
            if attribute == "id" {
                assert!(ids.insert(value), "{address}: the id {value} stands twice");
            }
        }
        if let Some(deep) = name.strip_prefix('h').and_then(|deep| deep.parse::<u32>().ok()) {
            assert!(deep <= level + 1, "{address}: h{deep} after h{level}");
            level = deep;
        }
    }
    for link in page.links() {
        let known = ["https://", "http://", "webcal://", "/", "#"];
        assert!(known.iter().any(|start| link.starts_with(start)), "{address}: {link}");
        if let Some(id) = link.strip_prefix('#') {
            assert!(ids.iter().any(|known| *known == id), "{address}: #{id}");
        }
    }
}

#[tokio::test]
async fn every_page_is_whole_and_every_link_leads_somewhere() {
    let server = server().await;
    let pages = crawl(&server).await;
    for (address, page) in &pages {
        assert_whole(address, page);
        assert_own(address, page);
    }
    // Nothing is missing from the crawl: each kind of page is there in each language.
    for language in LANGUAGES {
        for rest in [
            "",
            "/nasty",
            "/oewg-ict",
            "/oewg-ict/changes",
            "/oewg-ict/subscribe",
            "/oewg-ict/sessions/4",
            "/oewg-ict/sessions/4/changes",
            "/oewg-ict/sessions/4/norms",
            "/oewg-ict/sessions/4/norms-2",
            "/oewg-ict/topics/norms",
            "/oewg-ict/topics/norms/changes",
        ] {
            let address = format!("/{language}{rest}");
            assert!(pages.contains_key(&address), "{address}");
        }
    }
}

#[tokio::test]
async fn pages_are_kept_and_revalidated_like_feeds() {
    let server = server().await;
    for coding in ["identity", "gzip", "br", "zstd"] {
        let field = format!("Accept-Encoding: {coding}");
        let address = "/fr/oewg-ict/sessions/4";
        let answer = ask(server.address, "GET", address, &[&field]).await;
        assert_eq!(answer.status, 200);
        let sent = answer.header("content-encoding").unwrap_or("identity");
        assert_eq!(sent, coding);
        for (name, value) in [
            ("content-type", "text/html; charset=utf-8"),
            ("vary", "Accept-Encoding"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{name}");
        }
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(answer.header("set-cookie"), None);
        let tag = format!("If-None-Match: {}", answer.header("etag").unwrap());
        let again = ask(server.address, "GET", address, &[&field, &tag]).await;
        assert_eq!(again.status, 304);
        let head = ask(server.address, "HEAD", address, &[&field]).await;
        assert_eq!(head.header("content-length"), answer.header("content-length"));
        assert_eq!(head.header("etag"), answer.header("etag"));
    }
}

#[tokio::test]
async fn what_pages_are_shown_with_is_kept_for_ever() {
    let server = server().await;
    let page = page(&server, "/en/oewg-ict").await;
    let assets: Vec<_> =
        page.links().filter_map(own).filter(|link| link.starts_with("/static/")).collect();
    assert_eq!(assets.len(), 3, "{assets:?}");
    for address in assets {
        let answer = ask(server.address, "GET", &address, &["Accept-Encoding: br"]).await;
        assert_eq!(answer.status, 200);
        let control = answer.header("cache-control").unwrap();
        assert!(control.contains("max-age=31536000") && control.contains("immutable"), "{control}");
        // A page from before an upgrade still finds it.
        let (stem, rest) = address.split_once('.').unwrap();
        let (_, extension) = rest.rsplit_once('.').unwrap();
        let old = get(&server, &format!("{stem}.0123456789abcdef.{extension}")).await;
        assert_eq!(old.status, 307);
        assert_eq!(old.header("location"), Some(format!("{ROOT}{address}").as_str()));
    }
    assert_eq!(get(&server, "/static/other.1.css").await.status, 404);
    let icon = get(&server, "/favicon.ico").await;
    assert_eq!(icon.status, 307);
}

#[tokio::test]
async fn the_root_leads_to_the_best_language() {
    let server = server().await;
    for (wanted, language) in [
        ("fr", "fr"),
        ("FR-ch, en;q=0.5", "fr"),
        ("de, ar;q=0.5, zh-Hant;q=0.8", "zh"),
        ("de", "en"),
        ("*", "en"),
        ("es;q=0, ru;q=0.1", "ru"),
    ] {
        let field = format!("Accept-Language: {wanted}");
        let answer = ask(server.address, "GET", "/", &[&field]).await;
        assert_eq!(answer.status, 302);
        assert_eq!(
            answer.header("location"),
            Some(format!("{ROOT}/{language}").as_str()),
            "{wanted}"
        );
        assert_eq!(answer.header("vary"), Some("Accept-Language"));
        // Not every shared cache looks at that.
        assert_eq!(answer.header("cache-control"), Some("private, max-age=300"));
    }
}

#[tokio::test]
async fn pages_are_purged_by_name_and_not_kept_longer_by_a_cdn() {
    let limits = Limits {
        shared_max_age: Some(86400),
        cache_tag_field: Some("cache-tag".to_owned()),
        ..Limits::default()
    };
    let mut server = Server::empty(limits).await;
    server.publish_programmes(&programmes(&["feeds"]));
    for (address, names) in [
        ("/fr", "plenary,body-oewg-ict"),
        ("/sitemap.xml", "plenary,body-oewg-ict"),
        ("/fr/oewg-ict", "plenary,body-oewg-ict"),
        ("/fr/oewg-ict/sessions/4", "plenary,body-oewg-ict,session-oewg-ict-4"),
        ("/fr/oewg-ict/topics/norms", "plenary,body-oewg-ict,topic-oewg-ict-norms"),
    ] {
        let answer = get(&server, address).await;
        assert_eq!(answer.header("cache-tag"), Some(names), "{address}");
        assert!(!answer.header("cache-control").unwrap().contains("s-maxage"), "{address}");
        assert_eq!(answer.header("cdn-cache-control"), None, "{address}");
    }
    let feed = get(&server, "/fr/oewg-ict/sessions/4.ics").await;
    assert_eq!(feed.header("cache-tag"), Some("plenary,body-oewg-ict,session-oewg-ict-4"));
    assert!(feed.header("cache-control").unwrap().contains("s-maxage=86400"));
    let of_cdn = "max-age=86400, stale-while-revalidate=300, stale-if-error=86400";
    assert_eq!(feed.header("cdn-cache-control"), Some(of_cdn));
}

#[tokio::test]
async fn slashes_at_the_end_lead_to_the_page() {
    let server = server().await;
    for (address, to) in [
        ("/fr/", "/fr"),
        ("/fr/oewg-ict/?topic=norms", "/fr/oewg-ict?topic=norms"),
        ("//evil.example/", "/evil.example"),
        // Browsers read a backslash as a slash.
        ("/\\evil.example/", "/%5Cevil.example"),
        ("/\\/evil.example/?a=\\", "/%5C/evil.example?a=%5C"),
        ("/%66r/", "/fr"),
        ("/fr/?q=sécurité", "/fr?q=s%C3%A9curit%C3%A9"),
    ] {
        let answer = get(&server, address).await;
        assert_eq!(answer.status, 308, "{address}");
        assert_eq!(answer.header("location"), Some(format!("{ROOT}{to}").as_str()));
    }
}

#[tokio::test]
async fn a_composed_subscription_promises_what_its_address_holds() {
    let server = server().await;
    for (query, expected) in [
        ("", "/fr/oewg-ict.ics"),
        ("topic=norms&session=&alarm=&busy=&cancelled=", "/fr/oewg-ict/topics/norms.ics"),
        ("session=4&busy=true", "/fr/oewg-ict/sessions/4.ics?busy=true"),
        (
            "topic=norms&session=6&language=en&alarm=15m&cancelled=hide",
            "/en/oewg-ict/topics/norms.ics?session=6&alarm=15m&cancelled=hide",
        ),
        ("topic=norms&topic=threats", "/fr/oewg-ict.ics?topic=norms&topic=threats"),
    ] {
        let page = page(&server, &format!("/fr/oewg-ict/subscribe?{query}")).await;
        let field = page
            .elements
            .iter()
            .find(|element| element.attribute("id") == Some("calendar-address"));
        let address = field.unwrap().attribute("value").unwrap();
        assert_eq!(address, format!("{SITE}{expected}"));
        let feed = get(&server, expected).await;
        assert_eq!(feed.status, 200);
        let events = feed.text().matches("BEGIN:VEVENT").count();
        let said = page.text.contains(&format!("{events} événement"));
        assert!(said, "{query}: {events} events\n{}", page.text);
        // What was chosen is chosen still.
        for pair in query.split('&').filter(|pair| !pair.is_empty() && !pair.ends_with('=')) {
            let (name, value) = pair.split_once('=').unwrap();
            let chosen = page.elements.iter().any(|element| {
                element.attribute("value") == Some(value)
                    && (element.attribute("checked").is_some()
                        || element.attribute("selected").is_some())
            });
            assert!(chosen, "{name}={value}");
        }
        let encoded: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
        for link in [
            address.replace("https://", "webcal://"),
            format!("https://outlook.live.com/calendar/0/addfromweb?url={encoded}&name="),
            format!("https://outlook.office.com/calendar/0/addfromweb?url={encoded}&name="),
        ] {
            assert!(page.links().any(|known| known.starts_with(&link)), "{link}");
        }
    }
}

#[tokio::test]
async fn changes_are_told_and_a_slot_tells_its_own() {
    let server = server().await;
    let changes = page(&server, "/en/oewg-ict/changes").await;
    for words in ["Moved", "from Monday 15:00–18:00 to Monday 15:30–18:00", "Cancelled"] {
        assert!(changes.text.contains(words), "{words}\n{}", changes.text);
    }
    let slot = page(&server, "/en/oewg-ict/sessions/4/norms").await;
    assert!(slot.text.contains("from Monday 15:00–18:00 to Monday 15:30–18:00"));
    assert!(slot.text.contains("First published on 1 March 2023"));
    let start = slot.text.find("{\"@context\"").unwrap();
    let linked = &slot.text[start..=start + slot.text[start..].find('\n').unwrap()];
    let linked: serde_json::Value = serde_json::from_str(linked).unwrap();
    assert_eq!(linked["eventStatus"], "https://schema.org/EventRescheduled");
    assert_eq!(linked["previousStartDate"], "2023-03-06T15:00:00-05:00");
    assert_eq!(linked["startDate"], "2023-03-06T15:30:00-05:00");
    let cancelled = page(&server, "/en/oewg-ict/sessions/4/norms-2").await;
    assert!(cancelled.text.contains("https://schema.org/EventCancelled"));
    // Atom leads to the same page.
    let atom = get(&server, "/en/oewg-ict.atom").await;
    let link = format!("href=\"{SITE}/en/oewg-ict/changes\"");
    assert!(atom.text().contains(&link), "{}", atom.text());
}

#[tokio::test]
async fn browsers_get_a_page_that_helps_and_programs_a_problem_document() {
    let server = server().await;
    let browser = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for (address, status, language, way) in [
        ("/fr/oewg-ict/topics/norm", 404, "fr", "/fr/oewg-ict/topics/norms"),
        ("/ar/oewg-ict/sessions/5", 404, "ar", "/ar/oewg-ict/sessions/4"),
        (
            "/fr/oewg-ict/topics/norm.ics?alarm=1h",
            404,
            "fr",
            "/fr/oewg-ict/topics/norms.ics?alarm=1h",
        ),
        ("/en/oewg.ics", 404, "en", "/en/oewg-ict.ics"),
        ("/es/oewg-ict.ics", 404, "es", "/fr/oewg-ict.ics"),
        (
            "/en/oewg-ict.ics?topic=norm&busy=true",
            400,
            "en",
            "/en/oewg-ict.ics?topic=norms&busy=true",
        ),
        ("/en/oewg-ict/sessions/4/norm", 404, "en", "/en/oewg-ict/sessions/4/norms"),
        ("/de", 404, "zh", "/zh"),
    ] {
        let fields = [browser, "Accept-Language: zh"];
        let answer = ask(server.address, "GET", address, &fields).await;
        assert_eq!(answer.status, status, "{address}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("vary"), Some("Accept, Accept-Language"));
        assert!(answer.header("content-security-policy").is_some());
        let page = Page::read(answer.text());
        assert_eq!(page.all("html").next().unwrap().attribute("lang"), Some(language));
        let ways: Vec<_> = page.links().filter_map(own).collect();
        assert!(ways.iter().any(|known| known == way), "{address}: {ways:?}");
        let program = get(&server, address).await;
        assert_eq!(program.status, status);
        assert_eq!(program.header("content-type"), Some("application/problem+json"));
        assert_eq!(program.header("vary"), Some("Accept, Accept-Language"));
    }
    let hostile = "/en/oewg-ict/topics/%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    let answer = ask(server.address, "GET", hostile, &[browser]).await;
    assert_eq!(Page::read(answer.text()).all("script").count(), 1);
    // What it leads to stays here: browsers read a backslash as a slash.
    let elsewhere = "/\\evil.example/oewg-it.ics?a=\\";
    let answer = ask(server.address, "GET", elsewhere, &[browser]).await;
    assert_eq!(answer.status, 404);
    let page = Page::read(answer.text());
    assert!(
        page.links().all(|link| !link.contains('\\')),
        "{:?}",
        page.links().collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn a_search_finds_topics_sessions_and_slots_whatever_the_language() {
    let server = server().await;
    let found = page(&server, "/en?q=MENACES").await;
    for link in ["/en/oewg-ict/topics/threats", "/en/oewg-ict/sessions/4/opening"] {
        assert!(found.links().filter_map(own).any(|known| known == link), "{link}");
    }
    let exact = page(&server, "/en?q=capacites+renforcement").await;
    let links: Vec<_> = exact.links().filter_map(own).collect();
    assert!(links.iter().any(|link| link == "/en/oewg-ict/topics/capacity-building"), "{links:?}");
    let nothing = page(&server, "/en?q=%3Cb%3Exyzzy").await;
    assert!(nothing.text.contains("Nothing was found"));
    assert_eq!(nothing.all("b").count(), 0);
}

#[tokio::test]
async fn empty_states_say_what_is_missing() {
    let mut server = Server::empty(Limits::default()).await;
    let home = page(&server, "/en").await;
    assert!(home.text.contains("Nothing is published yet"));
    assert_eq!(get(&server, "/en/council").await.status, 404);
    server.publish("Council <of> Tests");
    let body = page(&server, "/fr/council").await;
    assert!(body.text.contains("Aucune session n’est encore publiée"));
    assert!(body.text.contains("Council <of> Tests"));
    let topic = page(&server, "/fr/council/topics/norms").await;
    assert!(topic.text.contains("Rien n’est encore au programme"));
}

#[tokio::test]
async fn robots_find_every_page() {
    let server = server().await;
    let robots = get(&server, "/robots.txt").await;
    assert!(robots.text().contains(&format!("Sitemap: {SITE}/sitemap.xml")));
    let map = get(&server, "/sitemap.xml").await;
    assert_eq!(map.header("content-type"), Some("application/xml; charset=utf-8"));
    let mut addresses = Vec::new();
    for entry in map.text().split("<loc>").skip(1) {
        addresses.push(own(entry.split("</loc>").next().unwrap()).unwrap());
        assert_eq!(entry.matches("hreflang=").count(), 6);
    }
    for address in ["/en", "/ar/oewg-ict/sessions/4/norms", "/fr/nasty/topics/comma"] {
        assert!(addresses.iter().any(|known| known == address), "{address}");
    }
    let mut client = Client::connect(server.address).await;
    for address in &addresses {
        assert_eq!(client.ask("HEAD", address, &[]).await.status, 200, "{address}");
    }
}

#[tokio::test]
async fn every_page_of_the_real_sessions_is_light() {
    let server = server().await;
    let mut client = Client::connect(server.address).await;
    let mut wire = BTreeMap::new();
    for language in LANGUAGES {
        for rest in [
            "",
            "/oewg-ict",
            "/oewg-ict/sessions/4",
            "/oewg-ict/sessions/6",
            "/oewg-ict/topics/threats",
            "/oewg-ict/sessions/4/opening",
            "/oewg-ict/changes",
            "/oewg-ict/subscribe",
        ] {
            let address = format!("/{language}{rest}");
            let page = client.ask("GET", &address, &["Accept-Encoding: br"]).await;
            wire.insert(address, page.content.len());
        }
    }
    let page = page(&server, "/en").await;
    let mut shared = 0;
    for asset in page.links().filter_map(own).filter(|link| link.starts_with("/static/")) {
        shared += client.ask("GET", &asset, &["Accept-Encoding: br"]).await.content.len();
    }
    for (address, octets) in wire {
        assert!(octets + shared < 60 << 10, "{address}: {octets} + {shared}");
    }
}
