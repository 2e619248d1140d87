// What a barcode scanner types, put together key by key, and what its shape says. A scanner types on an American
// keyboard: the position of a key tells its sign, whatever the Kazakh or the Russian layout has there. Nothing here
// listens and nothing is kept: `scan.ts` listens for the desk, the scanner lab of the settings for itself.

/** Longest pause between two keys of a scanner. The fastest typist does not keep it up for a word. */
export const PAUSE_MS = 30;
/** Fewest signs of a scan: two fingers that roll over are no scanner. */
export const LEAST = 6;

export type Kind = "iin" | "order" | "service" | "unknown";
export type Scan = { kind: Kind; text: string };

/** What came so far. */
export type Heard = {
  /** By the position of the keys. */
  text: string;
  /** As the layout has it. */
  typed: string;
  /** Longest pause between two keys, in ms. */
  slowest: number;
  /** Keys that no scanner needs: held down, with Ctrl or Alt, of an input method, without a sign. */
  strange: number;
  /** When the last key went down. */
  last: number;
};

const SIGNS: Record<string, string> = {
  Backquote: "`~",
  Minus: "-_",
  Equal: "=+",
  BracketLeft: "[{",
  BracketRight: "]}",
  Backslash: "\\|",
  Semicolon: ";:",
  Quote: "'\"",
  Comma: ",<",
  Period: ".>",
  Slash: "/?",
  Space: "  ",
  NumpadAdd: "++",
  NumpadSubtract: "--",
  NumpadMultiply: "**",
  NumpadDivide: "//",
  NumpadDecimal: "..",
};
const ABOVE_DIGITS = ")!@#$%^&*(";

/** The sign of a key by its position, or an empty string. */
export function signOf(event: KeyboardEvent): string {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  // Caps Lock is the desk's and not the scanner's: only Shift, which the scanner presses itself, makes a capital.
  if (letter) return event.shiftKey ? letter : letter.toLowerCase();
  const digit = /^Digit([0-9])$/.exec(event.code)?.[1];
  if (digit) return event.shiftKey ? (ABOVE_DIGITS[Number(digit)] ?? "") : digit;
  const pad = /^Numpad([0-9])$/.exec(event.code)?.[1];
  return pad ?? SIGNS[event.code]?.[event.shiftKey ? 1 : 0] ?? "";
}

/** Enter or Tab, with which a scan ends. */
export function endOf(event: KeyboardEvent): "enter" | "tab" | null {
  if (event.repeat || event.shiftKey || isLed(event)) return null;
  return event.key === "Enter" ? "enter" : event.key === "Tab" ? "tab" : null;
}

const isLed = (event: KeyboardEvent): boolean =>
  event.ctrlKey || event.altKey || event.metaKey || event.isComposing;

/** With one more key. */
export function withKey(so: Heard | null, event: KeyboardEvent): Heard {
  const last = event.timeStamp;
  const slowest = so ? Math.max(so.slowest, last - so.last) : 0;
  const { text, typed, strange } = so ?? { text: "", typed: "", strange: 0 };
  // Shift goes down before its letter and is none.
  if (/^Shift(?:Left|Right)$/.test(event.code) && !isLed(event) && !event.repeat)
    return { text, typed, strange, slowest, last };
  const sign = event.repeat || isLed(event) ? "" : signOf(event);
  return {
    text: text + sign,
    typed: typed + (event.key.length === 1 ? event.key : ""),
    strange: strange + (sign === "" ? 1 : 0),
    slowest,
    last,
  };
}

/** Whether it was a scanner, once Enter or Tab has come in time. */
export const isScan = (heard: Heard): boolean =>
  heard.strange === 0 && heard.text.length >= LEAST && heard.slowest <= PAUSE_MS;

/** Twelve digits are an ИИН, nine the number of an order; whether its check digit is right is the core's to say. */
export function kindOf(text: string): Kind {
  if (/^[0-9]{12}$/.test(text)) return "iin";
  if (/^[0-9]{9}$/.test(text)) return "order";
  return /^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(text) && text.length >= LEAST ? "service" : "unknown";
}
