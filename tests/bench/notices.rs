//! Messages: the first rows of their screen over half a million, whatever is asked for. The rows are as the fold leaves them,
//! made in bulk: signing three entries for each takes longer than a bench may.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use tirkeu_core::command::{Command, NoticesForm, NoticesPageForm, OffersForm};
use tirkeu_core::domain::notice::NoticeChannel;
use tirkeu_core::domain::notice::channel::ChannelForm;
use tirkeu_core::words::Lang;

use crate::frame::{self, median, timed};
use crate::lab::{Lab, somebody};

/// Messages, unless fewer are asked for.
const ROWS: u32 = 500_000;

/// A laboratory that tells everybody, at any hour.
pub fn set(lab: &mut Lab) {
    let offers = OffersForm {
        purposes: vec!["sms".to_owned()],
        sms_sender: "PROBA".to_owned(),
        sms_gateway: "ТОО «Шлюз»".to_owned(),
    };
    let notices = NoticesForm {
        quiet_from: "0".to_owned(),
        quiet_to: "0".to_owned(),
        cap: "100000".to_owned(),
        ..NoticesForm::default()
    };
    let app = &mut lab.open.app;
    app.execute(Command::Offers { offers }, None).unwrap();
    app.execute(Command::SetNotices { notices }, None).unwrap();
    let channel = ChannelForm {
        channel: "sms".to_owned(),
        gateway: "training".to_owned(),
        ..ChannelForm::default()
    };
    app.set_channel(&channel, "").unwrap();
    lab.agrees = vec!["sms"];
}

/// (the slowest filter's median, the bare index).
pub fn first_rows(folder: &Path) -> (Duration, Duration) {
    let rows = u32::try_from(frame::rows()).map_or(ROWS, |rows| rows.min(ROWS));
    let mut lab = Lab::found(folder);
    set(&mut lab);
    let card = lab.intake(somebody(0));
    fill(lab.open.app.conn(), &card.0, rows);
    let mut worst = Duration::ZERO;
    for filter in ["delivered", "queued", "failed", "untold"] {
        let form = NoticesPageForm {
            filter: filter.to_owned(),
            ..NoticesPageForm::default()
        };
        let app = &mut lab.open.app;
        let times = (0..5).map(|_| timed(|| app.notices((None, None), &form, Lang::Ru).unwrap()).1);
        let took = median(times.collect());
        println!("messages, {filter}: {:.1} ms", took.as_secs_f64() * 1e3);
        worst = worst.max(took);
    }
    let (asks, took) = timed(|| lab.open.app.notice_asks(NoticeChannel::Sms).unwrap());
    println!(
        "messages, what is asked for among all that were accepted: {} in {:.1} ms",
        asks.len(),
        took.as_secs_f64() * 1e3
    );
    worst = worst.max(took);
    let bare = (0..5).map(|_| timed(|| bare(lab.open.app.conn())).1);
    (worst, median(bare.collect()))
}

/// Nine in ten arrived, some failed, some wait; of as many orders.
fn fill(conn: &Connection, card: &[u8; 16], rows: u32) {
    let sql = "WITH RECURSIVE n(at) AS (SELECT 0 UNION ALL SELECT at + 1 FROM n WHERE at + 1 < ?2) \
        INSERT INTO p_notice (subject, id, entry, order_id, number, about, channel, shared, queued, device, session, state, \
          attempt, pulled, since, sent, ticket, gateway, to_masked, language, template, text, parts) \
        SELECT ?1, randomblob(16), randomblob(32), randomblob(16), printf('%09d', at), 1, 1, 0, 1700000000000 + at * 1000, \
          ?1, ?1, CASE WHEN at % 100 = 0 THEN 1 WHEN at % 33 = 0 THEN 5 WHEN at % 3 = 0 THEN 3 ELSE 4 END, 1, 0, 1700000000000 + at * 1000, \
          1700000000000 + at * 1000, at + 1, 'mobizon', '+7 701 ••• •5 67', 'kk', 'standard-1', \
          '№100 48213 7 тапсырыс дайын. Жеке куәлігіңізді ала келіңіз.', 1 FROM n";
    conn.execute(sql, rusqlite::params![card.as_slice(), rows])
        .unwrap();
}

/// Fifty keys of the index, and what a page counts.
fn bare(conn: &Connection) -> usize {
    let mut all = conn
        .prepare_cached(
            "SELECT id FROM p_notice WHERE state = 4 ORDER BY since DESC, id DESC LIMIT 50",
        )
        .unwrap();
    let keys = all.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
    keys.count()
}
