import { cleanup, render, screen } from "@testing-library/svelte";
import { afterEach, expect, it } from "vitest";
import Verdict from "../src/parts/Verdict.svelte";

afterEach(cleanup);

const said = (code: string, seq: string) => {
  render(Verdict, { verdict: { code, entries: "18", seq, at: "12:04" } });
  return screen.getByTestId("verdict").textContent;
};

it("a damaged journal is named with the place, which is never the number of entries", () => {
  expect(said("damaged", "7")).toContain("7");
});

it.each(["damaged-no-place", "fork-no-place"])(
  "%s names no number, because none is known",
  (code) => {
    const words = said(code, "");
    expect(words).not.toMatch(/\d/);
    expect(words).not.toContain(code);
  },
);
