import { answers, askedOf, calmCore, DESK, problem } from "./border";
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it } from "vitest";
import ClockNote from "../src/desk/ClockNote.svelte";
import { desk } from "../src/desk/desk.svelte";

const CLOCK = { shown: "21.11.2026 11:00", last: "21.11.2046 11:00" };

beforeEach(() => calmCore());
afterEach(cleanup);

async function seenBy(role: "manager" | "registrar") {
  const may = role === "manager" ? ["confirm_clock"] : [];
  answers["desk_state"] = () => ({ ...DESK, role, may, clock: CLOCK });
  await desk.ask();
  render(ClockNote, { clock: CLOCK });
}

it("says what is seen, and gives only whoever may confirm it the way on", async () => {
  await seenBy("registrar");
  expect(screen.getByTestId("clock-note").textContent).toContain(CLOCK.last);
  expect(screen.queryByTestId("clock-confirm")).toBeNull();
});

it("sends the date that the manager typed, and shows a no beside it", async () => {
  await seenBy("manager");
  answers["execute"] = () => Promise.reject([problem("clock-other-day", "today")]);
  await fireEvent.input(screen.getByTestId("clock-today"), { target: { value: "20.11.2026" } });
  await fireEvent.click(screen.getByTestId("clock-confirm"));
  await screen.findByTestId("clock-today-error");
  const sent = JSON.parse(String(askedOf("execute")[0]?.args["command"]));
  expect(sent).toEqual({ do: "confirm_clock", today: "20.11.2026" });
});
