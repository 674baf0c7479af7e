//! From the `icalendar` crate's components to content lines (RFC 5545, section 3.1).
//!
//! The crate keeps the tree of components and properties; writing it is ours, because the crate's
//! own writer fills a missing UID or DTSTAMP with a random or the present one, leaves control
//! characters and the quotes of parameters (RFC 6868) as they are, and folds in quadratic time.

use icalendar::{Component, Property};

use crate::render::reader::{find_unfit, is_left_out, plain};

/// The longest line, in octets, without its line end (RFC 5545, section 3.1).
const LENGTH: usize = 75;

/// Properties in the order in which they are written; any other follow.
const ORDER: [&str; 27] = [
    "VERSION",
    "PRODID",
    "NAME",
    "X-WR-CALNAME",
    "UID",
    "SEQUENCE",
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "DTSTART",
    "DTEND",
    "STATUS",
    "SUMMARY",
    "LOCATION",
    "DESCRIPTION",
    "X-WR-CALDESC",
    "CATEGORIES",
    "COLOR",
    "X-APPLE-CALENDAR-COLOR",
    "URL",
    "SOURCE",
    "REFRESH-INTERVAL",
    "X-PUBLISHED-TTL",
    "TRANSP",
    "X-MICROSOFT-CDO-BUSYSTATUS",
    "ACTION",
    "TRIGGER",
];

/// Properties whose values are no TEXT (RFC 5545, section 8.3.2; RFC 7986). CATEGORIES is among
/// them because its value is a list, which [`text_list`] has escaped.
const NO_TEXT: [&str; 12] = [
    "CATEGORIES",
    "CREATED",
    "DTEND",
    "DTSTAMP",
    "DTSTART",
    "DURATION",
    "LAST-MODIFIED",
    "REFRESH-INTERVAL",
    "SEQUENCE",
    "SOURCE",
    "TRIGGER",
    "URL",
];

/// Writes content lines.
#[derive(Debug)]
pub(super) struct Writer {
    out: String,
    line: String,
}

impl Writer {
    pub(super) fn new(capacity: usize) -> Self {
        Self { out: String::with_capacity(capacity), line: String::with_capacity(4096) }
    }

    /// What was written.
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Gives what was written to `take`, and begins anew.
    pub(super) fn give<T>(&mut self, take: impl FnOnce(&str) -> T) -> T {
        let taken = take(&self.out);
        self.out.clear();
        taken
    }

    /// Lines that were written before.
    pub(super) fn written(&mut self, lines: &str) {
        self.out.push_str(lines);
    }

    /// Lines that are fit to be written as they stand.
    pub(super) fn lines(&mut self, lines: &[&str]) {
        for line in lines {
            self.out.push_str(line);
            self.out.push_str("\r\n");
        }
    }

    /// A component with its properties.
    pub(super) fn component(&mut self, component: &impl Component) {
        self.begin(component);
        self.lines(&[&["END:", &component.component_kind()].concat()]);
    }

    /// A component with its properties, but for its end.
    pub(super) fn begin(&mut self, component: &impl Component) {
        self.lines(&[&["BEGIN:", &component.component_kind()].concat()]);
        let repeated = component.multi_properties().values().flatten();
        self.properties(component.properties().values().chain(repeated));
    }

    /// Properties, in the order of [`ORDER`], then in their own.
    pub(super) fn properties<'p>(&mut self, properties: impl Iterator<Item = &'p Property>) {
        // Ranked once each: sorting by a key would look it up at every comparison.
        let mut ranked: Vec<(usize, &Property)> =
            properties.map(|property| (rank(property.key()), property)).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        for (_, property) in ranked {
            self.property(property);
        }
    }

    fn property(&mut self, property: &Property) {
        self.line.push_str(property.key());
        // The crate keeps them in a map without an order of its own.
        let mut parameters: Vec<_> = property.params().values().collect();
        parameters.sort_unstable_by_key(|parameter| parameter.key());
        for parameter in parameters {
            self.line.push(';');
            self.line.push_str(parameter.key());
            self.line.push('=');
            push_parameter(&mut self.line, parameter.value());
        }
        self.line.push(':');
        let is_text = match property.params().get("VALUE") {
            Some(kind) => kind.value() == "TEXT",
            None => !NO_TEXT.contains(&property.key()),
        };
        if is_text {
            push_text(&mut self.line, property.value());
        } else {
            self.line.push_str(&plain(property.value()));
        }
        self.fold();
    }

    /// Moves the line to the output, folded between characters.
    fn fold(&mut self) {
        let mut rest = self.line.as_str();
        let mut room = LENGTH;
        while rest.len() > room {
            let mut end = room;
            while !rest.is_char_boundary(end) {
                end -= 1;
            }
            self.out.push_str(&rest[..end]);
            self.out.push_str("\r\n ");
            rest = &rest[end..];
            // The blank that continues a line is part of it.
            room = LENGTH - 1;
        }
        self.out.push_str(rest);
        self.out.push_str("\r\n");
        self.line.clear();
    }
}

fn rank(name: &str) -> usize {
    let place = ORDER.iter().position(|other| *other == name);
    place.unwrap_or(ORDER.len())
}

/// Adds a value of type TEXT (RFC 5545, section 3.3.11) without characters that are left out.
fn push_text(line: &mut String, text: &str) {
    let mut rest = text;
    // Whole stretches are copied: nearly all text is fit as it stands.
    while let Some(at) = find_unfit(rest.as_bytes(), *b"\\;,") {
        let (fit, from) = rest.split_at(at);
        line.push_str(fit);
        let mut chars = from.chars();
        match chars.next() {
            Some('\\') => line.push_str("\\\\"),
            Some(';') => line.push_str("\\;"),
            Some(',') => line.push_str("\\,"),
            Some('\n') => line.push_str("\\n"),
            Some(c) if !is_left_out(c) => line.push(c),
            _ => {}
        }
        rest = chars.as_str();
    }
    line.push_str(rest);
}

/// Adds the value of a parameter: quotes, carets and line ends encoded (RFC 6868), the whole in
/// quotes where it holds what would end it (RFC 5545, section 3.2).
fn push_parameter(line: &mut String, value: &str) {
    let quote = if value.contains([':', ';', ',']) { "\"" } else { "" };
    line.push_str(quote);
    for c in value.chars() {
        match c {
            '^' => line.push_str("^^"),
            '"' => line.push_str("^'"),
            '\n' => line.push_str("^n"),
            c if is_left_out(c) => {}
            c => line.push(c),
        }
    }
    line.push_str(quote);
}

/// The value of a property that is a list of TEXT, such as CATEGORIES.
pub(super) fn text_list<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let mut list = String::new();
    for text in texts {
        if !list.is_empty() {
            list.push(',');
        }
        push_text(&mut list, text);
    }
    list
}

#[cfg(test)]
mod tests {
    use icalendar::Event;

    use super::*;

    fn written(property: &Property) -> String {
        let mut writer = Writer::new(0);
        writer.property(property);
        writer.finish()
    }

    #[test]
    fn values_are_escaped_by_their_type() {
        let line = |name: &str, value: &str| written(&Property::new(name, value));
        assert_eq!(line("SUMMARY", "a\\b;c,d\ne"), "SUMMARY:a\\\\b\\;c\\,d\\ne\r\n");
        assert_eq!(line("NAME", "a,b"), "NAME:a\\,b\r\n");
        assert_eq!(line("X-WR-CALNAME", "a;b"), "X-WR-CALNAME:a\\;b\r\n");
        assert_eq!(line("URL", "https://a.example/?b,c;d"), "URL:https://a.example/?b,c;d\r\n");
        let list = text_list(["a,b", "c;d"]);
        assert_eq!(line("CATEGORIES", &list), "CATEGORIES:a\\,b,c\\;d\r\n");
    }

    #[test]
    fn what_cuts_lines_is_left_out() {
        let all = "a\0\u{7}\t\r\u{7f}\u{85}\u{9f}\u{2028}\u{2029}b";
        assert_eq!(written(&Property::new("SUMMARY", all)), "SUMMARY:ab\r\n");
        assert_eq!(written(&Property::new("URL", "a:\r\nb")), "URL:a:b\r\n");
    }

    #[test]
    fn parameters_are_quoted_and_encoded() {
        let value = |value: &str| {
            written(&Property::new("SUMMARY", "s").add_parameter("X-P", value).done())
        };
        assert_eq!(value("fr"), "SUMMARY;X-P=fr:s\r\n");
        assert_eq!(value("a:b"), "SUMMARY;X-P=\"a:b\":s\r\n");
        assert_eq!(value("\"a\",^\n\r"), "SUMMARY;X-P=\"^'a^',^^^n\":s\r\n");
    }

    #[test]
    fn lines_are_folded_between_characters() {
        for lead in 0..4 {
            let value = "x".repeat(lead) + &"é€😀".repeat(40);
            let folded = written(&Property::new("SUMMARY", &value));
            assert!(folded.split("\r\n").all(|line| line.len() <= 75));
            assert_eq!(folded.replace("\r\n ", ""), format!("SUMMARY:{value}\r\n"));
        }
        let exact = written(&Property::new("SUMMARY", "x".repeat(67)));
        assert!(!exact.contains("\r\n "));
        let over = written(&Property::new("SUMMARY", "x".repeat(68)));
        assert!(over.ends_with("\r\n x\r\n"));
    }

    #[test]
    fn the_crate_fills_in_nothing() {
        let mut event = Event::new();
        event.add_property("SUMMARY", "s");
        event.add_property("UID", "u");
        event.append_multi_property(Property::new("CATEGORIES", "b"));
        event.append_multi_property(Property::new("CATEGORIES", "a"));
        event.add_property("X-OTHER", "o");
        let mut writer = Writer::new(0);
        writer.component(&event);
        assert_eq!(
            writer.finish(),
            "BEGIN:VEVENT\r\nUID:u\r\nSUMMARY:s\r\nCATEGORIES:b\r\nCATEGORIES:a\r\nX-OTHER:o\r\nEND:VEVENT\r\n"
        );
    }
}
