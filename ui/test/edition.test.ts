import { answers, asked, askedOf, calmCore, DESK, problem } from "./border";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PolicyForm } from "../src/backend/types";
import { desk } from "../src/desk/desk.svelte";
import { lock } from "../src/desk/lock";
import { policyEdition as edition } from "../src/policy/edition.svelte";

const FORM: PolicyForm = {
  policy: "p",
  code: "ПД-01",
  revision: "2",
  effective_from: "21.11.2026",
  title: { kk: "Саясат", ru: "Политика" },
  text: { kk: "1. 5 жыл", ru: "1. 3 года" },
  years: "5",
  url: "",
  differences_seen: false,
};
const differing = (value: string) => ({
  code: "number",
  clause: "1",
  whole: false,
  only: "kk",
  value,
  kk: "",
  ru: "",
});

beforeEach(async () => {
  vi.useFakeTimers();
  calmCore();
  answers["differences"] = () => [differing("5")];
  answers["lock"] = () => null;
  await edition.leave();
  asked.length = 0;
});
afterEach(() => vi.useRealTimers());

const rest = () => vi.advanceTimersByTimeAsync(1000);

describe("an edition that is being typed", () => {
  it("is compared at once and while the keys rest, and the tick belongs to the list that was read", async () => {
    edition.begin({ ...FORM });
    await rest();
    expect(edition.differences).toHaveLength(1);
    edition.form!.differences_seen = true;
    edition.changed();
    await rest();
    expect(edition.form!.differences_seen).toBe(true);
    answers["differences"] = () => [differing("5"), differing("7")];
    edition.form!.text.kk = "1. 5 жыл, 7 күн";
    edition.changed();
    edition.changed();
    await rest();
    expect(edition.form!.differences_seen).toBe(false);
    expect(askedOf("differences").at(-1)!.args).toEqual({
      kk: "1. 5 жыл, 7 күн",
      ru: "1. 3 года",
    });
    expect(askedOf("differences")).toHaveLength(3);
  });
  it("is kept when the desk is locked before the keys rested, and offered again without its tick", async () => {
    edition.begin({ ...FORM, differences_seen: true });
    edition.form!.code = "ПД-02";
    edition.changed();
    await lock();
    const kept = JSON.parse(askedOf("draft_keep")[0]!.args["json"] as string) as PolicyForm;
    expect(kept.code).toBe("ПД-02");
    answers["draft_open"] = () => JSON.stringify(kept);
    await edition.resume("d7");
    expect(edition.form).toMatchObject({ code: "ПД-02", differences_seen: false });
    expect(edition.draft.id).toBe("d7");
  });
  it("a torn draft opens nothing and is dropped", async () => {
    answers["draft_open"] = () => "{";
    await edition.resume("d7");
    expect(edition.form).toBeNull();
    expect(askedOf("draft_drop").map((one) => one.args["id"])).toEqual(["d7"]);
  });
  it("stays with its refusals, and closes once it was published", async () => {
    edition.begin({ ...FORM });
    answers["execute"] = () => {
      throw [problem("edition-revision-taken", "revision")];
    };
    expect(await edition.publish()).toBeNull();
    expect(edition.problems.map((one) => one.field)).toEqual(["revision"]);
    expect(edition.form).not.toBeNull();
    answers["execute"] = () => ({ entries: ["e"], touched: ["p"], subject: "p" });
    expect(await edition.publish()).toBe("2");
    expect(edition.form).toBeNull();
  });
  it("a late comparison never speaks of an edition that was left", async () => {
    let release = (_: unknown) => undefined as void;
    answers["differences"] = () => new Promise((done) => (release = done));
    edition.begin({ ...FORM });
    await edition.leave();
    release([differing("5")]);
    await rest();
    expect(edition.differences).toEqual([]);
  });
});

describe("a document that came into force meanwhile", () => {
  it("is heard from any refusal: the page to be read takes the place of the screen", async () => {
    answers["desk_state"] = () => ({ ...DESK, unread: 1 });
    answers["execute"] = () => {
      throw [problem("acquaintance-needed")];
    };
    edition.begin({ ...FORM });
    await edition.publish();
    await rest();
    expect(desk.state?.unread).toBe(1);
  });
});
