//! What was reverted is not published again by itself; and what time alone changes.

use std::time::Duration;

use chrono::{DateTime, Days, Utc};
use plenary::ledger;
use plenary::model::Programmes;
use plenary::programme::{Sources, validate};
use plenary::publisher::Publisher;
use plenary::service::Pace;

use crate::place::{Place, session};
use crate::running::Running;

/// Another writer of the same ledger, as `plenary publish` is.
async fn writer(place: &Place) -> Publisher {
    let backend = ledger::open(&place.database()).await.unwrap();
    Publisher::open(backend, Days::new(30)).await.unwrap()
}

fn programmes(place: &Place) -> Vec<Programmes> {
    validate(&Sources::load(&place.feeds())).unwrap().programmes
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_reverted_is_held_back_until_somebody_says_otherwise() {
    let place = Place::with(&["a@10"]);
    let service = Running::start(&place.settings()).await;
    service.at.shows("10").await;
    place.write(&session(&["a@11"]));
    service.at.shows("11").await;

    let writer = writer(&place).await;
    writer.revert(1, None, Utc::now()).await.unwrap().unwrap();
    service.at.shows("10").await;
    let trouble = service.at.tells("held back").await;
    assert!(trouble.contains("publication 3 went back to 1"), "{trouble}");
    service.asked.notify_one();
    service.at.stays_for(Duration::from_secs(1)).await;
    service.end().await;

    // Nor after a start.
    let service = Running::start(&place.settings()).await;
    service.at.shows("10").await;
    service.at.tells("held back").await;

    // Who publishes expressly means it.
    writer.publish(&programmes(&place), None, Utc::now()).await.unwrap().unwrap();
    service.at.shows("11").await;
    service.at.is_well().await;

    // So does who changes the files.
    writer.revert(1, None, Utc::now()).await.unwrap().unwrap();
    service.at.shows("10").await;
    service.at.tells("held back").await;
    place.write(&session(&["a@12"]));
    service.at.shows("12").await;
    service.at.is_well().await;

    // Or brings them to what the ledger says.
    writer.revert(1, None, Utc::now()).await.unwrap().unwrap();
    service.at.tells("held back").await;
    place.write(&session(&["a@10"]));
    service.at.is_well().await;
    service.at.shows("10").await;
    service.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelled_events_leave_though_nothing_can_be_published() {
    // In 2023 a slot was cancelled; since then somebody has made an error.
    let place = Place::empty();
    let writer = writer(&place).await;
    for slots in [["a@10"].as_slice(), &[]] {
        place.fill(slots);
        place.write(&session(slots).replace("2040", "2023"));
        let now: DateTime<Utc> = "2023-01-01T00:00:00Z".parse().unwrap();
        writer.publish(&programmes(&place), None, now).await.unwrap().unwrap();
    }
    place.write("half a");
    let often = Pace { expire: Duration::from_millis(100), ..Pace::default() };
    let service = Running::start_with(&place.settings(), often).await;
    service.at.shows("").await;
    service.at.tells("1 error").await;
    service.at.stays_for(Duration::from_secs(1)).await;
    assert_eq!(service.at.ready().await.1["publication"], 3, "once");
    service.end().await;
}
