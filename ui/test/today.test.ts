import { answers, askedOf, calmCore, DESK, problem } from "./border";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { TodayCounted, TodayView } from "../src/backend/types";
import { desk } from "../src/desk/desk.svelte";
import { journal } from "../src/journal/journal.svelte";
import { wanted } from "../src/settings/parts";
import { today } from "../src/today/today.svelte";
import Today from "../src/today/Today.svelte";
import Bars from "../src/parts/Bars.svelte";
import { speak } from "../src/words/index.svelte";

const nothing = { median: null, ninety: null, count: 0, left_out: 0 };
const VIEW: TodayView = {
  day: "22.11.2026",
  at: "12:04",
  hours: [
    { hour: 9, new: 3, known: 0 },
    { hour: 10, new: 1, known: 2 },
  ],
  new: 4,
  known: 2,
  pace: [
    { day: "21.11", ...nothing },
    { day: "22.11", median: 31, ninety: 58, count: 6, left_out: 1 },
  ],
  unsaved: "18",
  unset: [],
};
const EMPTY: TodayView = {
  ...VIEW,
  hours: [],
  new: 0,
  known: 0,
  pace: [{ day: "22.11", ...nothing }],
  unsaved: "",
};
const COUNTED: TodayCounted = {
  at: "12:04",
  alarms: [
    { view: "no_intake", today: 2, week: 9 },
    { view: "exports", today: 0, week: 1 },
    { view: "reveals", today: 0, week: 0 },
  ],
  today: "22.11.2026",
  week_from: "16.11.2026",
  consent: [
    { standing: "given", count: "7", share: 875, percent: "87,5" },
    { standing: "stale", count: "0", share: 0, percent: "0,0" },
    { standing: "withdrawn", count: "0", share: 0, percent: "0,0" },
    { standing: "refused", count: "0", share: 0, percent: "0,0" },
    { standing: "none", count: "1", share: 125, percent: "12,5" },
  ],
  patients: "8",
  subjects: {
    count: "9 000",
    class: {
      since: "12.07.2026",
      source: "law-94-v-25-1",
      by_count: "small",
      counted_as: "medium",
      notifies: false,
      thresholds: [{ size: "medium", from: "10 001", reached: 89 }],
      near: { from: "10 001", counted_as: "large", begins_to_notify: true },
    },
  },
};

const text = (id: string) => screen.getByTestId(id).textContent.replace(/\s+/g, " ").trim();

beforeEach(async () => {
  calmCore();
  speak("ru");
  answers["today_view"] = () => VIEW;
  answers["today_count"] = () => ({ percent: 100, counted: COUNTED });
  answers["check_state"] = () => ({ running: false, percent: 0, verdict: null, stopped: false });
  answers["desk_state"] = () => ({ ...DESK, may: ["see_today", "backup"] });
  await desk.ask();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  Object.assign(today, { view: null, counted: null, problems: [] });
});

it("says the day in words and numbers, and the charts as tables", async () => {
  render(Today);
  await screen.findByTestId("today-consent-given");
  expect(text("today-hours-sum")).toBe("Новых: 4, уже известных: 2");
  const hours = within(screen.getByTestId("today-hours")).getAllByRole("row");
  const cells = (row: HTMLElement) => [...row.children].map((cell) => cell.textContent);
  expect(hours.map(cells)).toEqual([
    ["Час", "новые", "уже известные"],
    ["9", "3", "0"],
    ["10", "1", "2"],
  ]);
  expect(text("today-pace-now")).toContain(
    "Половина не дольше 31 с, девять из десяти не дольше 58 с",
  );
  expect(text("today-pace-left-out")).toContain("1");
  expect(text("today-consent-none")).toContain("12,5 %");
  expect(text("today-near")).toContain("10 001");
  expect(text("today-near")).toContain("уведомить");
  expect(text("today-class")).toContain("средний оператор");
  expect(text("today-unsaved")).toContain("18");
  expect(text("today-alarms-quiet")).toContain("показано скрытое");
  expect(screen.queryByTestId("today-unset")).toBeNull();
});

it("leads from an alarm to the journal with that view and those days", async () => {
  render(Today);
  await fireEvent.click(await screen.findByTestId("today-no_intake-today"));
  expect(desk.tab).toBe("journal");
  expect(journal.form).toMatchObject({
    unusual: "no_intake",
    from: "22.11.2026",
    to: "22.11.2026",
  });
  await fireEvent.click(screen.getByTestId("today-exports-week"));
  expect(journal.form).toMatchObject({ unusual: "exports", from: "16.11.2026" });
  expect(screen.queryByTestId("today-exports-today")).toBeNull();
  await fireEvent.click(screen.getByTestId("today-backup-open"));
  expect([desk.tab, wanted.part]).toEqual(["settings", "backup"]);
});

it("leads to what nobody has set, as far as the person may set it", async () => {
  answers["today_view"] = () => ({ ...VIEW, unset: ["services", "printers", "director"] });
  answers["desk_state"] = () => ({ ...DESK, may: ["see_today", "set_printers", "name_director"] });
  await desk.ask();
  render(Today);
  expect((await screen.findByTestId("today-unset")).textContent).toContain("Осталось настроить");
  expect(screen.queryByTestId("today-unset-services")).toBeNull();
  await fireEvent.click(screen.getByTestId("today-unset-printers"));
  expect([desk.tab, wanted.part]).toEqual(["settings", "printers"]);
});

it("says something sensible of an empty laboratory", async () => {
  answers["today_view"] = () => EMPTY;
  const counted = {
    ...COUNTED,
    alarms: [{ view: "reveals", today: 0, week: 0 }],
    consent: [],
    patients: "0",
    subjects: { count: "0", class: null },
  };
  answers["today_count"] = () => ({ percent: 100, counted });
  render(Today);
  await screen.findByTestId("today-consent-none");
  for (const id of ["today-hours-none", "today-alarms-none", "today-class-none"])
    expect(text(id).length, id).toBeGreaterThan(5);
  expect(screen.queryByTestId("today-hours")).toBeNull();
  expect(screen.queryByTestId("today-pace")).toBeNull();
  expect(screen.getByTestId("today").textContent).not.toMatch(/NaN|undefined|Infinity|null/);
});

it("counts stretch by stretch, and no further once the screen was left", async () => {
  let calls = 0;
  let go: (() => void) | undefined;
  answers["today_count"] = () => {
    calls += 1;
    if (calls < 3) return { percent: calls * 30, counted: null };
    return new Promise((resolve) => {
      go = () => resolve({ percent: 90, counted: null });
    });
  };
  const { unmount } = render(Today);
  await vi.waitFor(() => expect(calls).toBe(3));
  expect(text("today-counting")).toBe("Считаем всех: 60 %");
  unmount();
  go?.();
  await new Promise((rest) => setTimeout(rest, 20));
  expect(calls).toBe(3);
});

it("asks again after a commit, calmly, and each minute", async () => {
  vi.useFakeTimers();
  render(Today);
  await vi.advanceTimersByTimeAsync(50);
  expect(askedOf("today_view")).toHaveLength(1);
  for (let commit = 0; commit < 20; commit += 1) today.touched();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(askedOf("today_view")).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(askedOf("today_view")).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(askedOf("today_view")).toHaveLength(3);
});

it("says why there is nothing", async () => {
  answers["today_view"] = () => Promise.reject([problem("not-allowed")]);
  render(Today);
  await vi.waitFor(() => expect(text("today-problems").length).toBeGreaterThan(5));
});

it("draws no bar where nothing is known", () => {
  const bars = [
    { name: "a", values: [null, 0] },
    { name: "b", values: [2, 4] },
  ];
  const { container } = render(Bars, {
    id: "bars",
    title: "t",
    head: "h",
    series: ["one", "two"],
    bars,
  });
  const heights = [...container.querySelectorAll<HTMLElement>(".bar")].map(
    (bar) => bar.style.height,
  );
  expect(heights).toEqual(["50px", "100px"]);
  const cells = [...container.querySelectorAll("td")].map((cell) => cell.textContent);
  expect(cells).toEqual(["–", "0", "2", "4"]);
});

it("begins a manager at the day, a half-typed form and a registrar where they were", async () => {
  const enter = async (home: "today" | "intake", drafts: unknown[], from = "sign_in") => {
    desk.tab = "intake";
    answers["desk_state"] = () => ({ ...DESK, phase: from });
    await desk.ask();
    answers["desk_state"] = () => ({ ...DESK, home, drafts });
    await desk.ask();
    return desk.tab;
  };
  expect(await enter("today", [])).toBe("today");
  expect(await enter("intake", [])).toBe("intake");
  expect(await enter("today", [{ id: "d1", form: "intake" }])).toBe("intake");
  expect(await enter("today", [], "policy")).toBe("intake");
  expect(await enter("today", [], "curtain")).toBe("intake");
});
