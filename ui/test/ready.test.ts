// A file of ready marks: stretch by stretch, until it ends or somebody stops it.
import { DESK, answers, askedOf, calmCore } from "./border";
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, expect, it } from "vitest";
import { desk } from "../src/desk/desk.svelte";
import FromFolder from "../src/orders/FromFolder.svelte";
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
  const panel = render(ReadyPanel, { looked: null, onclose: () => undefined });
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

const FOLDER = {
  is_set: true,
  trouble: null,
  marked: count(40),
  already: count(2),
  refused: count(1),
  at: "12:04",
  files: [
    {
      file: "f".repeat(64),
      name: "a.csv",
      at: "12:04",
      marked: count(40),
      refused: count(1),
      understood: true,
    },
    {
      file: "e".repeat(64),
      name: "b.csv",
      at: "12:05",
      marked: count(0),
      refused: count(0),
      understood: false,
    },
  ],
};

it("says what came out of the folder, and leads to a file that was not understood", async () => {
  answers.ready_folder_view = () => FOLDER;
  let looked = "";
  render(FromFolder, { onlook: (file: string) => (looked = file) });
  const today = (await screen.findByTestId("orders-folder-today")).textContent ?? "";
  for (const said of ["отмечено: 40", "12:04", "готовы: 2", "не отметили: 1"])
    expect(today).toContain(said);
  expect(screen.getAllByTestId("orders-folder-file")[1]?.textContent).toContain("b.csv");
  const [, button] = screen.getAllByTestId("orders-folder-look");
  if (button) await fireEvent.click(button);
  expect(looked).toBe("e".repeat(64));
});

it("says what to do where the folder is gone, and nothing where none is set", async () => {
  const none = { ...FOLDER, marked: count(0), already: count(0), refused: count(0), files: [] };
  answers.ready_folder_view = () => ({ ...none, trouble: "ready-folder-away" });
  const { unmount } = render(FromFolder, { onlook: () => undefined });
  expect((await screen.findByTestId("orders-folder-trouble")).textContent).toContain("сканером");
  expect(screen.getByTestId("orders-folder-today").textContent).toContain("ничего не отмечено");
  unmount();
  answers.ready_folder_view = () => ({ ...none, is_set: false });
  render(FromFolder, { onlook: () => undefined });
  await new Promise((done) => setTimeout(done, 20));
  expect(screen.queryByTestId("orders-folder")).toBeNull();
});

it("opens a file out of the folder as one that was chosen", async () => {
  answers.ready_folder_open = () => FILE;
  render(ReadyPanel, { looked: "f".repeat(64), onclose: () => undefined });
  await screen.findByTestId("ready-go");
  expect(askedOf("ready_folder_open").map((one) => one.args.file)).toEqual(["f".repeat(64)]);
  expect(askedOf("ready_open")).toEqual([]);
});
