//! Desks meet at a store: a manager types its address and its key, each fault is said beside its field, and what one desk
//! wrote another has.

use std::path::Path;

use thirtyfour::prelude::*;
use tirkeu_core::desk::Open;
use tirkeu_core::desk::backup::{Alone, Go};
use tirkeu_exchange::{Place, visit};
use tirkeu_tests::bucket::Bucket;

use crate::desk::{Desk, Lang};
use crate::lab::{self, Says};
use crate::steps::{self, AIGERIM};

#[tokio::test]
async fn a_store_is_set_in_russian() -> WebDriverResult<()> {
    set(Lang::Ru).await
}

#[tokio::test]
async fn a_store_is_set_in_kazakh() -> WebDriverResult<()> {
    set(Lang::Kk).await
}

async fn set(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    let village = lab::second(folder.path(), &data);
    lab::register(&data, &AIGERIM, Says::Nothing);
    let bucket = Bucket::begin();
    let desk = Desk::open(&data, lang).await?;
    steps::signed_in(&desk).await?;
    desk.click("tab-settings").await?;
    desk.click("settings-exchange").await?;
    assert!(!desk.shows("exchange-secret").await, "a folder has no key");
    refused(&desk).await?;
    wrong_key(&desk, &bucket).await?;
    desk.fill("exchange-secret", bucket.key().secret.as_str())
        .await?;
    saved(&desk).await?;
    desk.click("exchange-now").await?;
    let done = steps::words(lang, "exchange-done");
    desk.says("exchange-said", &done).await?;
    desk.look("s8-store").await?;
    // The page is left and opened again: the key is named, its secret is not shown.
    desk.click("settings-backup").await?;
    desk.click("settings-exchange").await?;
    desk.holds("exchange-key-id", &bucket.key().id).await?;
    desk.holds("exchange-secret", "").await?;
    saved(&desk).await?;
    desk.click("exchange-now").await?;
    desk.says("exchange-said", &done).await?;
    assert!(lab::aside(|| came(&village, &bucket)) > 0);
    another_name(&desk, &bucket).await?;
    desk.kill();
    lab::within(&data, |open| kept_here(open, &bucket));
    Ok(())
}

async fn refused(desk: &Desk) -> WebDriverResult<()> {
    let words = |code| steps::error_words(desk.lang(), code);
    desk.fill("exchange-folder", "http://s3.example.kz/lab")
        .await?;
    desk.fill("exchange-region", "нет").await?;
    desk.click("exchange-save").await?;
    for (field, code) in [
        ("folder", "store-clear"),
        ("key-id", "store-key-id"),
        ("secret", "store-secret"),
        ("region", "store-region"),
    ] {
        let beside = format!("exchange-{field}-error");
        desk.says(&beside, &words(code)).await?;
    }
    desk.look("s8-store-errors").await?;
    desk.fill("exchange-folder", "https://s3.example.kz")
        .await?;
    desk.click("exchange-save").await?;
    desk.says("exchange-folder-error", &words("store-address"))
        .await?;
    desk.holds("exchange-region", "нет").await
}

async fn wrong_key(desk: &Desk, bucket: &Bucket) -> WebDriverResult<()> {
    for (field, text) in [
        ("folder", bucket.typed("/lab")),
        ("key-id", bucket.key().id),
        ("secret", "another".into()),
        ("region", String::new()),
    ] {
        desk.fill(&format!("exchange-{field}"), &text).await?;
    }
    saved(desk).await?;
    desk.holds("exchange-secret", "").await?;
    desk.click("exchange-now").await?;
    let refused = steps::error_words(desk.lang(), "exchange-refused");
    desk.says("exchange-problems", &refused).await
}

/// The secret that is kept belongs to its name.
async fn another_name(desk: &Desk, bucket: &Bucket) -> WebDriverResult<()> {
    desk.fill("exchange-key-id", "ANOTHER").await?;
    desk.click("exchange-save").await?;
    let secret = steps::error_words(desk.lang(), "store-secret");
    desk.says("exchange-secret-error", &secret).await?;
    desk.fill("exchange-key-id", &bucket.key().id).await?;
    saved(desk).await
}

/// The key lies at this desk, in no entry, and goes when another place is set.
fn kept_here(open: &mut Open, bucket: &Bucket) {
    let (address, secret) = (bucket.typed("/lab"), bucket.key().secret);
    assert_eq!(open.app.store_key(&address).unwrap(), Some(bucket.key()));
    let bodies: Vec<Vec<u8>> = (open.app.conn())
        .prepare("SELECT body FROM j_bodies")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let has = |what: &str| {
        let find = |body: &Vec<u8>| memchr::memmem::find(body, what.as_bytes()).is_some();
        bodies.iter().any(find)
    };
    assert!(has(&address) && !has(&secret));
    lab::meets_at(open, "/mnt/share");
    assert_eq!(open.app.store_key(&address).unwrap(), None);
}

async fn saved(desk: &Desk) -> WebDriverResult<()> {
    desk.click("exchange-save").await?;
    let saved = steps::words(desk.lang(), "exchange-saved");
    desk.says("exchange-said", &saved).await
}

/// Entries that another desk finds at the store.
fn came(village: &Path, bucket: &Bucket) -> u64 {
    let mut accepted = 0;
    lab::within(village, |open| {
        let (address, org) = (bucket.address("/lab"), open.app.org());
        let mut there = Place::store(&address, &bucket.key(), org).unwrap();
        let name = address.to_string();
        let visit = visit(&Alone::new(open), &mut there, &name, &mut |_| Go::On);
        accepted = visit.unwrap().accepted;
    });
    accepted
}
