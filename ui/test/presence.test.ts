import { askedOf, answers, calmCore } from "./border";
import { expect, it, vi } from "vitest";
import { present } from "../src/desk/presence";

it("says that somebody is there at once, and then not at each key", async () => {
  vi.useFakeTimers();
  calmCore();
  answers["active"] = () => null;
  for (let key = 0; key < 50; key += 1) present();
  expect(askedOf("active")).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(25_000);
  present();
  expect(askedOf("active")).toHaveLength(2);
  vi.useRealTimers();
});
