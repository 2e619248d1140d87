// A file of ready marks: stretch by stretch, until it ends or somebody stops it.
import { DESK, answers, askedOf, calmCore } from "./border";
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, expect, it } from "vitest";
import { desk } from "../src/desk/desk.svelte";
import ReadyPanel from "../src/orders/ReadyPanel.svelte";

const count = (count: number) => ({ count, said: String(count) });
const FILE = {
  handle: "h".repeat(32),
  columns: [["Номер заказа", "100 00001 7"]],
  problems: [],
  rows: count(3000),
  good: count(3000),
  already: count(0),
  refused: count(0),
  bad: [],
  from: 0,
  page: 50,
  form: { columns: ["number"], has_header: true },
};
const stretch = (next: number | null) => ({ marked: 1024, already: 0, refused: 0, next });

beforeEach(() => {
  calmCore();
  Object.assign(answers, { ready_open: () => FILE, ready_check: () => FILE });
  desk.state = { ...DESK, may: ["mark_ready"] as never[] };
});

async function going() {
  const panel = render(ReadyPanel, { onclose: () => undefined });
  await fireEvent.click(screen.getByTestId("ready-choose"));
  await fireEvent.click(await screen.findByTestId("ready-go"));
  return panel;
}

it("stops behind the stretch that is on its way, and says that the rest is to be marked", async () => {
  let answer: (done: unknown) => void = () => undefined;
  answers.ready_mark = () => new Promise((resolve) => (answer = resolve));
  await going();
  await fireEvent.click(await screen.findByTestId("ready-stop"));
  answer(stretch(1024));
  expect((await screen.findByTestId("ready-stopped")).textContent).toContain("Прервано");
  expect(screen.getByTestId("ready-counts").textContent).toContain("Отмечено готовыми: 1024");
  expect(screen.queryByTestId("ready-stop")).toBeNull();
  expect(askedOf("ready_mark")).toHaveLength(1);
});

it("ends behind that stretch too when nobody sees the panel any more", async () => {
  let answer: (done: unknown) => void = () => undefined;
  answers.ready_mark = () => new Promise((resolve) => (answer = resolve));
  const { unmount } = await going();
  await screen.findByTestId("ready-stop");
  const looked = askedOf("ready_check").length;
  unmount();
  answer(stretch(1024));
  await new Promise((done) => setTimeout(done, 20));
  expect(askedOf("ready_mark")).toHaveLength(1);
  expect(askedOf("ready_check")).toHaveLength(looked);
});

it("says nothing of a stop while the same file is marked again", async () => {
  let answer: (done: unknown) => void = () => undefined;
  answers.ready_mark = () => new Promise((resolve) => (answer = resolve));
  await going();
  await fireEvent.click(await screen.findByTestId("ready-stop"));
  answer(stretch(1024));
  await screen.findByTestId("ready-stopped");
  await fireEvent.click(screen.getByTestId("ready-go"));
  await screen.findByTestId("ready-stop");
  expect(screen.queryByTestId("ready-stopped")).toBeNull();
  answer(stretch(null));
  await waitFor(() => expect(screen.queryByTestId("ready-stop")).toBeNull());
  expect(screen.queryByTestId("ready-stopped")).toBeNull();
});

it("goes on to the end by itself and calls nothing broken", async () => {
  answers.ready_mark = ({ from }) => stretch(from === 0 ? 1024 : null);
  await going();
  await waitFor(() =>
    expect(screen.getByTestId("ready-counts").textContent).toContain("Отмечено готовыми: 2048"),
  );
  expect(askedOf("ready_mark").map((one) => one.args.from)).toEqual([0, 1024]);
  expect(screen.queryByTestId("ready-stopped")).toBeNull();
});
