//! Reading programmes again and again, looking only into the files that changed.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Checked, Faults, Sources, validate};
use crate::model::{Programmes, Session, SessionId, SlotId};

/// Reads programmes again and again. Sessions whose files did not change are the same [`Arc`] each
/// time, so that what comes after can leave them alone too.
#[derive(Debug, Default)]
pub struct Reader {
    last: Option<Last>,
}

/// The last sources without any fault, and what they say.
#[derive(Debug)]
struct Last {
    sources: Sources,
    checked: Checked,
}

impl Reader {
    /// A reader that has read nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Validates sources, as [`validate`] does: with the same outcome.
    pub fn validate(&mut self, sources: Sources) -> Result<Checked, Faults> {
        let checked = match self.last.as_ref().and_then(|last| last.with(&sources)) {
            Some(checked) => checked,
            None => validate(&sources)?,
        };
        if checked.warnings.is_empty() {
            self.last = Some(Last { sources, checked: checked.clone() });
        }
        Ok(checked)
    }
}

impl Last {
    /// What the sources say, if that can be told from their changed session files alone. `None`
    /// if more than those changed, or anything is wrong: then all is read, which tells everything
    /// that is wrong.
    fn with(&self, sources: &Sources) -> Option<Checked> {
        let is_changed = |path: &str| sources.text(path) != self.sources.text(path);
        let is_same_tree = sources.zone_rules() == self.sources.zone_rules()
            && sources.folders().eq(self.sources.folders())
            && sources.unread().next().is_none()
            && sources.misplaced().next().is_none()
            && !sources.folders().any(|folder| is_changed(&super::sources::body_path(folder)));
        if !is_same_tree {
            return None;
        }
        let changed = sources.only(|path| path.ends_with("/body.toml") || is_changed(path));
        let changed = validate(&changed).ok().filter(|checked| checked.warnings.is_empty())?;
        let programmes: Vec<Programmes> = self
            .checked
            .programmes
            .iter()
            .map(|last| {
                let fresh = changed.programmes.iter().find(|p| p.body.id == last.body.id)?;
                let mut sessions = fresh.sessions.clone();
                let is_kept = |session: &&Arc<Session>| {
                    let path = super::sources::session_path(&last.body.id, &session.id);
                    sources.text(&path).is_some() && !is_changed(&path)
                };
                sessions.extend(last.sessions.iter().filter(is_kept).cloned());
                sessions.sort_by(|a, b| a.id.cmp(&b.id));
                let zone_rules = sources.zone_rules().clone();
                Some(Programmes { body: Arc::clone(&last.body), sessions, zone_rules })
            })
            .collect::<Option<_>>()?;
        let is_right = programmes.iter().all(has_distinct_names);
        is_right.then(|| Checked { programmes, ..self.checked.clone() })
    }
}

/// Whether no two slots of a body share a name, former ones included.
fn has_distinct_names(programmes: &Programmes) -> bool {
    let mut names: HashSet<(&SessionId, &SlotId)> = HashSet::new();
    programmes.sessions.iter().all(|session| {
        session.slots.iter().all(|slot| {
            let former = slot.formerly.iter().map(|former| (&former.session, &former.slot));
            let own: HashSet<_> = former.chain([(&session.id, &slot.id)]).collect();
            own.into_iter().all(|name| names.insert(name))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = include_str!("../../examples/feeds/example-body/body.toml");

    fn session(slot: &str) -> String {
        format!(
            "name.en = 'A session'\nstart = 2026-03-23\nend = 2026-03-27\nstatus = 'held'\n\
             [[slots]]\nid = '{slot}'\ndate = 2026-03-23\nstart = '10:00'\nend = '11:00'\n\
             [[slots.entries]]\nheading.en = 'A heading'\n"
        )
    }

    fn sources(sessions: &[(&str, &str)]) -> Sources {
        let sessions = sessions
            .iter()
            .map(|(id, slot)| (format!("example-body/sessions/{id}.toml"), session(slot)));
        Sources::from_texts(
            [("example-body/body.toml".to_owned(), BODY.to_owned())].into_iter().chain(sessions),
        )
    }

    /// Reads each of these in turn, and holds that the outcome is that of reading it alone.
    fn read_in_turn(turns: &[&[(&str, &str)]]) -> Vec<Option<Programmes>> {
        let mut reader = Reader::new();
        let read = |turn: &&[(&str, &str)]| {
            let (again, alone) = (reader.validate(sources(turn)), validate(&sources(turn)));
            match (again, alone) {
                (Ok(again), Ok(alone)) => {
                    assert_eq!(again.programmes, alone.programmes, "{turn:?}");
                    again.programmes.into_iter().next()
                }
                (Err(again), Err(alone)) => {
                    assert_eq!(again.plain(), alone.plain(), "{turn:?}");
                    None
                }
                (again, alone) => panic!("{turn:?}: {again:?} is not {alone:?}"),
            }
        };
        turns.iter().map(read).collect()
    }

    #[test]
    fn only_what_changed_is_looked_into() {
        let turns =
            read_in_turn(&[&[("1", "a"), ("2", "b")], &[("1", "a"), ("2", "c"), ("3", "d")]]);
        let [Some(first), Some(second)] = turns.as_slice() else { panic!("{turns:?}") };
        assert!(Arc::ptr_eq(&first.body, &second.body));
        assert!(Arc::ptr_eq(&first.sessions[0], &second.sessions[0]));
        assert!(!Arc::ptr_eq(&first.sessions[1], &second.sessions[1]));
    }

    #[test]
    fn the_outcome_is_that_of_reading_all() {
        let turns = read_in_turn(&[
            &[("1", "a"), ("2", "b")],
            &[("1", "a")],
            &[],
            &[("1", "a"), ("2", "B is no identifier")],
            &[("1", "a"), ("2", "b")],
        ]);
        let read: Vec<bool> = turns.iter().map(Option::is_some).collect();
        assert_eq!(read, [true, true, true, false, true]);
    }

    #[test]
    fn a_name_that_clashes_with_an_unchanged_file_is_found() {
        let mut reader = Reader::new();
        reader.validate(sources(&[("1", "a"), ("2", "b")])).unwrap();
        let clash = session("c").replace("id = 'c'", "id = 'c'\nformerly = ['1/a']");
        let body = ("example-body/body.toml".to_owned(), BODY.to_owned());
        let one = ("example-body/sessions/1.toml".to_owned(), session("a"));
        let two = ("example-body/sessions/2.toml".to_owned(), clash);
        let faults = reader.validate(Sources::from_texts([body, one, two])).unwrap_err();
        assert!(faults.plain().contains("former name"), "{}", faults.plain());
    }
}
