//! Random programmes.

use chrono::{Days, NaiveDate, NaiveTime};
use proptest::prelude::*;

/// One thing that a slot takes up: item, sub-item, and whether each is continued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) item: u32,
    pub(crate) sub_item: Option<char>,
    pub(crate) item_continued: bool,
    pub(crate) continued: bool,
}

/// A slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) date: NaiveDate,
    pub(crate) start: NaiveTime,
    pub(crate) end: NaiveTime,
    pub(crate) entries: Vec<Entry>,
}

fn entry() -> impl Strategy<Value = Entry> {
    let five = (
        prop::sample::select(vec!['a', 'b', 'c', 'd', 'e', 'f', 'g']),
        any::<bool>(),
        any::<bool>(),
    );
    prop_oneof![
        prop::sample::select(vec![3_u32, 6]).prop_map(|item| Entry {
            item,
            sub_item: None,
            item_continued: false,
            continued: false
        }),
        five.prop_map(|(letter, item_continued, continued)| Entry {
            item: 5,
            sub_item: Some(letter),
            item_continued,
            continued
        }),
    ]
}

/// The slots of some days of a week, morning and afternoon.
pub(crate) fn programme() -> impl Strategy<Value = Vec<Slot>> {
    let halves = (
        0_u32..4,
        0_u32..4,
        prop::collection::vec(entry(), 1..3),
        prop::collection::vec(entry(), 1..3),
        any::<bool>(),
    );
    (0_u64..3000, prop::collection::vec(halves, 1..5)).prop_map(|(week, days)| {
        let monday = NaiveDate::from_ymd_opt(2021, 1, 4).unwrap() + Days::new(week / 10 * 7);
        let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        let mut slots = Vec::new();
        for (day, (early, late, morning, afternoon, is_whole)) in (0_u64..).zip(days) {
            let date = monday + Days::new(day);
            slots.push(Slot {
                date,
                start: time(9, early * 15),
                end: time(11 + early % 3, late % 2 * 30),
                entries: morning,
            });
            if is_whole {
                slots.push(Slot {
                    date,
                    start: time(15, 0),
                    end: time(17, late * 15),
                    entries: afternoon,
                });
            }
        }
        slots
    })
}
