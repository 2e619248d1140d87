// What comes back over the border: a value, or the problems that kept it from being one.
import type { Problem } from "./types";

export type Answer<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/** A rejection that does not speak our language: a fault of ours, said as one problem. */
export function badRequest(): Problem {
  return { code: "bad-request", kind: "internal", field: null, args: {}, trace: "" };
}

function isProblem(value: unknown): value is Partial<Problem> & { code: string } {
  return typeof value === "object" && value !== null && typeof (value as Problem).code === "string";
}

/** Maps whatever a command rejected with to problems; a string or anything else is one of ours. */
export function problemsOf(rejection: unknown): Problem[] {
  if (!Array.isArray(rejection) || rejection.length === 0 || !rejection.every(isProblem)) {
    return [badRequest()];
  }
  return rejection.map((one: Partial<Problem> & { code: string }) => ({
    code: one.code,
    kind: one.kind ?? "internal",
    field: one.field ?? null,
    args: one.args ?? {},
    trace: one.trace ?? "",
  }));
}

/** Replaces lone surrogates, which JSON and UTF-8 cannot carry, with U+FFFD, everywhere inside. */
export function wellFormed<T>(value: T): T {
  if (typeof value === "string") return value.replace(/\p{Surrogate}/gu, "\uFFFD") as T;
  if (Array.isArray(value)) return value.map(wellFormed) as T;
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, wellFormed(inner)]),
    ) as T;
  }
  return value;
}
