// A paste of ten megabytes must not freeze the window. What is cut is said beside the field; how
// long a field may be stays the core's rule, this bound only keeps the webview alive.

export const SEARCH_BOUND = 200;
export const PASTE_BOUND = 2_000;
export const LONG_PASTE_BOUND = 400_000;

/** Cuts a text that no field of the desk needs. */
export function bounded(text: string, bound: number): { text: string; cut: boolean } {
  return text.length > bound ? { text: text.slice(0, bound), cut: true } : { text, cut: false };
}

/** Handles a paste into a field: returns true when something was cut off. */
export function pasteInto(
  event: ClipboardEvent & { currentTarget: HTMLInputElement | HTMLTextAreaElement },
  bound: number,
): boolean {
  const pasted = event.clipboardData?.getData("text/plain") ?? "";
  const { text, cut } = bounded(pasted, bound);
  if (!cut) return false;
  event.preventDefault();
  const field = event.currentTarget;
  const start = field.selectionStart ?? field.value.length;
  field.setRangeText(text, start, field.selectionEnd ?? start, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  return true;
}
