// Where an answer was refused, the keyboard stands at what is to be mended.
import type { Problem } from "../backend/types";

/** Focuses the first of the places, in their order, beside which something is said. */
export function leadTo(problems: Problem[], places: Record<string, string>): void {
  const first = Object.keys(places).find((field) => problems.some((one) => one.field === field));
  if (first) document.querySelector<HTMLElement>(places[first] ?? "")?.focus();
}
