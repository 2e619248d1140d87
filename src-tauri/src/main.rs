//! The windows of the desk. Thin commands over the core: no rule, no SQL, no sentence.
//!
//! The composition root: takes the data folder's lock, finds the keychain, opens the desk's window.
//! Started anew at every lock, so that nothing of an unlocked desk survives in memory.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod answer;
mod backup;
mod check;
mod commands;
mod exchange;
mod machine;
mod papers;
mod patient;
mod pick;
mod printing;
mod ready_folder;
mod sender;
#[cfg(target_os = "linux")]
mod session;
mod stage;
mod watch;

use tauri::Manager;

use patient::Screen;
use stage::Stage;

fn main() {
    // A file that would grow over the limit of the shell is a full disk, said in words, not the program's end.
    #[cfg(unix)]
    drop(signal_hook::flag::register(
        signal_hook::consts::SIGXFSZ,
        std::sync::Arc::default(),
    ));
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing::Level::WARN)
        // On a full disk the log cannot be written either; saying so would end the command with a panic.
        .log_internal_errors(false)
        .init();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            if let Some(window) = app.get_webview_window("main") {
                // The person looks for the window that is open already.
                drop(window.set_focus());
            }
        }))
        .plugin(tauri_plugin_dialog::init())
        .manage(Stage::start())
        .manage(Screen::default())
        .on_window_event(|window, event| match (event, window.label()) {
            (tauri::WindowEvent::Destroyed, patient::LABEL) => {
                patient::destroyed(window.app_handle());
            }
            // Without the desk's window nobody is left to say whom the other one shows.
            (tauri::WindowEvent::Destroyed, _) => patient::close(window.app_handle()),
            (tauri::WindowEvent::DragDrop(drag), pick::DESK) => {
                pick::dragged(window.app_handle(), drag);
            }
            _ => {}
        })
        .invoke_handler(commands::builder().invoke_handler())
        .setup(|app| {
            window(app)?;
            watch::begin(app.handle().clone());
            exchange::begin(app.handle().clone());
            sender::begin(app.handle().clone());
            ready_folder::begin(app.handle().clone());
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => app.run(|app, event| {
            if matches!(event, tauri::RunEvent::Exit) {
                app.state::<Stage>().close();
            }
        }),
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            std::process::exit(1);
        }
    }
}

/// Nothing of the webview outlives the program. A webview without a store cannot be driven by a test
/// (its context forbids automation), so a debug build under a WebDriver has one.
pub(crate) fn is_private() -> bool {
    machine::test_variable("TAURI_WEBVIEW_AUTOMATION").is_none()
}

/// Where the desk stands at the start, given to the page with its first line: it paints the sign-in
/// without asking. Before a sign-in this names nobody. When the desk has trouble the page asks and is told.
fn first_state(stage: &Stage) -> String {
    let state = stage.state().ok();
    let json = state.and_then(|state| serde_json::to_string(&state).ok());
    format!(
        "globalThis.tirkeuFirstState = {};",
        json.as_deref().unwrap_or("null")
    )
}

fn window(app: &tauri::App) -> tauri::Result<()> {
    tauri::WebviewWindowBuilder::new(app, "main", tauri::WebviewUrl::default())
        .initialization_script(first_state(&app.state::<Stage>()))
        .title("Тіркеу")
        .inner_size(1366.0, 768.0)
        .min_inner_size(1024.0, 640.0)
        .incognito(is_private())
        .build()?;
    Ok(())
}
