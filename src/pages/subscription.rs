//! What a composed feed gives, and the ways to subscribe to it.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};
use url::form_urlencoded::byte_serialize;

use super::event::EventLine;
use super::maker::Maker;
use super::said::Said;
use crate::query::{Feed, Presence};
use crate::render::{Disposition, Format, calendar_name};
use crate::words::{Message, Phrase};

/// How many of the next events are shown.
const NEXT: usize = 3;

/// A link that subscribes with one client.
pub(super) struct Client {
    /// Its name, which is the same in every language, or the words for several of them.
    pub(super) name: Said,
    /// A name for styles and scripts.
    pub(super) id: &'static str,
    pub(super) href: String,
}

/// What a feed gives, and the ways to subscribe to it.
pub(super) struct Subscription {
    pub(super) name: Said,
    /// "12 events".
    pub(super) count: String,
    pub(super) next: Vec<EventLine>,
    /// The whole address.
    pub(super) address: String,
    /// The address from the host on, and the name of the file.
    pub(super) download: String,
    pub(super) file_name: String,
    pub(super) changes: String,
    pub(super) clients: Vec<Client>,
    /// A QR code of the page on which the feed is composed, where a phone finds the link for its
    /// own client: the modules of a side, with a margin, and the path that draws the
    /// dark ones. Empty if the address is too long for one.
    pub(super) modules: usize,
    pub(super) drawing: String,
}

impl Subscription {
    /// What `feed` gives, which is composed on `page`.
    pub(super) fn new(maker: &Maker<'_>, feed: &Feed, page: &str) -> Self {
        let members = feed.events.iter().filter(|event| event.presence == Presence::Member);
        let count = members.count();
        let live = feed.events.iter().filter(|event| !event.is_cancelled());
        let ahead = live.filter(|event| event.content().ends > maker.moment);
        let next = ahead.take(NEXT).map(|event| EventLine::new(maker, event)).collect();
        let of_feed = feed.query.address(Format::Ics.extension());
        let address = maker.site.absolute(&of_feed);
        let name = calendar_name(&maker.reader, feed);
        let (modules, drawing) = drawing(&maker.site.absolute(page)).unwrap_or_default();
        Self {
            count: maker.words.count(Message::CountEvents, count),
            next,
            clients: clients(maker, &address, &name.words),
            download: maker.site.local(&of_feed),
            file_name: Disposition::of(&feed.query, Format::Ics).file_name,
            changes: maker.site.absolute(&feed.query.address(Format::Atom.extension())),
            name: maker.said(name),
            address,
            modules,
            drawing,
        }
    }
}

/// The links that each client takes; each was told by its maker or read from what it does.
fn clients(maker: &Maker<'_>, address: &str, name: &str) -> Vec<Client> {
    let encoded = |words: &str| byte_serialize(words.as_bytes()).collect::<String>();
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let webcal = format!("webcal://{rest}");
    let outlook = |host: &str| {
        // Outlook decodes no plus signs in names.
        let (address, name) = (encoded(address), encoded(name).replace('+', "%20"));
        format!("https://{host}/calendar/0/addfromweb?url={address}&name={name}")
    };
    let client = |name: Said, id, href| Client { name, id, href };
    let others = maker.words.get(Phrase::AppleAndOthers);
    vec![
        client(
            Said::own("Google Calendar"),
            "google",
            format!("https://calendar.google.com/calendar/render?cid={}", encoded(&webcal)),
        ),
        client(Said::own("Outlook.com"), "outlook", outlook("outlook.live.com")),
        client(Said::own("Microsoft 365"), "office", outlook("outlook.office.com")),
        client(Said::own(others), "webcal", webcal),
    ]
}

/// The QR code of an address: how many modules a side has with its margin of four, and a path
/// that draws the dark ones.
fn drawing(address: &str) -> Option<(usize, String)> {
    const MARGIN: usize = 4;
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        while column < width {
            let dark = modules[column..].iter().take_while(|color| **color == Color::Dark).count();
            if dark > 0 {
                let (x, y) = (column + MARGIN, row + MARGIN);
                // Writing to a string does not fail.
                let _ = write!(path, "M{x} {y}h{dark}v1h-{dark}z");
            }
            column += dark.max(1);
        }
    }
    Some((width + 2 * MARGIN, path))
}
