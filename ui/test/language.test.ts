import { answers, calmCore, DESK } from "./border";
import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import { desk } from "../src/desk/desk.svelte";
import LanguageSwitch from "../src/parts/LanguageSwitch.svelte";
import { language } from "../src/words/index.svelte";

it("a language chosen before the desk has answered stays", async () => {
  calmCore();
  let answer = (_: unknown) => {};
  answers["desk_state"] = () => new Promise((then) => (answer = then));
  const asked = desk.ask();
  render(LanguageSwitch);
  await fireEvent.click(screen.getByTestId("language-kk"));
  answer({ ...DESK, lang: "ru" });
  await asked;
  expect(language()).toBe("kk");
});
