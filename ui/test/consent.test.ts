import { answers, calmCore } from "./border";
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import ConsentPanel from "../src/consent/ConsentPanel.svelte";
import { ConsentEntry } from "../src/consent/entry.svelte";
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
  answers["consent_page"] = ({ lang }) => page(lang);
  entry = new ConsentEntry();
  render(ConsentPanel, {
    entry,
    of: { card: "c", patient: null, representative: null, by: "", giver: null },
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
  it("answers F1 with both languages to say aloud", async () => {
    await fireEvent.keyDown(document.body, { key: "F1", code: "F1" });
    expect(screen.getByTestId("say-kk").textContent).toContain("қазақша");
    expect(screen.getByTestId("say-ru").textContent).toContain("по-русски");
  });
});
