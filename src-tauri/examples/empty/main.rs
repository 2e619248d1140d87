//! A window with nothing in it, built as the desk is: the raw limit of start and memory.

fn main() -> Result<(), tauri::Error> {
    tauri::Builder::default().run(tauri::generate_context!("examples/empty/tauri.conf.json"))
}
