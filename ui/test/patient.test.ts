// The patient's window: what it shows of each step, how touches go, and that only a shape is taken.
import { answers, asked, askedOf, calmCore, problem } from "./border";
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ConsentPage, PatientView } from "../src/backend/types";
import Patient from "../src/patient/Patient.svelte";
import { patient } from "../src/patient/patient.svelte";
import { speak } from "../src/words/index.svelte";

const PAGE: ConsentPage = {
  sha256: "s".repeat(64),
  policy: "p".repeat(64),
  lang: "ru",
  policy_title: "Политика",
  before: "Я даю согласие на условиях ",
  link: "Политики",
  after: "",
  block: "Оператор: …",
  care: "Медицинская помощь",
  optional: [{ purpose: "sms", sentence: "Сообщать по SMS" }],
  say: { kk: "", ru: "" },
};

let turn = 0;
let view: Partial<PatientView>;
const whole = (): PatientView =>
  ({
    turn: ++turn,
    organisation: { kk: "«Шипа» зертханасы", ru: "Лаборатория «Шипа»" },
    training: false,
    step: "check",
    lang: "ru",
    large: false,
    name: "Ахметова Айгерім",
    others: [],
    giver: "",
    phone: "+7 701 234 56 78",
    wrong: [],
    page: null,
    refusal: "",
    ticked: [],
    strokes: [],
    cleared: "nothing",
    ...view,
  }) as PatientView;
const acts = () => askedOf("patient_act").map((one) => JSON.parse(one.args["act"] as string));
const shown = async (more: Partial<PatientView>) => {
  view = more;
  await patient.ask();
};

beforeEach(async () => {
  calmCore();
  view = {};
  patient.view = null;
  answers["patient_page"] = whole;
  answers["patient_act"] = whole;
  render(Patient);
  await vi.waitFor(() => screen.getByTestId("patient-check"));
  asked.length = 0;
});
afterEach(() => {
  cleanup();
  speak("ru");
});

const clean = async () => {
  const rules = { region: { enabled: false }, "color-contrast": { enabled: false } };
  const found = await axe.run(screen.getByTestId("patient"), { rules });
  return found.violations.map((one) => one.id);
};

describe("the patient's screen", () => {
  it("names nobody between two people, in both languages", async () => {
    await shown({ step: null, name: "", phone: "" });
    const page = screen.getByTestId("patient-neutral");
    expect(page.textContent).toContain("«Шипа» зертханасы");
    expect(page.textContent).toContain("Здравствуйте!");
    expect(page.textContent).toContain("Сәлеметсіз бе!");
    expect(await clean()).toEqual([]);
  });
  it("asks for the name first, and says where the mistake is", async () => {
    expect(screen.getByTestId("patient-name").textContent).toBe("Ахметова Айгерім");
    await fireEvent.click(screen.getByTestId("patient-wrong"));
    await fireEvent.click(screen.getByTestId("patient-wrong-phone"));
    await vi.waitFor(() => expect(acts()).toEqual([{ act: "wrong", detail: "phone" }]));
    await shown({ step: "wrong", wrong: ["phone"] });
    expect(screen.getByTestId("patient-wrong-told")).toBeTruthy();
    expect(await clean()).toEqual([]);
  });
  it("shows who answers for a child beside the child", async () => {
    await shown({ giver: "Ахметова Айгерім (мать)" });
    expect(screen.getByTestId("patient-giver").textContent).toContain("мать");
  });
  it("is of everybody who stands on the page", async () => {
    await shown({ name: "Ахметов Әли", others: ["Ахметов Санжар", "Ахметова Дана"] });
    const names = screen.getByTestId("patient-names").querySelectorAll("li");
    expect([...names].map((one) => one.textContent)).toEqual([
      "Ахметов Әли",
      "Ахметов Санжар",
      "Ахметова Дана",
    ]);
  });
  it("shows the sentence word for word with both ticks empty", async () => {
    await shown({ step: "page", page: PAGE });
    expect(screen.getByTestId("patient-sentence").textContent).toBe(
      "Я даю согласие на условиях Политики",
    );
    for (const tick of ["service", "care"])
      expect(screen.getByTestId<HTMLInputElement>(`patient-tick-${tick}`).checked).toBe(false);
    await fireEvent.click(screen.getByTestId("patient-tick-care"));
    await vi.waitFor(() => expect(acts()).toEqual([{ act: "tick", purpose: "care", on: true }]));
    expect(await clean()).toEqual([]);
  });
  it("says what is missing in the patient's own words", async () => {
    await shown({ step: "page", page: PAGE });
    answers["patient_act"] = () => Promise.reject([problem("consent-care-unticked", "care")]);
    await fireEvent.click(screen.getByTestId("patient-next"));
    await vi.waitFor(() => screen.getByTestId("patient-without-care"));
    answers["patient_act"] = () => Promise.reject([problem("vault-disk-full")]);
    await fireEvent.click(screen.getByTestId("patient-next"));
    await vi.waitFor(() =>
      expect(screen.getByTestId("patient-problem").textContent).toContain("Скажите регистратору"),
    );
  });
  it("takes the shape of a signature and nothing of time or pressure", async () => {
    await shown({ step: "sign", page: PAGE });
    const box = screen.getByTestId("patient-signature");
    box.getBoundingClientRect = () => ({ left: 0, top: 0, width: 500, height: 200 }) as DOMRect;
    const at = (x: number, y: number) => ({ clientX: x, clientY: y, pointerId: 1, buttons: 1 });
    await fireEvent.pointerDown(box, { ...at(10, 10), button: 0 });
    await fireEvent.pointerMove(box, at(20, 15));
    await fireEvent.pointerMove(box, at(20, 15));
    await fireEvent.pointerMove(box, at(900, -5));
    await fireEvent.pointerUp(box, at(900, -5));
    await vi.waitFor(() =>
      expect(acts()).toEqual([{ act: "stroke", points: "20,20 40,30 1000,0" }]),
    );
    expect(await clean()).toEqual([]);
  });
  it("a second finger and another button draw nothing", async () => {
    await shown({ step: "sign", page: PAGE });
    const box = screen.getByTestId("patient-signature");
    await fireEvent.pointerDown(box, { clientX: 1, clientY: 1, pointerId: 1, button: 2 });
    await fireEvent.pointerUp(box, { pointerId: 1 });
    await fireEvent.pointerDown(box, { clientX: 1, clientY: 1, pointerId: 1, button: 0 });
    await fireEvent.pointerDown(box, { clientX: 9, clientY: 9, pointerId: 2, button: 0 });
    await fireEvent.pointerUp(box, { pointerId: 2 });
    expect(acts()).toEqual([]);
    await fireEvent.pointerUp(box, { pointerId: 1 });
    await vi.waitFor(() => expect(acts()).toHaveLength(1));
  });
  it("an answer that was overtaken does not stand", async () => {
    await shown({ step: "page", page: PAGE });
    const late = { ...whole(), turn: 1, step: "check" };
    answers["patient_page"] = () => late;
    await patient.ask();
    expect(screen.getByTestId("patient-page")).toBeTruthy();
  });
});
