//! The manager's day in figures.

use tauri::State;
use tirkeu_core::view::{TodayCount, TodayView};

use crate::answer::{Answer, problems};
use crate::stage::Stage;

#[tauri::command(async)]
#[specta::specta]
pub fn today_view(stage: State<'_, Stage>) -> Answer<TodayView> {
    stage.open(|open| open.app.today()).map_err(problems)
}

/// One stretch of the count of everybody: whoever shows it asks until it is there.
#[tauri::command(async)]
#[specta::specta]
pub fn today_count(stage: State<'_, Stage>) -> Answer<TodayCount> {
    stage.open(|open| open.app.count_today()).map_err(problems)
}
