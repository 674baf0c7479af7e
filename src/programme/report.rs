//! Faults for a person at a terminal, in the manner of rustc.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use annotate_snippets::{normalize_untrusted_str, renderer::DecorStyle};

use super::fault::{Fault, Faults, Place, Severity};

impl Faults {
    /// The faults with their excerpts and the number of them, without colours. Ends in a newline;
    /// empty if there are no faults.
    pub fn plain(&self) -> String {
        self.render(&Renderer::plain())
    }

    /// The same with ANSI colours.
    pub fn coloured(&self) -> String {
        self.render(&Renderer::styled().decor_style(DecorStyle::Ascii))
    }

    fn render(&self, renderer: &Renderer) -> String {
        if self.is_empty() {
            return String::new();
        }
        let mut text = String::new();
        for fault in self.iter() {
            text += &renderer.render(&[self.group(fault)]);
            text += "\n\n";
        }
        text += &self.summary();
        text.push('\n');
        text
    }

    fn group<'a>(&'a self, fault: &'a Fault) -> Group<'a> {
        let level = match fault.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(fault.rule.as_str()));
        let (near, far): (Vec<&Place>, Vec<&Place>) =
            (fault.also.iter()).partition(|also| also.path == fault.place.path);
        group = excerpt(group, self, Some(&fault.place), &near);
        for place in far {
            group = excerpt(group, self, None, &[place]);
        }
        let note = |name: &'static str, text: &str| {
            Level::NOTE.with_name(name).message(normalize_untrusted_str(text))
        };
        if !fault.key.is_empty() {
            group = group.element(note("key", &fault.key));
        }
        if fault.place.span.is_none()
            && let Some(value) = &fault.value
        {
            group = group.element(note("value", value));
        }
        if let Some(help) = &fault.help {
            group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
        }
        group
    }
}

/// Adds the lines of one file between the first and the last of the places; those without one are
/// folded.
fn excerpt<'a>(
    group: Group<'a>,
    faults: &'a Faults,
    primary: Option<&'a Place>,
    context: &[&'a Place],
) -> Group<'a> {
    let places = || primary.into_iter().chain(context.iter().copied());
    let Some(first) = places().next() else {
        return group;
    };
    let spans: Vec<&Range<usize>> = places().filter_map(|place| place.span.as_ref()).collect();
    let bounds = spans.iter().map(|span| span.start).min();
    let (Some(text), Some(start)) = (faults.text(&first.path), bounds) else {
        return group.element(Origin::path(first.path.as_ref()));
    };
    let end = spans.iter().map(|span| span.end).max().unwrap_or(start);
    let start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
    let line_start = places().map(|place| place.line).min().unwrap_or(1);

    let mut snippet =
        Snippet::source(&text[start..end]).path(first.path.as_ref()).line_start(line_start);
    for place in places() {
        let Some(span) = &place.span else { continue };
        let kind = if primary.is_some_and(|primary| std::ptr::eq(primary, place)) {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        snippet = snippet.annotation(
            kind.span(span.start - start..span.end - start).label(place.label.as_deref()),
        );
    }
    group.element(snippet)
}
