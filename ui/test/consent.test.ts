import { answers, askedOf, calmCore, problem } from "./border";
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import ConsentPanel from "../src/consent/ConsentPanel.svelte";
import { ConsentEntry, emptyConsent, fromDraft } from "../src/consent/entry.svelte";
import { screen as patients } from "../src/consent/screen.svelte";
import { speak } from "../src/words/index.svelte";

const page = (lang: unknown) => ({
  sha256: String(lang).repeat(32),
  policy: "p".repeat(64),
  lang,
  policy_title: "Политика",
  before: "Я даю согласие на условиях ",
  link: "Политики",
  after: "",
  block: "Оператор: …",
  care: "Медицинская помощь",
  optional: [],
  say: { kk: "қазақша", ru: "по-русски" },
});
let entry: ConsentEntry;
const settle = () => vi.waitFor(() => screen.getByTestId("consent-tick-personal"));

beforeEach(async () => {
  calmCore();
  speak("ru");
  patients.state = null;
  answers["consent_page"] = ({ lang }) => page(lang);
  entry = new ConsentEntry();
  render(ConsentPanel, {
    entry,
    of: { card: "c", patient: null, representative: null, by: "", giver: null, others: [] },
    acting: [],
    needs: false,
    onchange: () => undefined,
    keep: async () => "d1",
  });
  await settle();
});
afterEach(cleanup);

describe("the consent page", () => {
  it("is unticked, and an untouched page is no answer", () => {
    expect(screen.getByTestId<HTMLInputElement>("consent-tick-personal").checked).toBe(false);
    expect(screen.getByTestId<HTMLInputElement>("consent-tick-care").checked).toBe(false);
    expect(entry.spoken).toBeNull();
  });
  it("shows the sentence word for word, its last words a link", () => {
    expect(screen.getByTestId("consent-sentence").textContent).toBe(
      "Я даю согласие на условиях Политики",
    );
    expect(screen.getByTestId("consent-policy").textContent).toBe("Политики");
  });
  it("notes which version in which language was shown when a tick is set", async () => {
    await fireEvent.click(screen.getByTestId("consent-tick-personal"));
    expect(entry.spoken).toMatchObject({
      answer: "given",
      personal_data: true,
      care: false,
      channel: "screen",
      language: "ru",
      policy: "p".repeat(64),
      page: "ru".repeat(32),
    });
  });
  it("takes the ticks off when the text changes under them, and says so", async () => {
    await fireEvent.click(screen.getByTestId("consent-tick-care"));
    speak("kk");
    await vi.waitFor(() => screen.getByTestId("consent-changed"));
    expect(entry.spoken).toBeNull();
    expect(screen.getByTestId<HTMLInputElement>("consent-tick-care").checked).toBe(false);
    await fireEvent.click(screen.getByTestId("consent-tick-care"));
    expect(entry.spoken).toMatchObject({ care: true, language: "kk", page: "kk".repeat(32) });
    expect(screen.queryByTestId("consent-changed")).toBeNull();
  });
  it("keeps what was copied from paper: the sheet bears both languages", async () => {
    entry.form.channel = "paper";
    await fireEvent.click(screen.getByTestId("consent-tick-care"));
    speak("kk");
    await vi.waitFor(() => expect(entry.form.language).toBe("kk"));
    expect(entry.form.care).toBe(true);
    // Were the channel changed now, the core would refuse: that page stands on no screen.
    expect(entry.spoken).toMatchObject({ language: "kk", page: "ru".repeat(32) });
  });
  it("a refusal carries no ticks", async () => {
    await fireEvent.click(screen.getByTestId("consent-tick-personal"));
    await fireEvent.click(screen.getByTestId("consent-refuse"));
    expect(entry.spoken).toMatchObject({ answer: "refused", personal_data: false, care: false });
  });
  it("keeps the focus when what was pressed goes: to the reason, and back to the heading", async () => {
    const at = () => document.activeElement?.getAttribute("data-testid");
    expect(at()).toBe("consent-heading");
    await fireEvent.keyDown(screen.getByTestId("consent-heading"), { key: "Enter" });
    expect(document.activeElement?.getAttribute("name")).toBe("consent-channel");
    await fireEvent.click(screen.getByTestId("consent-refuse"));
    await vi.waitFor(() => expect(at()).toBe("consent-reason"));
    await fireEvent.click(screen.getByTestId("consent-unrefuse"));
    await vi.waitFor(() => expect(at()).toBe("consent-heading"));
    await fireEvent.click(screen.getByTestId("consent-tick-personal"));
    await fireEvent.click(screen.getByTestId("consent-clear"));
    await vi.waitFor(() => expect(at()).toBe("consent-heading"));
  });
  it("answers F1 with both languages to say aloud", async () => {
    await fireEvent.keyDown(document.body, { key: "F1", code: "F1" });
    expect(screen.getByTestId("say-kk").textContent).toContain("қазақша");
    expect(screen.getByTestId("say-ru").textContent).toContain("по-русски");
  });
});

const SIGNED = {
  ...emptyConsent(),
  answer: "given",
  channel: "patient_screen",
  personal_data: true,
  care: true,
  language: "kk" as const,
  policy: "p".repeat(64),
  page: "kk".repeat(32),
  signature: "1,1 2,2",
};

describe("what a draft brings back", () => {
  it("no tick of the registrar's screen, every one that stands under a signature", () => {
    expect(fromDraft({ ...SIGNED, channel: "screen", signature: "" })).toMatchObject({
      answer: "",
      personal_data: false,
      care: false,
    });
    expect(fromDraft(SIGNED)).toEqual(SIGNED);
    // Signed, and «Готово» never said: no answer, however many ticks there were.
    const half = fromDraft({ ...SIGNED, answer: "" });
    expect(half).toMatchObject({ answer: "", personal_data: false, signature: "" });
  });
  it("an unfinished answer goes back to the patient, where they say themselves that they are done", async () => {
    const kept = { ...SIGNED, answer: "" };
    entry.resume(kept);
    expect(entry.spoken).toBeNull();
    expect(entry.half).toMatchObject({ signature: "1,1 2,2", page: SIGNED.page });
  });
  it("a signed page that is another by now is not taken over", async () => {
    entry.resume(SIGNED);
    answers["consent_page"] = () => ({ ...page("kk"), sha256: "x".repeat(64) });
    await entry.show({
      card: "c",
      patient: null,
      representative: null,
      by: "",
      giver: null,
      others: [],
    });
    expect(entry.spoken).toBeNull();
    expect(entry.changed).toBe(true);
    expect(entry.form.signature).toBe("");
  });
  it("a signed page is asked for in the language that was read", async () => {
    entry.resume(SIGNED);
    await entry.show({
      card: "c",
      patient: null,
      representative: null,
      by: "",
      giver: null,
      others: [],
    });
    expect(askedOf("consent_page").at(-1)?.args["lang"]).toBe("kk");
    expect(entry.spoken).toMatchObject({ answer: "given", signature: "1,1 2,2" });
  });
});

describe("consent on the patient's screen", () => {
  const state = (more: object) => ({
    window: "open",
    talk: "t",
    step: "check",
    left: false,
    unkept: false,
    wrong: [],
    large: false,
    answer: { ...SIGNED, answer: "", refusal_signed: "" },
    ...more,
  });
  const choose = async (first: object) => {
    answers["patient_show"] = () => state(first);
    answers["patient_stop"] = () => null;
    await fireEvent.click(screen.getByLabelText("на экране пациента"));
    await vi.waitFor(() => screen.getByTestId("screen-panel"));
  };
  it("the registrar sees where the patient is and ticks nothing", async () => {
    await choose({ step: "sign" });
    await vi.waitFor(() =>
      expect(screen.getByTestId("screen-step").textContent).toContain("подписывает"),
    );
    expect(screen.queryByTestId("consent-tick-personal")).toBeNull();
    expect(screen.getByTestId("screen-signature")).toBeTruthy();
    expect(entry.spoken).toBeNull();
  });
  it("takes the answer over once the patient is done", async () => {
    await choose({});
    answers["patient_state"] = () =>
      state({ step: "given", answer: { ...SIGNED, refusal_signed: "" } });
    await patients.ask();
    expect(entry.spoken).toMatchObject({ answer: "given", signature: "1,1 2,2", language: "kk" });
  });
  it.each([
    ["closed", "закрыто"],
    ["unplugged", "отключён"],
    ["silent", "не отвечает"],
  ])("a window that is %s is said in words, and paper is offered", async (window, word) => {
    await choose({ window });
    await vi.waitFor(() => expect(screen.getByTestId("screen-lost").textContent).toContain(word));
    await fireEvent.click(screen.getByTestId("screen-paper"));
    await vi.waitFor(() => expect(entry.form.channel).toBe("paper"));
    expect(askedOf("patient_stop")).toHaveLength(1);
  });
  it("what the patient finds wrong is named", async () => {
    await choose({ step: "wrong", wrong: ["phone"] });
    await vi.waitFor(() =>
      expect(screen.getByTestId("screen-wrong").textContent).toContain("телефон"),
    );
  });
});

describe("a family", () => {
  const child = (card: string, name: string, more = {}) => ({
    card,
    name,
    kind: "",
    newborn_number: "",
    birth_date: "15.03.2019",
    standing: "none",
    basis: "mother",
    apart: [],
    problems: [],
    ...more,
  });
  const ticks = () => screen.getAllByTestId<HTMLInputElement>("consent-other");
  const family = async (rows: unknown[], others: string[] = []) => {
    cleanup();
    answers["consent_family"] = () => rows;
    answers["consent_page"] = ({ asked }) => ({
      ...page("ru"),
      sha256: JSON.parse(asked as string).others.join() || "alone",
    });
    entry = new ConsentEntry();
    entry.resume({ ...emptyConsent(), by: "representative", giver: "m", others });
    render(ConsentPanel, {
      entry,
      of: { card: "c", patient: null, representative: null, by: "", giver: null, others: [] },
      acting: [{ card: "m", name: "Ахметова Айгерім", basis: "mother" }],
      needs: true,
      onchange: () => undefined,
      keep: async () => "d1",
    });
    await settle();
  };

  it("is ticked beside the child, and the page is asked for with everybody on it", async () => {
    await family([child("a", "Ахметов Санжар"), child("b", "Ахметова Дана")]);
    expect(ticks().map((one) => one.checked)).toEqual([false, false]);
    await fireEvent.click(screen.getByTestId("consent-tick-personal"));
    await fireEvent.click(ticks()[1]!);
    await vi.waitFor(() => expect(entry.page?.sha256).toBe("b"));
    expect(entry.spoken, "ticks under another text are none").toBeNull();
    expect(screen.getByTestId("consent-changed")).toBeTruthy();
    await fireEvent.click(screen.getByTestId("consent-tick-personal"));
    expect(entry.spoken).toMatchObject({ others: ["b"], page: "b", giver: "m" });
  });
  it("says beside the tick why somebody may not stay, and what is asked apart", async () => {
    const no = { ...problem("consent-other-given", "others"), args: { card: "a" } };
    const rows = [
      child("a", "Ахметов Санжар", { problems: [no] }),
      child("b", "Ахметова Дана", { apart: ["sms"] }),
    ];
    await family(rows, ["a"]);
    expect(ticks()[0]!.checked, "nothing that was ticked is lost").toBe(true);
    expect(screen.getByTestId("consent-other-a-problem").textContent).toContain("уже есть");
    expect(screen.getByTestId("consent-others").textContent).toContain(
      "отдельно: сообщения по SMS",
    );
    expect(screen.queryByTestId("consent-problems")).toBeNull();
  });
  it("is never refused for at once: the page of the one comes first", async () => {
    await family([child("a", "Ахметов Санжар")], ["a"]);
    await fireEvent.click(screen.getByTestId("consent-refuse"));
    await vi.waitFor(() => expect(entry.page?.sha256).toBe("alone"));
    expect(screen.getByTestId("consent-parted")).toBeTruthy();
    expect(entry.answered).toBe(false);
    await fireEvent.click(screen.getByTestId("consent-refuse"));
    expect(entry.spoken).toMatchObject({ answer: "refused", others: [], page: "alone" });
  });
});
