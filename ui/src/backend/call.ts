// One call over the border, for both windows: answers with a value or with problems and never throws.
import { invoke } from "@tauri-apps/api/core";
import { problemsOf, wellFormed, type Answer } from "./answer";
import type { Problem } from "./types";

let refused: (problems: Problem[]) => void = () => undefined;
/** Hears of every no, besides whoever asked. */
export const onRefused = (then: (problems: Problem[]) => void): void => {
  refused = then;
};

export async function call<T>(
  name: string,
  args: Record<string, unknown> = {},
): Promise<Answer<T>> {
  try {
    return { ok: true, value: await invoke<T>(name, wellFormed(args)) };
  } catch (rejection) {
    const problems = problemsOf(rejection);
    refused(problems);
    return { ok: false, problems };
  }
}

export const json = (value: unknown): string => JSON.stringify(wellFormed(value));
