// A scan is a burst of keys, wherever the focus is; typing is typing.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kindOf, type Scan } from "../src/keys/burst";
import { onScan } from "../src/keys/scan";
import { clock } from "../src/scanner/scanner.svelte";
import { advices, masked, trial, type Trial } from "../src/scanner/trial";
import { withKey, type Heard } from "../src/keys/burst";

let heard: Scan[];
let stop: () => void;
let box: HTMLInputElement;
let at = 1000;

type More = KeyboardEventInit & { after?: number; target?: HTMLElement };

/** One key, so many ms after the one before it; a field shows what the layout has on it. */
function key(code: string, shown: string, { after = 5, target = box, ...more }: More = {}) {
  at += after;
  const event = new KeyboardEvent("keydown", {
    code,
    key: shown,
    bubbles: true,
    cancelable: true,
    ...more,
  });
  Object.defineProperty(event, "timeStamp", { value: at });
  if (target.dispatchEvent(event) && shown.length === 1 && target === box) box.value += shown;
  return event;
}
const CODES: Record<string, string> = {
  "-": "Minus",
  ".": "Period",
  "/": "Slash",
  " ": "Space",
  "]": "BracketRight",
};
const codeOf = (sign: string): string =>
  CODES[sign] ?? (/[0-9]/.test(sign) ? `Digit${sign}` : `Key${sign.toUpperCase()}`);

/** As a scanner types it: Shift before a capital. On the Kazakh layout the keys say something else. */
function typed(text: string, more: More & { layout?: string } = {}): void {
  const { layout, ...each } = more;
  for (const sign of text) {
    const shiftKey = /[A-Z]/.test(sign);
    if (shiftKey) key("ShiftLeft", "Shift", each);
    key(codeOf(sign), layout ?? sign, { ...each, shiftKey });
  }
}
const enter = (after = 5) => key("Enter", "Enter", { after });

beforeEach(() => {
  heard = [];
  at += 5000;
  box = document.createElement("input");
  box.value = "Болатқызы";
  document.body.append(box);
  stop = onScan(window, (scan) => heard.push(scan));
});
afterEach(() => {
  stop();
  document.body.replaceChildren();
});

describe("a scanner", () => {
  it("is heard wherever the focus is, and leaves the field as it was", () => {
    box.setSelectionRange(2, 4);
    typed("910312400121");
    const end = enter();
    expect(heard).toEqual([{ kind: "iin", text: "910312400121" }]);
    expect(box.value).toBe("Болатқызы");
    expect([box.selectionStart, box.selectionEnd]).toEqual([2, 4]);
    expect(end.defaultPrevented).toBe(true);
  });
  it.each([
    ["100482137", "order", "ә"],
    ["910312400121", "iin", "қ"],
    ["B03.335-002", "service", "и"],
    ["4870001234567", "service", "ң"],
  ])("reads %s as %s by the keys, whatever the layout says", (text, kind, layout) => {
    typed(text, { layout });
    enter();
    expect(heard).toEqual([{ kind, text }]);
    expect(box.value).toBe("Болатқызы");
  });
  it("may end with Tab, and may end twice", () => {
    typed("100482137");
    expect(key("Tab", "Tab").defaultPrevented).toBe(true);
    expect(enter().defaultPrevented).toBe(true);
    expect(heard).toEqual([{ kind: "order", text: "100482137" }]);
    expect(enter(200).defaultPrevented).toBe(false);
  });
  it("is told of when it says nothing that is known", () => {
    typed("LAB 2026/11");
    enter();
    expect(heard).toEqual([{ kind: "unknown", text: "LAB 2026/11" }]);
    expect(box.value).toBe("Болатқызы");
  });
  it("does not choose in a list, and does not press a button by a blank", () => {
    const list = document.createElement("select");
    list.innerHTML = "<option value=a></option><option value=b></option>";
    const button = document.createElement("button");
    document.body.append(list, button);
    let told = 0;
    list.addEventListener("change", () => (told += 1));
    typed("100482137", { target: list });
    list.value = "b";
    enter();
    expect([list.value, told, heard.length]).toEqual(["a", 1, 1]);
    expect(key("KeyA", "a", { after: 500, target: button }).defaultPrevented).toBe(false);
    expect(key("Space", " ", { target: button }).defaultPrevented).toBe(true);
    expect(key("Space", " ", { after: 500, target: button }).defaultPrevented).toBe(false);
    key("Tab", "Tab", { after: 500, target: button });
    expect(key("Space", " ", { target: button }).defaultPrevented).toBe(false);
  });
  it("is left to a password, and to a field that is meant to be scanned into", () => {
    box.type = "password";
    typed("taza-qol-1884");
    expect(enter().defaultPrevented).toBe(false);
    box.type = "text";
    box.dataset["scan"] = "typed";
    box.value = "";
    typed("100482137", { after: 6 });
    expect(enter().defaultPrevented).toBe(false);
    expect([box.value, heard]).toEqual(["100482137", []]);
  });
});

describe("typing", () => {
  const stays = (value: string) => {
    expect(heard).toEqual([]);
    expect(box.value).toBe(`Болатқызы${value}`);
  };
  it("is a person, however fast the fingers roll over", () => {
    typed("laborant", { after: 45 });
    expect(enter(45).defaultPrevented).toBe(false);
    stays("laborant");
  });
  it("is a person who rests once within a word, or before Enter", () => {
    typed("lab");
    typed("o", { after: 80 });
    typed("rant");
    enter();
    at += 1000;
    typed("AKHMEDOV");
    enter(31);
    stays("laborantAKHMEDOV");
  });
  it("is anything shorter than six signs", () => {
    typed("12345");
    expect(enter().defaultPrevented).toBe(false);
    stays("12345");
  });
  it("is a key held down, a shortcut, an input method, and what follows them without a rest", () => {
    for (const strange of [
      { repeat: true },
      { ctrlKey: true },
      { altKey: true },
      { isComposing: true },
    ]) {
      at += 1000;
      key("Digit9", "9", strange);
      box.value = "";
      typed("910312400121");
      enter();
      expect(heard).toEqual([]);
      expect(box.value).toBe("910312400121");
    }
  });
  it("is what a layout corrector types again after it has rubbed out a word", () => {
    typed("k");
    key("Backspace", "Backspace");
    typed("laborant");
    enter();
    expect(heard).toEqual([]);
  });
  it("is a letter that comes without a key, and a paste", () => {
    typed("Ахметова".replace(/./g, "a"));
    key("", "А");
    enter();
    at += 1000;
    box.value = "910312400121";
    enter();
    expect([heard, box.value]).toEqual([[], "910312400121"]);
  });
});

describe("the shape of a code", () => {
  it.each([
    ["910312400121", "iin"],
    ["100482137", "order"],
    ["87012345678", "service"],
    ["OAK-01/2", "service"],
    ["B0333", "unknown"],
    ["]C1910312400121", "unknown"],
    ["https://a.kz", "unknown"],
    ["", "unknown"],
  ])("%s is %s", (text, kind) => expect(kindOf(text)).toBe(kind));
});

describe("a try in the scanner lab", () => {
  function tried(text: string, pause: number, end: string | null, layout?: string): Trial {
    let so: Heard | null = null;
    let when = 0;
    const event = (code: string, shown: string): KeyboardEvent => {
      const one = new KeyboardEvent("keydown", {
        code,
        key: shown,
        shiftKey: /^[A-Z]$/.test(shown),
      });
      Object.defineProperty(one, "timeStamp", { value: (when += pause) });
      return one;
    };
    for (const sign of text) so = withKey(so, event(codeOf(sign), layout ?? sign));
    return trial(so!, end === null ? null : event(end, end));
  }
  it("measures the slowest pause, the end and the layout", () => {
    expect(tried("100482137", 12.2, "Enter")).toMatchObject({
      text: "100482137",
      kind: "order",
      count: 9,
      slowest: 13,
      end: "enter",
      differs: false,
      strange: 0,
    });
    expect(tried("100482137", 60, "Tab", "ә")).toMatchObject({
      text: "100482137",
      slowest: 60,
      end: "tab",
      differs: true,
    });
  });
  it("says what to set in the scanner, and nothing where nothing is wrong", () => {
    expect(advices(tried("910312400121", 10, "Enter"))).toEqual(["good"]);
    expect(advices(tried("910312400121", 10, "Tab"))).toEqual(["good"]);
    expect(advices(tried("910312400121", 90, null))).toEqual(["slow", "end"]);
    expect(advices(tried("12345", 10, "Enter"))).toEqual(["short"]);
    for (const text of ["]C1910312400121", "A910312400121", "100482137-"])
      expect(advices(tried(text, 10, "Enter"))).toEqual(["extra"]);
    expect(advices(tried("LAB 2026/11", 10, "Enter"))).toEqual(["unknown"]);
    expect(advices(tried("91031ә", 10, "Enter"))).toEqual(["strange"]);
  });
  it("hides who was scanned", () => {
    const shown = (text: string) => masked(tried(text, 10, "Enter"));
    expect(shown("910312400121")).toBe("••••••••0121");
    expect(shown("100482137")).toBe("100482137");
    expect(shown("B03.335.002")).toBe("B03.335.002");
    expect(shown("A910312400121")).toBe("A91••••••0121");
    expect(shown("AKHMETOVA AIGERIM")).toBe("AKH••••••••••ERIM");
  });
});

describe("the clock of the line in the status bar", () => {
  it("is that of Almaty, whatever the webview believes", () => {
    expect(clock(0)).toBe("05:00:00");
    expect(clock(1_795_363_926.9)).toBe("21:12:06");
    expect(clock(1_795_363_200 + 19 * 3600 - 1)).toBe("15:59:59");
  });
});
