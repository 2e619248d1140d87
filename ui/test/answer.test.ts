import { describe, expect, it } from "vitest";
import { problemsOf, wellFormed } from "../src/backend/answer";

describe("what a command rejects with", () => {
  it("keeps problems as the core said them", () => {
    const said = {
      code: "iin-length",
      kind: "refused",
      field: "iin",
      args: { n: "3" },
      trace: "x",
    };
    expect(problemsOf([said])).toEqual([said]);
  });
  it("fills what a problem left out", () => {
    expect(problemsOf([{ code: "a" }])).toEqual([
      { code: "a", kind: "internal", field: null, args: {}, trace: "" },
    ]);
  });
  it.each([["text"], [undefined], [null], [[]], [["text"]], [{ code: "alone" }], [new Error("x")]])(
    "maps %o to one problem of ours",
    (rejection) => {
      expect(problemsOf(rejection).map((one) => [one.code, one.kind])).toEqual([
        ["bad-request", "internal"],
      ]);
    },
  );
});

describe("lone surrogates", () => {
  it("become U+FFFD everywhere, whole pairs stay", () => {
    expect(wellFormed({ a: ["x\uD800y", 1], b: { c: "\uDC00" }, d: "😀", e: null })).toEqual({
      a: ["x\uFFFDy", 1],
      b: { c: "\uFFFD" },
      d: "😀",
      e: null,
    });
  });
});
