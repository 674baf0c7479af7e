//! A source file as text, its comments and strings apart from its code.

use std::path::PathBuf;

/// A source file. Lines count from 1.
pub(crate) struct Source {
    /// Its path, from the root of the repository.
    pub(crate) path: PathBuf,
    /// Its text, in which comments and the insides of strings are blanks; lines are as they were.
    code: String,
    /// Its strings, as they are written, with the lines on which they begin.
    pub(crate) strings: Vec<(usize, String)>,
}

impl Source {
    pub(crate) fn new(path: PathBuf, text: &str) -> Self {
        let mut source =
            Self { path, code: String::with_capacity(text.len()), strings: Vec::new() };
        let mut rest = text;
        while !rest.is_empty() {
            let before = source.code.chars().next_back();
            let (length, kind) = token(rest, before.is_some_and(is_of_name));
            let (token, after) = rest.split_at(length);
            match kind {
                Kind::Code => source.code.push_str(token),
                Kind::Blank => source.blank(token),
                Kind::Quoted => {
                    let inside = token.trim_start_matches(['b', 'c', 'r', '#']);
                    let inside = inside.trim_end_matches('#').trim_matches('"');
                    source.strings.push((source.line(source.code.len()), inside.to_owned()));
                    source.code.push('"');
                    source.blank(&token[1..token.len() - 1]);
                    source.code.push('"');
                }
            }
            rest = after;
        }
        source
    }

    /// The room that the file is in: `render` for src/render/ics/event.rs.
    pub(crate) fn room(&self) -> &str {
        let mut parts = self.path.iter().skip(1).filter_map(|part| part.to_str());
        parts.next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// The rooms that stand behind `crate::`, or behind as many `super::` as lead to the root.
    pub(crate) fn rooms_named(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for at in self.places("crate::") {
            self.push_names(at + "crate::".len(), &mut found);
        }
        let mut after = 0;
        for at in self.places("super::") {
            if at < after {
                continue;
            }
            let chain = &self.code[at..];
            let end = chain.len() - chain.trim_start_matches("super::").len();
            after = at + end;
            if end / "super::".len() == self.depth(at) {
                self.push_names(after, &mut found);
            }
        }
        found
    }

    /// How many modules are around a place, the crate's root not counted.
    fn depth(&self, at: usize) -> usize {
        let parts = self.path.iter().skip(1).filter(|part| *part != "mod.rs").count();
        // An inline module is found by its indented code: the sources are formatted.
        let line = self.code[..at].rfind('\n').map_or(0, |end| end + 1);
        let is_inline = self.code[..line].contains("\nmod tests {")
            || self.code[line..at].trim_start().starts_with("mod ");
        parts + usize::from(is_inline)
    }

    /// The names at a place: one, or the first of each path in a list in braces.
    fn push_names(&self, at: usize, found: &mut Vec<(usize, String)>) {
        let name = |text: &str| text.chars().take_while(|c| is_of_name(*c)).collect::<String>();
        let Some(list) = self.code[at..].strip_prefix('{') else {
            found.push((self.line(at), name(&self.code[at..])));
            return;
        };
        let (mut depth, mut is_first) = (1, true);
        for (offset, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => is_first = true,
                c if is_of_name(c) && is_first => {
                    found.push((self.line(at + 1 + offset), name(&list[offset..])));
                    is_first = false;
                }
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// The lines whose code names something: the whole name, not a part of a longer one.
    pub(crate) fn lines_naming(&self, name: &str) -> Vec<usize> {
        self.places(name).into_iter().map(|at| self.line(at)).collect()
    }

    /// The names that follow one of some keywords.
    pub(crate) fn declared(&self, keywords: &[&str]) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for keyword in keywords {
            let keyword = format!("{keyword} ");
            for at in self.places(&keyword) {
                self.push_names(at + keyword.len(), &mut found);
            }
        }
        found
    }

    fn places(&self, sought: &str) -> Vec<usize> {
        let is_whole = |at: usize| {
            let before = self.code[..at].chars().next_back();
            !before.is_some_and(is_of_name)
        };
        let found = self.code.match_indices(sought).map(|(at, _)| at);
        found.filter(|at| is_whole(*at)).collect()
    }

    fn line(&self, at: usize) -> usize {
        self.code[..at].matches('\n').count() + 1
    }

    fn blank(&mut self, text: &str) {
        self.code.extend(text.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
    }
}

/// The words of a name, in small letters: `feed`, `info` of `FeedInfo` and of `feed_info`.
pub(crate) fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        let is_capital = c.is_uppercase() && name.chars().any(char::is_lowercase);
        if c == '_' || is_capital {
            words.push(String::new());
        }
        if c != '_' {
            words.last_mut().unwrap().extend(c.to_lowercase());
        }
    }
    words
}

enum Kind {
    Code,
    /// A comment or a character.
    Blank,
    Quoted,
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length and the kind of the first token; `is_within` tells that a name goes on here.
fn token(text: &str, is_within: bool) -> (usize, Kind) {
    let first = text.chars().next().unwrap();
    if text.starts_with("//") {
        return (text.find('\n').unwrap_or(text.len()), Kind::Blank);
    }
    if text.starts_with("/*") {
        return (length_of_comment(text), Kind::Blank);
    }
    let prefix = text.len() - text.trim_start_matches(['b', 'c', 'r']).len();
    let after = text[prefix..].trim_start_matches('#');
    if after.starts_with('"') && !(is_within && prefix > 0) {
        let hashes = text.len() - prefix - after.len();
        let is_raw = text[..prefix].contains('r');
        if is_raw || hashes == 0 {
            return (
                text.len() - after.len() + length_of_string(after, is_raw, hashes),
                Kind::Quoted,
            );
        }
    }
    if first == '\'' {
        return length_of_character(text).map_or((1, Kind::Code), |length| (length, Kind::Blank));
    }
    (first.len_utf8(), Kind::Code)
}

/// Comments in comments count.
fn length_of_comment(text: &str) -> usize {
    let (mut at, mut depth) = (0, 0);
    loop {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
        } else {
            at += rest.chars().next().map_or(0, char::len_utf8);
        }
        if depth == 0 || at == text.len() {
            return at;
        }
    }
}

/// From the first quotation mark to the last, and the signs after it.
fn length_of_string(text: &str, is_raw: bool, hashes: usize) -> usize {
    let end = format!("\"{}", "#".repeat(hashes));
    let mut at = 1;
    while at < text.len() && !text[at..].starts_with(&end) {
        let is_escape = !is_raw && text[at..].starts_with('\\');
        for _ in 0..=usize::from(is_escape) {
            at += text[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    (at + end.len()).min(text.len())
}

/// `None` for a lifetime.
fn length_of_character(text: &str) -> Option<usize> {
    let mut characters = text.char_indices().skip(1);
    let (_, first) = characters.next()?;
    if first == '\\' {
        return text[3..].find('\'').map(|end| end + 4);
    }
    characters.next().filter(|(_, second)| *second == '\'').map(|(at, _)| at + 1)
}
