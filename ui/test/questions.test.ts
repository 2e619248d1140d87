// Two desks said different things of one field: both stand on the card, and one way to decide.
import { DESK } from "./border";
import { render, screen } from "@testing-library/svelte";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import Questions from "../src/card/Questions.svelte";
import { desk } from "../src/desk/desk.svelte";

const questions = [
  { field: "surname", values: ["Ахметова", "Ахмедова"] },
  { field: "sex", values: ["F", "M"] },
];

describe("a card that two desks changed", () => {
  it("shows every value in words and offers to decide", async () => {
    desk.state = { ...DESK, may: ["amend"] };
    const { container } = render(Questions, { questions });
    const note = screen.getByTestId("card-questions");
    expect(note.textContent).toContain("Ахметова / Ахмедова");
    expect(note.textContent).toContain("женский / мужской");
    expect(screen.getByTestId("card-question-answer")).toBeTruthy();
    // The page around it is not there; its colours are those of every other warning.
    const rules = { region: { enabled: false }, "color-contrast": { enabled: false } };
    expect((await axe.run(container, { rules })).violations).toEqual([]);
  });
  it("offers nothing to whoever may not amend", () => {
    desk.state = { ...DESK, may: ["open_card"] };
    render(Questions, { questions });
    expect(screen.getByTestId("card-questions")).toBeTruthy();
    expect(screen.queryByTestId("card-question-answer")).toBeNull();
  });
  it("is silent when nothing is asked", () => {
    render(Questions, { questions: [] });
    expect(screen.queryByTestId("card-questions")).toBeNull();
  });
});
