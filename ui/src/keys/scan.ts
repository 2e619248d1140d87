// A barcode scanner is a keyboard that types faster than anybody: a burst that ends with Enter or Tab. It is read by
// physical keys, so that the Kazakh layout does not turn digits into letters, and what it typed into the field that
// had the focus is taken back. Which bursts mean anything is said here by their shape; all others stay typing.

/** Longest pause between two keys of one burst. */
const PAUSE_MS = 30;
/** Twelve digits: an ИИН. Nine: the number of an order. */
const SHAPE = /^(?:[0-9]{12}|[0-9]{9})$/;

/** Whether a burst is the number of an order. */
export const isOrder = (digits: string): boolean => digits.length === 9;

type Box = HTMLInputElement | HTMLTextAreaElement;
type Burst = { text: string; last: number; box: Box | null; value: string };

const boxOf = (target: EventTarget | null): Box | null =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null;

/** Listens for the life of a screen; returns the way to stop. */
export function onScan(view: Window, then: (digits: string) => void): () => void {
  let burst: Burst | null = null;

  function begun(event: KeyboardEvent): Burst {
    const box = boxOf(event.target);
    return { text: "", last: event.timeStamp, box, value: box?.value ?? "" };
  }
  function ended(event: KeyboardEvent, whole: Burst): void {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (whole.box && whole.box.value !== whole.value) {
      whole.box.value = whole.value;
      whole.box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    then(whole.text);
  }
  function keys(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) {
      burst = null;
      return;
    }
    const inTime = burst !== null && event.timeStamp - burst.last <= PAUSE_MS;
    const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
    if (digit !== undefined && !event.shiftKey) {
      if (!inTime || burst === null) burst = begun(event);
      burst.text += digit;
      burst.last = event.timeStamp;
      return;
    }
    const whole = burst;
    burst = null;
    const isEnd = event.key === "Enter" || event.key === "Tab";
    if (whole && inTime && isEnd && SHAPE.test(whole.text)) ended(event, whole);
  }
  view.addEventListener("keydown", keys, { capture: true });
  return () => view.removeEventListener("keydown", keys, { capture: true });
}
