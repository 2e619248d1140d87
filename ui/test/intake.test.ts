import { answers, asked, askedOf, calmCore, FORM, problem, row } from "./border";
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { desk } from "../src/desk/desk.svelte";
import Intake from "../src/intake/Intake.svelte";
import { intake } from "../src/intake/intake.svelte";
import { scanner } from "../src/scanner/scanner.svelte";
import { speak } from "../src/words/index.svelte";

const field = (id: string) => screen.getByTestId<HTMLInputElement>(id);
const rest = (ms = 700) => vi.advanceTimersByTimeAsync(ms);
const press = (target: Element, key: string, more: KeyboardEventInit = {}) =>
  fireEvent.keyDown(target, { key, code: key, ...more });

beforeEach(async () => {
  vi.useFakeTimers();
  calmCore();
  speak("ru");
  intake.clear();
  await desk.ask();
  render(Intake);
  await rest();
  asked.length = 0;
});
afterEach(() => {
  cleanup();
  intake.clear();
  vi.useRealTimers();
});

describe("the one box", () => {
  it("has focus when the screen is entered, and one handle per focus", async () => {
    expect(document.activeElement).toBe(field("intake-search"));
    await fireEvent.input(field("intake-search"), { target: { value: "ах" } });
    await fireEvent.input(field("intake-search"), { target: { value: "ахм" } });
    await rest();
    expect(askedOf("list_open")).toHaveLength(0);
    expect(askedOf("search").map((one) => one.args["query"])).toEqual(["ахм"]);
  });
  it("never takes a name match by Enter", async () => {
    answers["search"] = () => ({
      rows: [row("1", "А", false)],
      expected: [],
      more: false,
      slips: false,
      orders: [],
      shape: "name",
      iin: null,
    });
    await fireEvent.input(field("intake-search"), { target: { value: "ахмет" } });
    await rest();
    await press(field("intake-search"), "Enter");
    await rest();
    const option = screen.getByTestId("intake-search-list-row");
    await press(field("intake-search"), "ArrowDown");
    expect(document.activeElement).toBe(option);
    await press(option, "Enter");
    await rest();
    expect(askedOf("card_open")).toHaveLength(0);
  });
  it("takes the only exact match by Enter, none of several", async () => {
    answers["card_open"] = () => ({ ...CARD });
    answers["search"] = () => ({
      rows: [row("1", "А", true), row("2", "Б", true)],
      expected: [],
      more: false,
      slips: false,
      orders: [],
      shape: "phone",
      iin: null,
    });
    await fireEvent.input(field("intake-search"), { target: { value: "77012345678" } });
    await press(field("intake-search"), "Enter");
    await rest();
    expect(askedOf("card_open")).toHaveLength(0);
    answers["search"] = () => ({
      rows: [row("1", "А", true)],
      expected: [],
      more: false,
      slips: false,
      orders: [],
      shape: "iin",
      iin: null,
    });
    await press(field("intake-search"), "Enter");
    await rest();
    expect(askedOf("card_open")).toHaveLength(1);
    expect(field("intake-surname").value).toBe("Ахметова");
  });
  it("tells the core what rested before somebody's eyes, once", async () => {
    answers["search"] = () => ({
      rows: [row("1", "А", false)],
      expected: [],
      more: false,
      slips: false,
      orders: [],
      shape: "name",
      iin: null,
    });
    await fireEvent.input(field("intake-search"), { target: { value: "ахмет" } });
    await rest(3000);
    expect(askedOf("list_rested").map((one) => one.args["ids"])).toEqual([["1"]]);
  });
});

describe("the form", () => {
  it("offers the core's repair and takes it when pressed, never by itself", async () => {
    answers["check_intake"] = () => ({
      problems: [],
      warnings: [],
      notices: [],
      repairs: [{ field: "surname", from: "Axметова", to: "Ахметова" }],
      written: [],
      iin: null,
      lookalikes: [],
    });
    await fireEvent.input(field("intake-surname"), { target: { value: "Axметова" } });
    await rest();
    expect(field("intake-surname").value).toBe("Axметова");
    await fireEvent.click(screen.getByTestId("intake-surname-repair"));
    expect(field("intake-surname").value).toBe("Ахметова");
  });
  it("writes a date as the core writes it once the field is left, never under somebody's hands", async () => {
    answers["check_intake"] = () => ({
      problems: [],
      warnings: [],
      notices: [],
      repairs: [],
      written: [{ field: "birth_date", from: "1991-03-12", to: "12.03.1991" }],
      iin: null,
      lookalikes: [],
    });
    field("intake-birth_date").focus();
    await fireEvent.input(field("intake-birth_date"), { target: { value: "1991-03-12" } });
    await rest();
    expect(field("intake-birth_date").value).toBe("1991-03-12");
    field("intake-surname").focus();
    await rest();
    expect(field("intake-birth_date").value).toBe("12.03.1991");
    // Left before the core has answered: written when it answers.
    field("intake-birth_date").focus();
    await fireEvent.input(field("intake-birth_date"), { target: { value: "1991-03-12" } });
    field("intake-surname").focus();
    await rest();
    expect(field("intake-birth_date").value).toBe("12.03.1991");
  });
  it("sends a warning that a person confirmed, and takes it back", async () => {
    answers["check_intake"] = () => ({
      problems: [],
      warnings: [problem("iin-sex-differs", "sex")],
      notices: [],
      repairs: [],
      written: [],
      iin: null,
      lookalikes: [],
    });
    await fireEvent.input(field("intake-surname"), { target: { value: "А" } });
    await rest();
    const tick = screen.getByTestId("intake-sex-confirm-iin-sex-differs");
    await fireEvent.click(tick);
    expect(intake.patient.form.confirmed).toEqual(["iin-sex-differs"]);
    await fireEvent.click(tick);
    expect(intake.patient.form.confirmed).toEqual([]);
  });
  it("keeps the form beside a very likely card until somebody decides, and sends what was decided", async () => {
    const row = {
      id: "c1",
      name: "Ахметова Айгерим",
      birth_date: "12.03.1991",
      sex: "F",
      iin: "••••••••0121",
      phone: "",
      consent: "none",
      last_visit: "",
      further: 0,
      kind: "",
      newborn_number: "",
      exact: false,
    };
    const reasons = ["born-same", "surname-same", "name-same"];
    answers["check_intake"] = (args) => {
      const { others } = JSON.parse(args["patient"] as string) as { others: string[] };
      const another = others.includes("c1");
      return {
        problems: another ? [] : [problem("patient-alike", "others")],
        warnings: [],
        notices: [],
        repairs: [],
        written: [],
        iin: null,
        slips: [],
        lookalikes: [{ row, level: "very_likely", reasons, asks: !another, another }],
      };
    };
    await fireEvent.input(field("intake-surname"), { target: { value: "Ахметова" } });
    await rest();
    expect(screen.getByTestId("intake-alike-why").textContent).toContain("та же дата рождения");
    await fireEvent.click(screen.getByTestId("intake-alike-other"));
    await rest();
    expect(screen.queryByTestId("intake-alike")).toBeNull();
    await press(field("intake-surname"), "F9");
    await rest();
    const sent = JSON.parse(askedOf("execute")[0]?.args["command"] as string);
    expect(sent.patient.others).toEqual(["c1"]);
    const kept = askedOf("draft_keep").at(-1)?.args["json"] as string;
    expect(JSON.parse(kept).patient.others).toEqual(["c1"]);
  });
  it("never takes birth date or sex from the ИИН by itself", async () => {
    answers["check_intake"] = () => ({
      problems: [],
      warnings: [],
      notices: [],
      repairs: [],
      written: [],
      iin: {
        shown: "910312 400121",
        state: "ok",
        code: "",
        birth_date: "12.03.1991",
        sex: "F",
        age: 35,
      },
      lookalikes: [],
    });
    await fireEvent.input(field("intake-iin"), { target: { value: "910312400121" } });
    await rest();
    expect(field("intake-birth_date").value).toBe("");
    await fireEvent.click(screen.getByTestId("intake-iin-take"));
    expect([field("intake-birth_date").value, intake.patient.form.sex]).toEqual([
      "12.03.1991",
      "F",
    ]);
  });
  it("goes on with Enter and keeps focus where it is at the end of a row of digits", async () => {
    field("intake-surname").focus();
    await press(field("intake-surname"), "Enter");
    expect(document.activeElement).toBe(field("intake-name"));
    await press(field("intake-name"), "Enter");
    await press(field("intake-patronymic"), "Enter");
    expect(document.activeElement).toBe(field("intake-iin"));
    await fireEvent.input(field("intake-iin"), { target: { value: "910312400121" } });
    await rest();
    expect(document.activeElement).toBe(field("intake-iin"));
  });
  it("keeps the draft 400 ms after the last key", async () => {
    await fireEvent.input(field("intake-surname"), { target: { value: "А" } });
    await rest(300);
    await fireEvent.input(field("intake-surname"), { target: { value: "Ах" } });
    await rest(390);
    expect(askedOf("draft_keep")).toHaveLength(0);
    await rest(20);
    const kept = askedOf("draft_keep");
    expect(kept).toHaveLength(1);
    expect(JSON.parse(kept[0]?.args["json"] as string).patient.surname).toBe("Ах");
  });
});

describe("a draft that is continued", () => {
  it("brings back every field and no tick: a tick is the person's own act", async () => {
    const consent = { answer: "given", personal_data: true, care: true, paper_place: "Папка 3" };
    answers["draft_open"] = () =>
      JSON.stringify({ card: null, patient: FORM, consent, reason: "" });
    await intake.resume("d9");
    await rest();
    expect(field("intake-surname").value).toBe("Ахметова");
    expect(field("intake-iin").value).toBe("910312400121");
    expect(intake.consent.spoken).toBeNull();
    expect(intake.consent.form).toMatchObject({
      personal_data: false,
      care: false,
      paper_place: "Папка 3",
    });
    await press(field("intake-surname"), "F9");
    await rest();
    expect(askedOf("execute")[0]?.args["draft"]).toBe("d9");
  });
});

describe("a draft of a known card", () => {
  it("opens the card once", async () => {
    answers["card_open"] = () => ({ ...CARD });
    answers["draft_open"] = () => JSON.stringify({ card: "1", patient: FORM, consent: {} });
    await intake.resume("d9");
    expect(askedOf("card_open")).toHaveLength(1);
  });
});

describe("a family", () => {
  const check = (more: object) => ({
    problems: [],
    warnings: [],
    notices: [],
    repairs: [],
    written: [],
    iin: null,
    lookalikes: [],
    representatives: [],
    needs_representative: false,
    may_act: false,
    ...more,
  });
  const type = async (id: string, value: string) => {
    await fireEvent.input(field(id), { target: { value } });
    await rest();
  };
  const next = async () => {
    await press(window as unknown as Element, "F9", { ctrlKey: true });
    await rest();
  };
  /** The mother was taken in; the child is typed. */
  async function motherAndChild() {
    answers["check_intake"] = () => check({ may_act: true });
    answers["execute"] = () => ({ entries: ["e"], touched: [], subject: "mother" });
    await type("intake-surname", "Ахметова");
    await type("intake-name", "Айгерім");
    await type("intake-phone", "87012345678");
    await next();
    answers["check_intake"] = () => check({ needs_representative: true });
  }

  it("offers whoever came of age before, and their phone becomes the representative's", async () => {
    await motherAndChild();
    expect(document.activeElement).toBe(field("intake-name"));
    expect(intake.patient.form).toMatchObject({ phone: "87012345678", phone_owner: "other" });
    await type("intake-name", "Санжар");
    const offered = screen.getByTestId("intake-representative-family");
    expect(offered.textContent).toContain("Ахметова Айгерім");
    await fireEvent.click(offered);
    await rest();
    expect(document.activeElement).toBe(field("intake-rep_basis"));
    expect(intake.patient.representative).toMatchObject({ card: "mother", basis: "" });
    expect(intake.patient.form.phone_owner).toBe("representative");
    await next();
    expect(intake.patient.representative?.card).toBe("mother");
    expect(intake.family.map((one) => one.card)).toEqual(["mother"]);
  });
  it("offers nobody under age, nobody of another family", async () => {
    await motherAndChild();
    answers["execute"] = () => ({ entries: ["e"], touched: [], subject: "child" });
    await type("intake-name", "Санжар");
    await next();
    expect(intake.family.map((one) => one.card)).toEqual(["mother"]);
    await press(window as unknown as Element, "Insert");
    await rest();
    expect(intake.family).toEqual([]);
  });
  it("takes a scan for the one in whose fields the focus is", async () => {
    await motherAndChild();
    await type("intake-name", "Санжар");
    await fireEvent.click(screen.getByTestId("intake-representative-add"));
    await rest();
    const deaf = scanner.listen(window, () => null);
    let at = 1000;
    const scan = async (into: Element) => {
      at += 1000;
      for (const key of [..."781105300778", "Enter"]) {
        const code = key === "Enter" ? key : `Digit${key}`;
        const one = new KeyboardEvent("keydown", { code, key, bubbles: true });
        Object.defineProperty(one, "timeStamp", { value: (at += 5) });
        into.dispatchEvent(one);
      }
      await rest();
    };
    await scan(field("intake-rep_surname"));
    expect(intake.patient.representative?.iin).toBe("781105300778");
    expect(intake.patient.form.iin).toBe("");
    field("intake-name").focus();
    await scan(field("intake-name"));
    expect(intake.patient.form.iin).toBe("781105300778");
    deaf();
  });
});

describe("saving", () => {
  it("keeps what was typed when refused, says so beside the field, in the language of the screen", async () => {
    answers["execute"] = () => {
      throw [problem("name-required", "name")];
    };
    answers["check_intake"] = () => ({
      problems: [problem("name-required", "name")],
      warnings: [],
      notices: [],
      repairs: [],
      written: [],
      iin: null,
      lookalikes: [],
    });
    await fireEvent.input(field("intake-surname"), { target: { value: "Ахметова" } });
    await press(field("intake-surname"), "F9");
    await rest();
    expect(field("intake-surname").value).toBe("Ахметова");
    expect(screen.getByTestId("intake-name-error").textContent).toContain("Имя не введено");
    expect(screen.getByTestId("intake-problems").textContent).toContain("Имя не введено");
    speak("kk");
    await rest(0);
    expect(field("intake-surname").value).toBe("Ахметова");
    expect(screen.getByTestId("intake-problems").textContent).not.toContain("Имя не введено");
  });
  it("carries the draft's id, says nothing about consent that nobody answered, and starts anew", async () => {
    await fireEvent.input(field("intake-surname"), { target: { value: "Ахметова" } });
    await rest();
    await press(field("intake-surname"), "Enter", { ctrlKey: true });
    await rest();
    const [sent] = askedOf("execute");
    expect(sent?.args["draft"]).toBe("d1");
    const command = JSON.parse(sent?.args["command"] as string);
    expect([command.do, command.card, command.consent]).toEqual(["intake", null, null]);
    expect(field("intake-surname").value).toBe("");
    expect(screen.getByTestId("intake-saved")).toBeTruthy();
    expect(document.activeElement).toBe(field("intake-search"));
  });
  it("opens what was saved again for a minute, as an amendment with its reason, and not longer", async () => {
    answers["card_open"] = () => ({ ...CARD });
    const saved = async () => {
      await fireEvent.input(field("intake-surname"), { target: { value: "Ахметова" } });
      await press(window as unknown as Element, "Enter", { ctrlKey: true });
      await rest();
      asked.length = 0;
    };
    const undo = () =>
      fireEvent.keyDown(window, { key: "я", code: "KeyZ", ctrlKey: true }).then(() => rest());
    await saved();
    expect(screen.getByTestId("intake-correct")).toBeTruthy();
    await rest(58_000);
    await undo();
    expect(askedOf("card_edit")).toHaveLength(1);
    expect(field("intake-surname").value).toBe("Ахметова");
    expect(intake.reason).toBe("исправлено сразу после записи");
    await undo();
    expect(askedOf("card_edit")).toHaveLength(1);

    intake.clear();
    await saved();
    await rest(61_000);
    expect(screen.queryByTestId("intake-correct")).toBeNull();
    await undo();
    expect(askedOf("card_open")).toHaveLength(0);
  });
  it("asks for a reason only when a known card changes", async () => {
    answers["card_open"] = () => ({ ...CARD });
    await intake.take("1");
    await rest();
    expect(screen.queryByTestId("intake-reason")).toBeNull();
    await fireEvent.input(field("intake-phone"), { target: { value: "87019998877" } });
    expect(field("intake-reason")).toBeTruthy();
  });
});

const CARD = {
  handle: "h",
  id: "1",
  name: "Ахметова Айгерім Болатқызы",
  birth_date: "12.03.1991",
  age: 35,
  sex: "F",
  iin: "••••••••0121",
  doc_type: "id_card",
  doc_number: "••••••912",
  phone: "+7 701 ••• •5 67",
  kind: "",
  newborn_number: "",
  extra: [],
  representatives: [],
  represents: [],
  needs_representative: false,
  standings: [{ purpose: "service", standing: "given" }],
  consents: [],
  history: [],
  seen: [],
  questions: [],
  destroyed: false,
  elsewhere: null,
  needs_update: false,
};
