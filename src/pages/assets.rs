//! Style, script and icon: files that are named by what they hold, and so may be kept for ever.

use std::fmt::Write;
use std::sync::LazyLock;

/// The style sheet.
pub(super) const STYLE: usize = 0;
/// The script.
pub(super) const SCRIPT: usize = 1;
/// The icon.
pub(super) const ICON: usize = 2;

/// A file that pages are shown with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its name with the hash of its octets: `style.0123456789abcdef.css`.
    pub name: String,
    /// Its Content-Type.
    pub media_type: &'static str,
    /// Its octets.
    pub octets: Vec<u8>,
}

static ASSETS: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    [
        asset("style", "css", "text/css; charset=utf-8", style()),
        asset(
            "script",
            "js",
            "text/javascript; charset=utf-8",
            include_str!("assets/script.js").to_owned(),
        ),
        asset("icon", "svg", "image/svg+xml", include_str!("assets/icon.svg").to_owned()),
    ]
});

fn asset(stem: &str, extension: &str, media_type: &'static str, words: String) -> Asset {
    let hash = blake3::hash(words.as_bytes()).to_hex();
    let name = format!("{stem}.{}.{extension}", &hash[..16]);
    Asset { name, media_type, octets: words.into() }
}

/// The parts of the written style sheet.
const STYLES: [&str; 4] = [
    include_str!("assets/style.css"),
    include_str!("assets/programme.css"),
    include_str!("assets/subscribe.css"),
    include_str!("assets/print.css"),
];

/// The written style sheet, then the rules that there are many of: the policy of pages forbids
/// styles within them, so what depends on a programme is a class.
fn style() -> String {
    let mut style = STYLES.join("\n");
    for colour in include_str!("assets/colours.txt").split_whitespace() {
        // Writing to a string does not fail.
        let _ = writeln!(style, ".colour-{colour}{{--topic:{colour}}}");
    }
    for quarter in 0..=96 {
        let _ =
            writeln!(style, ".from-{quarter}{{--from:{quarter}}}.to-{quarter}{{--to:{quarter}}}");
    }
    style
}

/// The address of an asset.
pub(super) fn address(asset: usize) -> String {
    format!("/static/{}", ASSETS[asset].name)
}

/// The address of the icon.
pub fn icon() -> String {
    address(ICON)
}

/// The asset of that name; where the hash is another one, the asset as it is now, whose name differs.
pub fn find(name: &str) -> Option<&'static Asset> {
    let ends = |name: &str| {
        let (stem, rest) = name.split_once('.')?;
        let (_, extension) = rest.rsplit_once('.')?;
        Some((stem.to_owned(), extension.to_owned()))
    };
    let wanted = ends(name)?;
    ASSETS.iter().find(|asset| ends(&asset.name).as_ref() == Some(&wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Colour;

    #[test]
    fn names_tell_what_is_in_them_and_old_names_lead_to_new_ones() {
        for asset in ASSETS.iter() {
            assert_eq!(find(&asset.name), Some(asset));
        }
        assert_eq!(find("style.0.css"), Some(&ASSETS[STYLE]));
        for name in ["style.css", "style.0.js", "other.0.css", "", "../style.0.css"] {
            assert_eq!(find(name), None, "{name}");
        }
    }

    #[test]
    fn every_colour_of_a_topic_has_a_class() {
        let colours = include_str!("assets/colours.txt").split_whitespace();
        let mut count = 0;
        for colour in colours {
            assert!(colour.parse::<Colour>().is_ok(), "{colour}");
            count += 1;
        }
        assert_eq!(count, 147);
    }
}
