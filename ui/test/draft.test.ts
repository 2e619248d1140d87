import { answers, askedOf, calmCore } from "./border";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Draft } from "../src/desk/draft.svelte";

beforeEach(() => {
  vi.useFakeTimers();
  calmCore();
});
afterEach(() => vi.useRealTimers());

describe("a draft", () => {
  it("is kept at once when the desk is locked before the keys rested", async () => {
    const draft = new Draft("intake");
    draft.keep(null, () => ({ a: 1 }));
    await draft.flush();
    expect(askedOf("draft_keep")).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(askedOf("draft_keep")).toHaveLength(1);
  });
  it("goes on under the id that its first keeping brought", async () => {
    const draft = new Draft("intake");
    draft.keep("p", () => 1);
    await vi.advanceTimersByTimeAsync(400);
    draft.keep("p", () => 2);
    await vi.advanceTimersByTimeAsync(400);
    expect(askedOf("draft_keep").map((one) => [one.args["id"], one.args["json"]])).toEqual([
      [null, "1"],
      ["d1", "2"],
    ]);
  });
  it("a slow answer never revives a form that was saved meanwhile", async () => {
    let release = (_: string) => undefined as void;
    answers["draft_keep"] = () => new Promise<string>((done) => (release = done));
    const draft = new Draft("intake");
    draft.keep(null, () => 1);
    await vi.advanceTimersByTimeAsync(400);
    const settled = draft.settle();
    release("d7");
    expect(await settled).toBe("d7");
    draft.forget("kept");
    expect(draft.id).toBeNull();
    draft.keep(null, () => 2);
    draft.forget("kept");
    await vi.advanceTimersByTimeAsync(1000);
    expect(askedOf("draft_keep")).toHaveLength(1);
  });
  it("is dropped when its form is given up", async () => {
    const draft = new Draft("amend");
    draft.id = "d3";
    draft.forget("drop");
    expect(askedOf("draft_drop").map((one) => one.args["id"])).toEqual(["d3"]);
  });
});
