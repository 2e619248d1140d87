import { answers, asked, askedOf } from "./border";
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { TrailForm } from "../src/backend/types";
import { emptyTrail, journal } from "../src/journal/journal.svelte";
import Filters from "../src/journal/Filters.svelte";

const page = () => ({
  handle: "h1",
  rows: [],
  next: null,
  offers: { staff: [{ id: "s1", name: "Серікова А. Н." }], desks: [] },
});

beforeEach(() => {
  asked.length = 0;
  answers["journal_page"] = page;
  journal.form = emptyTrail();
});
afterEach(() => journal.leave());

const forms = () =>
  askedOf("journal_page").map((one) => JSON.parse(one.args["form"] as string) as TrailForm);

it("asks for what was chosen, also after the filter was cleared", async () => {
  const user = userEvent.setup();
  await journal.show();
  render(Filters);
  const doing = screen.getByTestId<HTMLSelectElement>("journal-doing");
  await user.selectOptions(doing, "patient");
  await user.click(screen.getByTestId("journal-go"));
  expect(forms().at(-1)?.doing).toBe("patient");
  await user.click(screen.getByTestId("journal-clear"));
  expect(forms().at(-1)).toEqual(emptyTrail());
  expect(doing.value).toBe("");
  await user.selectOptions(doing, "consent");
  await user.click(screen.getByTestId("journal-go"));
  expect(forms().at(-1)?.doing).toBe("consent");
  await user.click(screen.getByTestId("journal-clear"));
  await user.selectOptions(doing, "consent");
  await user.click(screen.getByTestId("journal-view-exports"));
  expect(forms().at(-1)).toMatchObject({ doing: "consent", unusual: "exports" });
});
