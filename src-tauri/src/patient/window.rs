//! The patient's window itself: on the monitor that is not the desk's, over all of it; with one monitor an ordinary
//! window. Watched while it is there, because a monitor that is pulled out puts its windows onto the other one.

#[cfg(target_os = "linux")]
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tauri::{
    AppHandle, Emitter, Manager, Monitor, PhysicalPosition, PhysicalSize, WebviewUrl,
    WebviewWindow, WebviewWindowBuilder,
};
use tirkeu_core::view::WindowPlace;

use super::Screen;
use crate::machine::test_variable;

/// Its label: the capability of the same name is all that it has.
pub const LABEL: &str = "patient";
/// Between two looks.
const LOOK: Duration = Duration::from_millis(200);
/// Looks between two counts of the monitors.
const LOOKS_A_COUNT: u32 = 2;

/// Opens the window, or leaves the open one where it is; one that does not answer is made anew.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    let screen = app.state::<Screen>();
    if let Some(window) = app.get_webview_window(LABEL) {
        if screen.place() != WindowPlace::Silent {
            return Ok(());
        }
        // Its label is free once it is gone.
        window.destroy()?;
        let left = (0..50).find(|_| {
            std::thread::sleep(Duration::from_millis(20));
            app.get_webview_window(LABEL).is_none()
        });
        if left.is_none() {
            return Ok(());
        }
    }
    let place = second_monitor(app);
    let builder = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("patient.html".into()))
        .title("Тіркеу")
        .min_inner_size(800.0, 600.0)
        .incognito(crate::is_private())
        // The registrar goes on typing.
        .focused(false);
    let builder = match &place {
        Some(place) => {
            let at = place.at.to_logical::<f64>(place.scale);
            let size = place.size.to_logical::<f64>(place.scale);
            builder
                .position(at.x, at.y)
                .inner_size(size.width, size.height)
                .decorations(false)
        }
        None => builder.inner_size(1280.0, 800.0),
    };
    let window = apart(app, builder)?;
    if let Some(place) = &place {
        // Over all of the monitor on which it stands by then, and over no other.
        window.set_position(place.at)?;
        window.set_fullscreen(true)?;
    }
    screen.opened();
    watch(app.clone(), place);
    tell(app);
    Ok(())
}

/// Builds it with a web context that knows the program's pages. On Linux the runtime gives the pages once to each folder of
/// a web context, even where the contexts keep no store and share nothing: a second window on the same folder would say
/// that its address cannot be shown. So each opening names a folder of its own; the engine puts an empty cache there, and those
/// of the last run go with the first opening of the next.
#[cfg(target_os = "linux")]
fn apart(app: &AppHandle, builder: Builder<'_>) -> tauri::Result<WebviewWindow> {
    static OPENED: AtomicU32 = AtomicU32::new(0);
    if !crate::is_private() {
        return builder.build();
    }
    let folders = app.path().app_local_data_dir()?.join("patient");
    let nth = OPENED.fetch_add(1, Ordering::Relaxed);
    if nth == 0 {
        drop(std::fs::remove_dir_all(&folders));
    }
    builder
        .data_directory(folders.join(nth.to_string()))
        .build()
}

#[cfg(not(target_os = "linux"))]
fn apart(_: &AppHandle, builder: Builder<'_>) -> tauri::Result<WebviewWindow> {
    builder.build()
}

type Builder<'a> = WebviewWindowBuilder<'a, tauri::Wry, AppHandle>;

/// Somebody asks for it: an ordinary window comes forward from behind the desk's.
pub fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL)
        && second_monitor(app).is_none()
    {
        drop(window.unminimize());
        drop(window.set_focus());
    }
}

/// After the sign-in: by itself, where there is a monitor for it.
pub fn open_beside(app: &AppHandle) {
    if second_monitor(app).is_some()
        && let Err(error) = open(app)
    {
        tracing::error!(%error, "the patient's window could not be opened");
    }
}

/// The program ends with the desk's own window.
pub fn close(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        drop(window.destroy());
    }
}

/// The desk's window asks again: an event without data.
pub fn tell_desk(app: &AppHandle) {
    drop(app.emit_to("main", "patient-changed", ()));
}

/// Both windows ask again. The patient's may not listen to events, some of which say what was touched: its page is
/// called by name instead.
pub fn tell(app: &AppHandle) {
    tell_desk(app);
    if let Some(window) = app.get_webview_window(LABEL) {
        drop(window.eval("globalThis.tirkeuPatientChanged?.()"));
    }
}

/// The window was closed, by whoever.
pub fn destroyed(app: &AppHandle) {
    app.state::<Screen>().gone(WindowPlace::Closed);
    tell(app);
}

/// Looks after the window for as long as it is there, and for its monitor when that is gone.
fn watch(app: AppHandle, place: Option<Place>) {
    std::thread::spawn(move || {
        for looks in 1u32.. {
            std::thread::sleep(LOOK);
            let screen = app.state::<Screen>();
            if app.get_webview_window(LABEL).is_none() {
                break;
            }
            if screen.look() {
                tell(&app);
            }
            let counts = looks.is_multiple_of(LOOKS_A_COUNT);
            if let Some(place) = place.as_ref().filter(|_| counts)
                && !is_there(&app, place)
            {
                screen.gone(WindowPlace::Unplugged);
                close(&app);
                tell(&app);
                back_again(&app);
                break;
            }
        }
    });
}

/// The monitor may come back: then so does the window, and the person goes on where they were.
fn back_again(app: &AppHandle) {
    while app.state::<Screen>().place() == WindowPlace::Unplugged {
        std::thread::sleep(LOOK * 5);
        if second_monitor(app).is_some() {
            return open_beside(app);
        }
    }
}

fn is_there(app: &AppHandle, place: &Place) -> bool {
    // Nobody who could say: then nothing is closed.
    places(app).is_none_or(|places| places.contains(place))
}

/// A monitor.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    at: PhysicalPosition<i32>,
    size: PhysicalSize<u32>,
    scale: f64,
}

impl Place {
    fn of(monitor: &Monitor) -> Self {
        Self {
            at: *monitor.position(),
            size: *monitor.size(),
            scale: monitor.scale_factor(),
        }
    }
}

/// A monitor on which the desk's window does not stand.
fn second_monitor(app: &AppHandle) -> Option<Place> {
    let main = app.get_webview_window("main")?.current_monitor().ok()??;
    let main = Place::of(&main);
    places(app)?.into_iter().find(|one| one.at != main.at)
}

/// The monitors that are plugged in. The displays of the tests have one: there a file stands for the second, and is
/// deleted to unplug it.
fn places(app: &AppHandle) -> Option<Vec<Place>> {
    let monitors = app.available_monitors().ok()?;
    let mut places: Vec<Place> = monitors.iter().map(Place::of).collect();
    if test_variable("TIRKEU_MONITOR").is_some_and(|file| std::path::Path::new(&file).exists()) {
        places.push(Place {
            at: PhysicalPosition::new(86, 0),
            size: PhysicalSize::new(1280, 768),
            scale: 1.0,
        });
    }
    Some(places)
}
