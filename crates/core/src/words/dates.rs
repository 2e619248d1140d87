//! Dates and times as people of Kazakhstan write them, always in Almaty's time.
//!
//! Webviews differ (some have no Kazakh locale data, some a stale time zone), so the screens get
//! ready text from here. No clock: the moment is an argument.

use chrono::{Datelike, NaiveDate, Timelike};
use chrono_tz::Asia::Almaty;

use super::Lang;
use crate::time::{Wall, instant};

const RU_MONTHS: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

const KK_MONTHS: [&str; 12] = [
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
];

/// `20.11.2026`, the same in both languages.
pub use crate::domain::date::short;

/// «20 ноября 2026 г.» · «2026 жылғы 20 қараша».
pub fn long(lang: Lang, date: NaiveDate) -> String {
    let (day, month, year) = (date.day(), date.month0() as usize, date.year());
    match lang {
        Lang::Ru => format!("{day} {} {year} г.", RU_MONTHS[month]),
        Lang::Kk => format!("{year} жылғы {day} {}", KK_MONTHS[month]),
    }
}

/// `12:04` in Almaty.
pub fn time(wall: Wall) -> String {
    let there = instant(wall.ms).with_timezone(&Almaty);
    format!("{:02}:{:02}", there.hour(), there.minute())
}

/// `20.11.2026 12:04` in Almaty.
pub fn moment(wall: Wall) -> String {
    format!("{} {}", short(wall.date()), time(wall))
}

/// «20 ноября 2026 г., 12:04» · «2026 жылғы 20 қараша, 12:04», in Almaty.
pub fn long_moment(lang: Lang, wall: Wall) -> String {
    format!("{}, {}", long(lang, wall.date()), time(wall))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap_or_default()
    }

    #[test]
    fn a_date_short_and_long() {
        assert_eq!(short(day(2026, 11, 20)), "20.11.2026");
        assert_eq!(short(day(1931, 3, 2)), "02.03.1931");
        assert_eq!(long(Lang::Ru, day(2026, 11, 20)), "20 ноября 2026 г.");
        assert_eq!(long(Lang::Kk, day(2026, 11, 20)), "2026 жылғы 20 қараша");
        assert_eq!(long(Lang::Ru, day(2026, 5, 1)), "1 мая 2026 г.");
        assert_eq!(long(Lang::Kk, day(2026, 5, 1)), "2026 жылғы 1 мамыр");
    }

    #[test]
    fn a_moment_is_shown_in_almaty_across_midnight() {
        // 2026-11-20T19:30:00Z is half past midnight of the 21st in Almaty.
        let wall = Wall::almaty(1_795_203_000_000);
        assert_eq!(moment(wall), "21.11.2026 00:30");
        assert_eq!(long_moment(Lang::Kk, wall), "2026 жылғы 21 қараша, 00:30");
    }
}
