//! Declares every command, so that a window has only what its capability grants.

fn main() {
    let commands: Vec<&'static str> = include_str!("commands.txt")
        .lines()
        .filter(|line| !line.is_empty())
        .collect();
    let commands: &'static [&'static str] = Vec::leak(commands);
    let manifest = tauri_build::AppManifest::new().commands(commands);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        // The build must stop here with the tool's own words.
        println!("cargo::error={error:#}");
    }
}
