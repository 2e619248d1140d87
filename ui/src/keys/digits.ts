// Digit-only fields read physical keys: on the Kazakh layout the digit row types ә і ң ғ ү ұ қ.

/** The digit of a physical key, or an empty string. */
export function digitOf(event: KeyboardEvent): string {
  if (event.ctrlKey || event.altKey || event.metaKey) return "";
  const row = /^Digit([0-9])$/.exec(event.code);
  if (row) return event.shiftKey ? "" : (row[1] ?? "");
  // With NumLock off the pad moves the caret; its `key` is then a word, not a digit.
  const pad = /^Numpad([0-9])$/.exec(event.code);
  return pad && event.key.length === 1 ? (pad[1] ?? "") : "";
}

/** Types the digit at the caret as if the layout had one there. */
export function typeDigit(event: KeyboardEvent): void {
  const digit = digitOf(event);
  const field = event.currentTarget;
  if (digit === "" || !(field instanceof HTMLInputElement) || event.key === digit) return;
  event.preventDefault();
  const start = field.selectionStart ?? field.value.length;
  field.setRangeText(digit, start, field.selectionEnd ?? start, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, data: digit }));
}
