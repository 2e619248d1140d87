// Turns the webview's own keys off: reload, find, print, zoom, caret browsing, history, and the
// context menu outside text fields. The screens bind what they need on top of this.

const CTRL_CODES = new Set([
  "KeyR", "KeyF", "KeyG", "KeyP", "KeyS", "KeyO", "KeyU", "KeyH", "KeyJ", "KeyD", "KeyN", "KeyT",
  "KeyW", "KeyL", "Equal", "Minus", "Digit0", "NumpadAdd", "NumpadSubtract", "Numpad0",
]); // prettier-ignore
const BARE_CODES = new Set([
  "F1",
  "F2",
  "F3",
  "F4",
  "F5",
  "F6",
  "F7",
  "F9",
  "F10",
  "F12",
  "BrowserBack",
]);

/** Is this a key that the webview would take for itself? */
export function isWebviewKey(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey) return CTRL_CODES.has(event.code);
  if (event.altKey) return event.code === "ArrowLeft" || event.code === "ArrowRight";
  return BARE_CODES.has(event.code);
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** Installs the guard for the life of the window. */
export function guardWindow(view: Window): void {
  view.addEventListener(
    "keydown",
    (event) => {
      if (isWebviewKey(event)) event.preventDefault();
    },
    { capture: true },
  );
  view.addEventListener("contextmenu", (event) => {
    if (!isTextField(event.target)) event.preventDefault();
  });
  view.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey) event.preventDefault();
    },
    { passive: false },
  );
  for (const name of ["dragover", "drop"]) {
    view.addEventListener(name, (event) => {
      if (!isTextField(event.target)) event.preventDefault();
    });
  }
}
