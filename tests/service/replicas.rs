//! Several services with one PostgreSQL.

use std::time::Duration;

use chrono::{Days, Utc};
use plenary::ledger;
use plenary::programme::{Sources, validate};
use plenary::publisher::Publisher;
use plenary::service::Service;

use crate::cluster::Cluster;
use crate::place::{Place, replica, session};
use crate::running::Running;

#[tokio::test(flavor = "multi_thread")]
async fn replicas_show_what_is_published_whatever_becomes_of_the_server() {
    let Some(cluster) = Cluster::start("replicas of a service") else { return };
    let address = cluster.database("replicas");
    let place = Place::with(&["a@10"]);

    // Started before its server, a service waits for it.
    cluster.stop();
    let early = Running::start(&replica(&address)).await;
    let (status, report) = early.at.ready().await;
    assert_eq!((status, &report["status"]), (503, &"starting".into()));
    assert!(report["degraded"][0].as_str().unwrap().contains("out of reach"), "{report}");
    assert_eq!(early.at.feed().await.status, 503);
    cluster.resume();

    let editor = Running::start(&place.settings_with(&address)).await;
    let late = Running::start(&replica(&address)).await;
    let all = [editor.at, early.at, late.at];
    for service in all {
        service.shows("10").await;
        service.is_well().await;
    }

    // What any publisher publishes is on all of them within a second, byte by byte the same.
    let writer = Publisher::open(ledger::open(&address).await.unwrap(), Days::new(30)).await;
    let writer = writer.unwrap();
    for hour in ["11", "12", "13"] {
        place.write(&session(&[&format!("a@{hour}"), "b@18"]));
        let programmes = validate(&Sources::load(&place.feeds())).unwrap().programmes;
        // The editor may be first; that is a publication as well.
        let _ = writer.publish(&programmes, None, Utc::now()).await.unwrap();
        for service in all {
            let time = service.shows(&format!("{hour} 18")).await;
            assert!(time < Duration::from_secs(1), "{time:?}");
        }
        let answers = [all[0].feed().await, all[1].feed().await, all[2].feed().await];
        assert!(answers[0].tag.is_some());
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    }

    // The server is away: everything is served, and every service says so.
    let before = editor.at.feed().await;
    cluster.stop();
    for service in all {
        service.tells("out of reach").await;
    }
    place.write(&session(&["a@14"]));
    editor.at.tells("could not be published").await;
    let away = if std::env::var_os("PLENARY_TEST_EVERYTHING").is_some() { 60 } else { 4 };
    early.at.stays_for(Duration::from_secs(away)).await;
    for service in all {
        assert_eq!(service.feed().await, before);
    }

    // It is back: what was written meanwhile is published, and all catch up by themselves.
    cluster.resume();
    for service in all {
        service.shows("14 18x").await;
        service.is_well().await;
        assert_eq!(service.feed().await, editor.at.feed().await);
    }
    for service in [editor, early, late] {
        service.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waiting_does_not_mend_is_told_at_once() {
    let Some(cluster) = Cluster::start("a service without its database") else { return };
    let there = cluster.database("there");
    let error = Service::open(&replica(&there.replace("/there", "/missing"))).await.err().unwrap();
    let error = error.to_string();
    assert!(error.contains("cannot be opened") && error.contains("missing"), "{error}");
}
