//! The furniture of pages: what a line is for that belongs to no paragraph.

/// What stands between the paragraphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Furniture {
    /// The rule above footnotes.
    Rule,
    /// Page numbers, job numbers and codes; the job number, if the line gives it.
    Page { job_number: Option<String> },
    /// An address alone in its line.
    Address,
    /// A bullet without a text.
    EmptyBullet,
}

/// Reads furniture that can be told without its neighbours.
pub(super) fn read(text: &str) -> Option<Furniture> {
    let letters = || text.chars();
    if text.len() >= 4 && letters().all(|c| matches!(c, '_' | '-' | '–' | '—' | '=' | '*' | ' '))
    {
        return Some(Furniture::Rule);
    }
    if letters().all(|c| matches!(c, '-' | '–' | '•' | '*' | '·' | '|')) {
        return Some(Furniture::EmptyBullet);
    }
    if is_address(text) {
        return Some(Furniture::Address);
    }
    if text.len() > 60 {
        return None;
    }
    let mut job_number = None;
    let mut parts = 0;
    for part in text.split([' ', '|']).filter(|part| !part.is_empty()) {
        let bare = part.trim_matches(['(', ')', '*']);
        if let Some(job) = job(bare) {
            job_number = Some(job);
        } else if !(is_page(bare) || is_code(bare) || is_language(bare)) {
            return None;
        }
        parts += 1;
    }
    // A language alone, or a time of four digits, is no page.
    let is_page_line = job_number.is_some()
        || text.split(' ').any(|part| part.contains('/') || part.starts_with('*'))
        || (parts == 1 && !is_language(text) && text.len() != 4);
    is_page_line.then_some(Furniture::Page { job_number })
}

/// Whether a line of page numbers and codes gives a job number.
pub(super) fn has_job_number(text: &str) -> bool {
    matches!(read(text), Some(Furniture::Page { job_number: Some(_) }))
}

/// An address and nothing else.
pub(super) fn is_address(text: &str) -> bool {
    (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www."))
        && !text.contains(' ')
}

/// `2/3`, `3`, `Page`
fn is_page(part: &str) -> bool {
    let is_number = |text: &str| {
        (1..=3).contains(&text.len()) && text.bytes().all(|octet| octet.is_ascii_digit())
    };
    match part.split_once('/') {
        Some((page, pages)) => is_number(page) && is_number(pages),
        None => is_number(part),
    }
}

/// A date of printing or the text of a bar code: six or more digits.
fn is_code(part: &str) -> bool {
    part.len() >= 6 && part.bytes().all(|octet| octet.is_ascii_digit())
}

fn is_language(part: &str) -> bool {
    matches!(part, "E" | "F" | "S" | "R" | "C" | "A")
}

/// A job number: `23-23298`, `GE.23-12345`.
fn job(part: &str) -> Option<String> {
    let number = part.rsplit_once('.').map_or(part, |(_, number)| number);
    let (year, rest) = number.split_once('-')?;
    let digits = |text: &str| text.bytes().all(|octet| octet.is_ascii_digit());
    let is_office = number.len() == part.len() || part.len() - number.len() <= 4;
    (year.len() == 2 && (4..=6).contains(&rest.len()) && digits(year) && digits(rest) && is_office)
        .then(|| part.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_codes_are_furniture() {
        assert_eq!(
            read("2/3 23-23298"),
            Some(Furniture::Page { job_number: Some("23-23298".into()) })
        );
        assert_eq!(
            read("23-23298 (E)"),
            Some(Furniture::Page { job_number: Some("23-23298".into()) })
        );
        assert_eq!(read("3/3"), Some(Furniture::Page { job_number: None }));
        assert_eq!(read("291123"), Some(Furniture::Page { job_number: None }));
        assert_eq!(
            read("GE.23-12345"),
            Some(Furniture::Page { job_number: Some("GE.23-12345".into()) })
        );
        assert_eq!(read("__________________"), Some(Furniture::Rule));
        assert_eq!(read("-"), Some(Furniture::EmptyBullet));
        for text in ["E", "(2021-2025)", "11-15 December", "Point 5", "10-13", "2023", "A/77/275"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
