//! The edits that people make to programmes.
//!
//! An edit names slots, places and topics by indices, taken modulo what there is at that moment,
//! so that every list of edits is a history and a shorter or smaller one is a history too.

use proptest::prelude::*;

use crate::simulation::editor::PLACES;

/// What an editor does to the programmes. What makes no sense at its moment changes nothing.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    /// Adds a slot at the first free place from `place` on.
    Add { session: usize, place: usize, topics: usize },
    /// Moves a slot to the first free place of its session from `place` on.
    Move { slot: usize, place: usize },
    /// Lets two slots of a session change places.
    Swap { slot: usize, with: usize },
    /// Makes two slots of one that takes two places.
    Split { slot: usize, topics: usize },
    /// Lets a slot take up what the next one does too, which is removed.
    Merge { slot: usize },
    /// Gives a slot another heading.
    Retitle { slot: usize, title: usize },
    /// Gives a slot other topics, or none.
    Retopic { slot: usize, topics: usize },
    /// Makes a slot formal or informal.
    Rekind { slot: usize },
    /// Puts a slot into another room.
    Room { slot: usize, room: usize },
    /// Marks a slot as cancelled.
    CallOff { slot: usize },
    /// Takes a slot out of the programme.
    Remove { slot: usize },
    /// Brings back a slot that was called off or removed.
    Restore { slot: usize },
    /// Gives a slot another identifier, and says what it was formerly.
    Rename { slot: usize },
    /// Moves a slot to the other session, and says what it was formerly.
    ChangeSession { slot: usize, place: usize, rename: bool },
    /// Takes a session out of the programmes, or brings it back.
    Withdraw { session: usize },
    /// Adopts a session's programme, or makes it provisional again.
    Adopt { session: usize },
    /// Gives a session another name.
    RenameSession { session: usize, title: usize },
    /// Gives a topic another name.
    RenameTopic { topic: usize, title: usize },
    /// Takes a topic away from the body and its slots, or brings it back.
    DropTopic { topic: usize },
    /// Gives the body another name.
    RenameBody { title: usize },
}

/// Any edit, the usual ones more often.
pub(crate) fn edit() -> impl Strategy<Value = Edit> {
    let slot = || 0..8_usize;
    let place = || 0..2 * PLACES;
    let topics = || 0..8_usize;
    let few = || 0..3_usize;
    let two = || 0..2_usize;
    prop_oneof![
        4 => (two(), place(), topics())
            .prop_map(|(session, place, topics)| Edit::Add { session, place, topics }),
        4 => (slot(), place()).prop_map(|(slot, place)| Edit::Move { slot, place }),
        2 => (slot(), slot()).prop_map(|(slot, with)| Edit::Swap { slot, with }),
        2 => (slot(), topics()).prop_map(|(slot, topics)| Edit::Split { slot, topics }),
        2 => slot().prop_map(|slot| Edit::Merge { slot }),
        3 => (slot(), few()).prop_map(|(slot, title)| Edit::Retitle { slot, title }),
        4 => (slot(), topics()).prop_map(|(slot, topics)| Edit::Retopic { slot, topics }),
        1 => slot().prop_map(|slot| Edit::Rekind { slot }),
        1 => (slot(), few()).prop_map(|(slot, room)| Edit::Room { slot, room }),
        3 => slot().prop_map(|slot| Edit::CallOff { slot }),
        3 => slot().prop_map(|slot| Edit::Remove { slot }),
        4 => slot().prop_map(|slot| Edit::Restore { slot }),
        2 => slot().prop_map(|slot| Edit::Rename { slot }),
        3 => (slot(), place(), any::<bool>())
            .prop_map(|(slot, place, rename)| Edit::ChangeSession { slot, place, rename }),
        1 => two().prop_map(|session| Edit::Withdraw { session }),
        1 => two().prop_map(|session| Edit::Adopt { session }),
        1 => (two(), few()).prop_map(|(session, title)| Edit::RenameSession { session, title }),
        1 => (few(), few()).prop_map(|(topic, title)| Edit::RenameTopic { topic, title }),
        1 => few().prop_map(|topic| Edit::DropTopic { topic }),
        1 => few().prop_map(|title| Edit::RenameBody { title }),
    ]
}
