// Somebody is removed: what is said of the database key, before, meanwhile and afterwards.
import { DESK, answers, askedOf, calmCore, problem } from "./border";
import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it } from "vitest";
import { desk } from "../src/desk/desk.svelte";
import Staff from "../src/staff/Staff.svelte";

const BOLAT = { id: "b", name: "Серіков Болат", role: "registrar", access: true, own: false };

// What the core says next of the key, and whether it owes another.
let owed = false;
let change: () => unknown = () => "done";

beforeEach(() => {
  calmCore();
  owed = false;
  desk.state = { ...DESK };
  Object.assign(answers, {
    desk_state: () => ({ ...DESK, key_owed: owed }),
    staff: () => [BOLAT],
    staff_remove: () => null,
    staff_rekey: () => change(),
  });
});

async function removed() {
  render(Staff);
  await userEvent.click(await screen.findByTestId("staff-remove"));
  await userEvent.click(await screen.findByTestId("staff-remove-go"));
}

describe("the key of the database after a removal", () => {
  it("is changed at once, with a word while it takes its time and one afterwards", async () => {
    let finish: (value: unknown) => void = () => undefined;
    change = () => new Promise((resolve) => (finish = resolve));
    await removed();
    const busy = await screen.findByTestId("staff-key-busy");
    expect(busy.textContent).toContain("Меняется ключ базы данных");
    finish("done");
    expect(await screen.findByTestId("staff-key-done")).toBeTruthy();
    expect(askedOf("staff_rekey")).toHaveLength(1);
  });
  it("that nobody could read is not said to be changed", async () => {
    change = () => "not_owed";
    await removed();
    await waitFor(() => expect(askedOf("desk_state")).toHaveLength(1));
    await waitFor(() => expect(screen.queryByTestId("staff-key-busy")).toBeNull());
    expect(screen.queryByTestId("staff-key-done")).toBeNull();
    expect(screen.queryByTestId("staff-key-owed")).toBeNull();
  });
  it("is owed when there was no room, and tried again by a button", async () => {
    change = () => {
      owed = true;
      throw [{ ...problem("rekey-room"), args: { mib: "52" } }];
    };
    await removed();
    const note = await screen.findByTestId("staff-key-owed");
    expect(screen.getByTestId("staff-problems").textContent).toContain("52");
    const rules = { region: { enabled: false }, "color-contrast": { enabled: false } };
    expect((await axe.run(note, { rules })).violations).toEqual([]);
    change = () => {
      owed = false;
      return "done";
    };
    await userEvent.click(screen.getByTestId("staff-key-go"));
    expect(await screen.findByTestId("staff-key-done")).toBeTruthy();
    expect(screen.queryByTestId("staff-key-owed")).toBeNull();
    expect(screen.getByTestId("staff-problems").textContent).toBe("");
  });
  it("is not touched when the removal itself is refused", async () => {
    answers.staff_remove = () => {
      throw [problem("clock-behind")];
    };
    await removed();
    expect((await screen.findByTestId("staff-problems")).textContent).not.toBe("");
    expect(askedOf("staff_rekey")).toHaveLength(0);
  });
});
