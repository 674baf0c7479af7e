//! Names that have to be the only ones.

use super::{BODY, SESSION, check, session_faults, shown, slot};

fn two_sessions(first: &str, second: &str) -> String {
    let [first, second] = [first, second].map(|slots| format!("{SESSION}{slots}"));
    shown(check(&[
        ("b/body.toml", BODY),
        ("b/sessions/1.toml", &first),
        ("b/sessions/2.toml", &second),
    ]))
}

fn morning(id: &str) -> String {
    slot(id, "2023-03-06", "10:00", "13:00")
}

fn afternoon(id: &str) -> String {
    slot(id, "2023-03-06", "15:00", "18:00")
}

#[test]
fn a_slot_has_an_id_of_its_own_in_its_session() {
    let slots = morning("a") + &afternoon("a");
    insta::assert_snapshot!("duplicate_slot", session_faults(&format!("{SESSION}{slots}")));
    assert_eq!(two_sessions(&morning("a"), &morning("a")), "");
}

#[test]
fn the_address_of_changes_is_no_slot() {
    let refused = session_faults(&format!("{SESSION}{}", morning("changes")));
    assert!(refused.contains("`changes` is the address of what changed"), "{refused}");
    assert_eq!(session_faults(&format!("{SESSION}{}", morning("changes-2"))), "");
}

#[test]
fn a_renamed_slot_keeps_its_first_name_for_itself() {
    // The slot `opening` of session 1 went to session 2, and a new one took its name.
    let moved = morning("first") + "formerly = [\"1/opening\"]\n";
    insta::assert_snapshot!("uid_taken_by_new_slot", two_sessions(&morning("opening"), &moved));
    // Two slots claim to have been the same one.
    let also = afternoon("b") + "formerly = [\"opening\"]\n";
    insta::assert_snapshot!("uid_claimed_twice", two_sessions(&also, &moved));
    // A later former name is not where the UID comes from, but it names one slot still.
    let renamed_twice = morning("c") + "formerly = [\"a\", \"b\"]\n";
    insta::assert_snapshot!(
        "former_name_reused",
        two_sessions(&(renamed_twice + &afternoon("b")), "")
    );
}

#[test]
fn a_slot_may_take_back_a_name_that_it_had() {
    let slots = morning("a") + "formerly = [\"a\", \"b\"]\n";
    assert_eq!(two_sessions(&slots, &morning("a")), "");
}

#[test]
fn former_names_are_slots_or_sessions_and_slots() {
    let slots = morning("a") + "formerly = [\"B\", \"1/\", \"1/2/3\", 4]\n";
    insta::assert_snapshot!("former_name_malformed", two_sessions(&slots, ""));
}

#[test]
fn bodies_have_namespaces_of_their_own() {
    insta::assert_snapshot!(
        "duplicate_namespace",
        shown(check(&[("a/body.toml", BODY), ("b/body.toml", BODY)]))
    );
}
