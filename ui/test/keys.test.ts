import { describe, expect, it } from "vitest";
import { digitOf, typeDigit } from "../src/keys/digits";
import { isWebviewKey } from "../src/keys/guard";
import { enterMoves, fieldsOf } from "../src/keys/next";
import { bounded } from "../src/keys/paste";

const key = (code: string, typed: string, more: KeyboardEventInit = {}) =>
  new KeyboardEvent("keydown", { code, key: typed, cancelable: true, bubbles: true, ...more });

describe("physical digits", () => {
  it.each([
    ["Digit2", "ә", "2"],
    ["Digit0", "қ", "0"],
    ["Digit7", "7", "7"],
    ["Numpad5", "5", "5"],
  ])("%s typing «%s» is the digit %s", (code, typed, digit) => {
    expect(digitOf(key(code, typed))).toBe(digit);
  });
  it("leaves the caret keys of a pad without NumLock, shortcuts and signs alone", () => {
    expect(digitOf(key("Numpad4", "ArrowLeft"))).toBe("");
    expect(digitOf(key("Digit1", "1", { ctrlKey: true }))).toBe("");
    expect(digitOf(key("Digit8", "*", { shiftKey: true }))).toBe("");
    expect(digitOf(key("Period", "ю"))).toBe("");
  });
  it("replaces the selection and tells the form", () => {
    const field = document.createElement("input");
    field.value = "91031240";
    let told = 0;
    field.addEventListener("keydown", typeDigit);
    field.addEventListener("input", () => (told += 1));
    field.setSelectionRange(2, 4);
    const event = key("Digit4", "ң");
    field.dispatchEvent(event);
    expect(field.value).toBe("9141240");
    expect(told).toBe(1);
    expect(event.defaultPrevented).toBe(true);
    expect(field.selectionStart).toBe(3);
  });
});

describe("the webview's own keys", () => {
  it.each([
    ["F5", {}],
    ["F3", {}],
    ["F7", {}],
    ["KeyR", { ctrlKey: true }],
    ["KeyF", { ctrlKey: true }],
    ["KeyP", { ctrlKey: true }],
    ["Equal", { ctrlKey: true }],
    ["ArrowLeft", { altKey: true }],
  ])("%s is taken away", (code, more) => {
    expect(isWebviewKey(key(code, "", more))).toBe(true);
  });
  it("copying, pasting and typing stay", () => {
    for (const code of ["KeyC", "KeyV", "KeyX", "KeyA", "KeyZ"]) {
      expect(isWebviewKey(key(code, "", { ctrlKey: true }))).toBe(false);
    }
    expect(isWebviewKey(key("KeyF", "а"))).toBe(false);
  });
});

describe("the way of Enter", () => {
  it("visits fields in order, one stop per radio group, nothing disabled", () => {
    document.body.innerHTML = `<form><input id="a"><input id="b" disabled>
      <fieldset><input type="radio" name="s" id="f"><input type="radio" name="s" id="m" checked></fieldset>
      <button id="x">x</button><select id="c"></select><button data-step id="d">y</button></form>`;
    const form = document.querySelector("form") as HTMLFormElement;
    expect(fieldsOf(form).map((one) => one.id)).toEqual(["a", "m", "c", "d"]);
  });
  it("begins at a heading that leads; Ctrl+↓ and Ctrl+↑ go from part to part", () => {
    document.body.innerHTML = `<form><h2 id="h" tabindex="-1" data-lead></h2>
      <div data-part><input id="a"><input id="b"><div data-part><button data-step id="more"></button></div></div>
      <input id="between"><fieldset data-part><input id="c"><input id="d"></fieldset></form>`;
    const form = document.querySelector("form") as HTMLFormElement;
    enterMoves(form);
    const at = () => document.activeElement?.id;
    const go = (from: string, typed: string, more: KeyboardEventInit) => {
      const field = document.getElementById(from);
      field?.focus();
      field?.dispatchEvent(key(typed, typed, more));
      return at();
    };
    expect(go("h", "Enter", {})).toBe("a");
    const down = ["a", "b", "more", "between", "c"].map((one) =>
      go(one, "ArrowDown", { ctrlKey: true }),
    );
    expect(down).toEqual(["more", "more", "c", "c", "c"]);
    const up = ["d", "c", "between", "more", "a"].map((one) =>
      go(one, "ArrowUp", { ctrlKey: true }),
    );
    expect(up).toEqual(["c", "more", "more", "a", "a"]);
  });
});

describe("ten pasted megabytes", () => {
  it("are cut and said so", () => {
    expect(bounded("x".repeat(10_000_000), 2000)).toEqual({ text: "x".repeat(2000), cut: true });
    expect(bounded("abc", 2000)).toEqual({ text: "abc", cut: false });
  });
});
