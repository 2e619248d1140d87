// A barcode scanner is a keyboard that types faster than anybody: a burst that begins after a rest and ends with Enter
// or Tab. It is a scan wherever the focus is; what it typed into the field that had the focus is taken back, and the
// focus stays. Left alone are passwords and fields that say `data-scan="typed"`: what is scanned there is meant for them.
import { endOf, isScan, kindOf, PAUSE_MS, withKey, type Heard, type Scan } from "./burst";

type Box = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Was = { box: Box; value: string; from: number | null; to: number | null };

function was(target: EventTarget | null): Was | null {
  if (target instanceof HTMLSelectElement)
    return { box: target, value: target.value, from: null, to: null };
  const isText = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  if (!isText) return null;
  const { selectionStart: from, selectionEnd: to } = target;
  return { box: target, value: target.value, from, to };
}

function takeBack({ box, value, from, to }: Was): void {
  if (box.value === value) return;
  box.value = value;
  const isSelect = box instanceof HTMLSelectElement;
  if (!isSelect && from !== null) box.setSelectionRange(from, to);
  box.dispatchEvent(new Event(isSelect ? "change" : "input", { bubbles: true }));
}

const takesKeys = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("input[type=password], [data-scan=typed]") !== null;

const isOnButton = (target: EventTarget | null): boolean =>
  target instanceof HTMLButtonElement ||
  (target instanceof HTMLInputElement && /^(?:checkbox|radio|button|submit)$/.test(target.type));

/** Listens for the life of a window; returns the way to stop. */
export function onScan(view: Window, then: (scan: Scan) => void): () => void {
  let so: Heard | null = null;
  let before: Was | null = null;
  let ended = -Infinity;

  function swallow(event: KeyboardEvent): void {
    event.preventDefault();
    event.stopImmediatePropagation();
    ended = event.timeStamp;
  }
  function keys(event: KeyboardEvent): void {
    if (takesKeys(event.target)) {
      so = null;
      return;
    }
    const inTime = so !== null && event.timeStamp - so.last <= PAUSE_MS;
    const end = endOf(event);
    // Scanners that end a line as Windows does send two: the second would press what has the focus.
    if (end && event.timeStamp - ended <= PAUSE_MS) return swallow(event);
    if (end && inTime && so && isScan(so)) {
      swallow(event);
      if (before) takeBack(before);
      const { text } = so;
      so = null;
      return then({ kind: kindOf(text), text });
    }
    if (!inTime) before = was(event.target);
    // A blank after other signs would press the button or the tick that has the focus; after Tab it is meant to.
    else if (event.code === "Space" && isOnButton(event.target) && so?.text && so.strange === 0)
      event.preventDefault();
    // What follows a strange key without a rest is no scan either.
    so = withKey(inTime ? so : null, event);
  }
  view.addEventListener("keydown", keys, { capture: true });
  return () => view.removeEventListener("keydown", keys, { capture: true });
}
