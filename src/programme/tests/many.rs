//! Many faults at once: none hides another.

use super::{check, shown};

const BODY: &str = r#"name.en = "Working group "
languages = ["en", "fr"]
time_zone = "America/NewYork"
venue.fr = "New York"
uid_namespace = "6f3a1c52"
color = "teal"

[[topics]]
id = "norms"
name.en = "Norms"
"#;

const FIRST: &str = r#"nam.en = "First session"
start = 2023-03-06
end = 2023-03-10
status = "adoptd"

[[slots]]
id = "a"
date = 2023-03-06
weekday = "sunday"
start = "10:00"
end = "09:00"
formerly = ["x"]

[[slots.entries]]
topics = ["norm"]
footnotes = ["7"]

[[slots]]
id = "b"
date = 2023-03-20
start = "11:00"
end = "12:00"

[[slots.entries]]
heading.en = ""
heading.fr = "Débat"

[[slots]]
id = "x"
date = 2023-03-20
start = "11:30"
end = "12:30"
entries = []
"#;

const SECOND: &str = "name.en = \"Second session\"\nstart = 2023-03-06\nend =\nstatus = \"held\n";

#[test]
fn all_are_reported() {
    let result = check(&[
        ("b/body.toml", BODY),
        ("b/sessions/1.toml", FIRST),
        ("b/sessions/2.toml", SECOND),
        ("b/sessions/No 3.toml", ""),
        ("b/4.toml", ""),
        ("c/sessions/1.toml", FIRST),
    ]);
    insta::assert_snapshot!(shown(result));
}
