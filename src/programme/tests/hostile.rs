//! Input that no editor would write.

use proptest::prelude::*;

use super::{BODY, SESSION, check, session_faults};

const EXAMPLE_BODY: &str = include_str!("../../../examples/feeds/example-body/body.toml");
const EXAMPLE_SESSION: &str = include_str!("../../../examples/feeds/example-body/sessions/1.toml");

/// Validates, renders everything, and says whether it was accepted.
fn survives(body: &str, session: &str) -> bool {
    let result = check(&[("b/body.toml", body), ("b/sessions/1.toml", session)]);
    match result {
        Ok(checked) => {
            let _ = (checked.warnings.coloured(), checked.warnings.to_string());
            // What has no error is whole.
            assert_eq!(checked.programmes.len(), 1);
            assert_eq!(checked.programmes[0].sessions.len(), 1);
            true
        }
        Err(faults) => {
            assert!(faults.errors() > 0);
            let _ = (faults.coloured(), faults.to_string());
            assert!(faults.plain().ends_with(&format!("{}\n", faults.summary())));
            assert!(faults.iter().all(|fault| fault.place.line >= 1 && !fault.rule.is_empty()));
            false
        }
    }
}

/// A text with a part of it cut out, doubled, or replaced.
fn mutated(text: &'static str) -> impl Strategy<Value = String> {
    let characters: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let at = proptest::sample::select(characters);
    let piece = prop_oneof![
        Just(String::new()),
        any::<String>(),
        proptest::sample::select(vec![
            "\"",
            "]",
            "{",
            "=",
            "\n",
            "\u{2028}",
            "\\u0085",
            "[[slots]]\n",
            "1",
            "''"
        ])
        .prop_map(str::to_owned),
    ];
    (at.clone(), at, piece).prop_map(move |(a, b, piece)| {
        let (a, b) = (a.min(b), a.max(b));
        // Most cuts are small: a large one leaves little to read.
        let b = if b - a > 200 { a } else { b };
        format!("{}{piece}{}", &text[..a], &text[b..])
    })
}

proptest! {
    #[test]
    fn any_text_is_answered(body in any::<String>(), session in any::<String>()) {
        survives(&body, &session);
        survives(BODY, &session);
    }

    #[test]
    fn any_value_is_answered(value in any::<String>()) {
        let value = toml::Value::String(value).to_string();
        survives(&BODY.replace("\"Norms\"", &value), SESSION);
        survives(&BODY.replace("\"norms\"", &value), SESSION);
        survives(&BODY.replace("\"America/New_York\"", &value), SESSION);
        survives(BODY, &format!("{value} = {value}\n{SESSION}"));
    }

    #[test]
    fn any_change_of_the_example_is_answered(
        body in mutated(EXAMPLE_BODY),
        session in mutated(EXAMPLE_SESSION),
    ) {
        survives(&body, EXAMPLE_SESSION);
        survives(EXAMPLE_BODY, &session);
    }
}

#[test]
fn the_example_itself_is_accepted() {
    assert!(survives(EXAMPLE_BODY, EXAMPLE_SESSION));
    let with_crlf = EXAMPLE_SESSION.replace('\n', "\r\n");
    assert!(survives(EXAMPLE_BODY, &with_crlf));
    assert!(survives(&format!("\u{feff}{EXAMPLE_BODY}"), EXAMPLE_SESSION));
}

#[test]
fn nesting_does_not_exhaust_the_stack() {
    for (open, close) in [("[", "]"), ("{ a = ", " }"), ("a.", "b")] {
        for depth in [70, 100, 100_000] {
            let value = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            survives(BODY, &format!("x = {value}\n{SESSION}"));
        }
    }
    // The deepest that the parser takes: dotted keys in a header and in each inline table.
    for (parts, depth) in [(75, 75), (79, 78), (79, 79), (80, 80)] {
        let key = vec!["a"; parts].join(".");
        let open = format!("{{ {key} = ").repeat(depth);
        survives(BODY, &format!("[{key}]\n{key} = {open}1{}", "}".repeat(depth)));
    }
    survives(BODY, &format!("[{}]\n", vec!["a"; 100_000].join(".")));
    survives(BODY, &"[[slots]]\n[[slots.entries]]\n".repeat(2_000));
}

#[test]
fn a_flood_of_faults_is_bounded() {
    let faults = session_faults(&format!("{SESSION}{}", "[[slots]]\n".repeat(5_000)));
    assert!(faults.ends_with("faults not shown\n"), "{}", &faults[faults.len() - 100..]);
    let lines = "=\n".repeat(100_000);
    assert!(session_faults(&lines).contains("not shown"));
}
