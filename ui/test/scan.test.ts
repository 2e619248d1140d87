// A scan is a burst of keys, wherever the focus is; typing is typing.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { onScan } from "../src/keys/scan";

let heard: string[];
let stop: () => void;
let box: HTMLInputElement;

function key(code: string, key: string, at: number): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true });
  Object.defineProperty(event, "timeStamp", { value: at });
  if (box.dispatchEvent(event) && key.length === 1) box.value += key;
  return event;
}
/** As a scanner types it: on the Kazakh layout the digit row says letters. */
function typed(digits: string, pause: number, letters = false): KeyboardEvent {
  let at = 1000;
  for (const digit of digits) {
    key(`Digit${digit}`, letters ? "ә" : digit, at);
    at += pause;
  }
  return key("Enter", "Enter", at);
}

beforeEach(() => {
  heard = [];
  box = document.createElement("input");
  box.value = "Болатқызы";
  document.body.append(box);
  stop = onScan(window, (digits) => heard.push(digits));
});
afterEach(() => {
  stop();
  box.remove();
});

describe("a scanner", () => {
  it("is heard wherever the focus is, and leaves the field as it was", () => {
    const enter = typed("910312400121", 5);
    expect(heard).toEqual(["910312400121"]);
    expect(box.value).toBe("Болатқызы");
    expect(enter.defaultPrevented).toBe(true);
  });
  it("is read by physical keys on the Kazakh layout", () => {
    typed("910312400121", 5, true);
    expect(heard).toEqual(["910312400121"]);
    expect(box.value).toBe("Болатқызы");
  });
  it("is not a person who types fast", () => {
    const enter = typed("910312400121", 45);
    expect(heard).toEqual([]);
    expect(box.value).toBe("Болатқызы910312400121");
    expect(enter.defaultPrevented).toBe(false);
  });
  it("is nothing that has another shape", () => {
    typed("12345678", 5);
    expect(heard).toEqual([]);
    expect(box.value).toBe("Болатқызы12345678");
  });
});
