// Who is expected: the list of a day in words, one more person, a booking taken into the intake.
import { DESK, answers, asked, askedOf, calmCore, problem } from "./border";
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it } from "vitest";
import { desk } from "../src/desk/desk.svelte";
import { expected } from "../src/expected/expected.svelte";
import Expected from "../src/expected/Expected.svelte";
import Intake from "../src/intake/Intake.svelte";
import { intake } from "../src/intake/intake.svelte";

const ROW = {
  id: "b1",
  name: "Ахметова Айгерім",
  birth_date: "12.03.1991",
  iin: "••••••••0121",
  phone: "+7 701 ••• •5 67",
  state: "waiting",
  days: ["21.11.2026"],
  booker: "Серіков Болат",
  payer: "",
  counterparty: "«Зауыт» ЖШС",
  list: "",
  reason: "",
  twice: false,
  card: null as string | null,
  exact: true,
};
const DAY = {
  handle: "h".repeat(32),
  day: "21.11.2026",
  long: "21 ноября 2026 г.",
  before: "20.11.2026",
  after: "22.11.2026",
  rows: [ROW, { ...ROW, id: "b2", name: "", state: "off", reason: "передумала", exact: false }],
  from: 0,
  page: 100,
  total: 2,
  first: "1",
  last: "2",
  all: "2",
  waiting: "1",
  came: "0",
  off: "1",
  counterparties: ["«Зауыт» ЖШС"],
  kept_days: "30",
};
const TAKEN = {
  row: ROW,
  services: "Глюкоза",
  form: {
    surname: "Ахметова",
    name: "Айгерім",
    patronymic: "",
    iin: "910312400121",
    birth_date: "12.03.1991",
    phone: "+7 701 234 56 78",
    phone_owner: "other",
  },
};

const manager = () => ({
  ...DESK,
  may: ["take_in", "list_expected", "expect", "print_expected", "keep_expected_for"] as never[],
});

beforeEach(() => {
  calmCore();
  Object.assign(answers, {
    desk_state: manager,
    expected_list: () => DAY,
    expected_take: () => TAKEN,
  });
  intake.clear();
  expected.back();
  desk.state = manager();
});

describe("the list of a day", () => {
  it("says how each booking stands, and offers what can be done about it", async () => {
    const { container } = render(Expected);
    const rows = await screen.findAllByTestId("expected-row");
    expect(rows[0]?.textContent).toContain("ждём");
    expect(rows[0]?.textContent).toContain("записал(а): Серіков Болат");
    expect(rows[1]?.textContent).toContain("отменено");
    expect(rows[1]?.textContent).toContain("передумала");
    expect(screen.getAllByTestId("expected-move")).toHaveLength(1);
    expect((await axe.run(container)).violations).toEqual([]);
  });

  it("tells the core once whose rows rested on the screen", async () => {
    const { unmount } = render(Expected);
    await screen.findAllByTestId("expected-row");
    unmount();
    await waitFor(() => expect(askedOf("list_rested")).toHaveLength(1));
    expect(askedOf("list_rested")[0]?.args["ids"]).toEqual(["b1", "b2"]);
  });

  it("asks for a reason beside its field before it cancels", async () => {
    answers["execute"] = () => {
      throw [problem("expected-reason-required", "reason")];
    };
    render(Expected);
    await userEvent.click(await screen.findByTestId("expected-cancel"));
    await userEvent.click(await screen.findByTestId("expected-cancel-go"));
    const error = await screen.findByTestId("expected-reason-error");
    expect(error.textContent).toContain("Не указано, почему отменяется запись");
    answers["execute"] = () => ({ entries: ["e"], touched: [], subject: "b1" });
    await userEvent.type(screen.getByTestId("expected-reason"), "просили");
    await userEvent.click(screen.getByTestId("expected-cancel-go"));
    await waitFor(() => expect(screen.queryByTestId("expected-cancel-panel")).toBeNull());
  });

  it("keeps the day, the employer and the list for the next person", async () => {
    render(Expected);
    await userEvent.click(await screen.findByTestId("expected-add"));
    await userEvent.type(screen.getByTestId("expect-surname"), "Ли");
    await userEvent.type(screen.getByTestId("expect-list"), "Медосмотр");
    await userEvent.click(screen.getByTestId("expect-go"));
    await waitFor(() => expect(expected.form.surname).toBe(""));
    expect(expected.form.list).toBe("Медосмотр");
    expect(expected.form.planned_on).toBe("21.11.2026");
    const command = JSON.parse(String(askedOf("execute")[0]?.args["command"]));
    expect(command.do).toBe("expect");
    expect(command.expected.surname).toBe("Ли");
  });
});

describe("at the intake", () => {
  it("takes somebody who is expected by Enter, fills the form and saves the booking with it", async () => {
    answers["search"] = () => ({
      rows: [],
      more: false,
      slips: false,
      orders: [],
      shape: "iin",
      iin: null,
      expected: [ROW],
    });
    render(Intake);
    const box = await screen.findByTestId("intake-search");
    await userEvent.type(box, "910312400121");
    await fireEvent.keyDown(box, { key: "Enter" });
    const booked = await screen.findByTestId("intake-booked");
    expect(booked.textContent).toContain("Глюкоза");
    expect((screen.getByTestId("intake-surname") as HTMLInputElement).value).toBe("Ахметова");
    expect(intake.patient.form.phone_owner).toBe("other");
    await intake.save("next");
    const command = JSON.parse(String(askedOf("execute")[0]?.args["command"]));
    expect(command.expected).toBe("b1");
    expect(intake.booked).toBeNull();
  });

  it("lets go of a booking that is somebody else's", async () => {
    await intake.expect("b1");
    render(Intake);
    await userEvent.click(await screen.findByTestId("intake-booked-drop"));
    asked.length = 0;
    await intake.save("next");
    const command = JSON.parse(String(askedOf("execute")[0]?.args["command"]));
    expect(command.expected).toBeNull();
  });
});
