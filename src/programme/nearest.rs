//! What would be right: the nearest of the valid values.

/// The most valid values that a help lists.
const LONGEST_LIST: usize = 16;

/// The valid value that `written` most likely stands for, if any is near.
pub(super) fn nearest<'v>(
    written: &str,
    valid: impl IntoIterator<Item = &'v str>,
) -> Option<&'v str> {
    let normal = |text: &str| text.trim().to_lowercase().replace([' ', '_'], "-");
    // Beyond this length nothing valid is near, and distances cost the product of the lengths.
    if written.len() > 100 {
        return None;
    }
    let written = normal(written);
    let limit = (written.chars().count() / 3).max(1);
    valid
        .into_iter()
        .map(|value| {
            let value_normal = normal(value);
            // A city without its continent: the last part of a time zone's name.
            let is_last_part =
                value_normal.rsplit_once('/').is_some_and(|(_, last)| last == written);
            let distance =
                if is_last_part { 0 } else { strsim::osa_distance(&written, &value_normal) };
            (distance, value)
        })
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, value)| value)
}

/// A help: the nearest valid value, and the list of them if it is short.
pub(super) fn help<'v>(
    written: &str,
    valid: impl IntoIterator<Item = &'v str> + Clone,
) -> Option<String> {
    let values: Vec<&str> = valid.clone().into_iter().collect();
    let nearest = nearest(written, valid).map(|value| format!("did you mean `{value}`?"));
    let list =
        (1..=LONGEST_LIST).contains(&values.len()).then(|| format!("valid: {}", values.join(", ")));
    match (nearest, list) {
        (Some(nearest), Some(list)) => Some(format!("{nearest} {list}")),
        (nearest, list) => nearest.or(list),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_seen_through_and_other_words_are_not() {
        assert_eq!(nearest("headign", ["heading", "focus"]), Some("heading"));
        assert_eq!(nearest("Monday", ["monday", "sunday"]), Some("monday"));
        assert_eq!(
            nearest("New York", ["America/Newark", "America/New_York"]),
            Some("America/New_York")
        );
        assert_eq!(nearest("colour", ["heading", "focus"]), None);
        assert_eq!(nearest(&"a".repeat(10_000), ["a"]), None);
    }
}
