// One call over the border, for both windows: answers with a value or with problems and never throws.
import { invoke } from "@tauri-apps/api/core";
import { problemsOf, wellFormed, type Answer } from "./answer";

export async function call<T>(
  name: string,
  args: Record<string, unknown> = {},
): Promise<Answer<T>> {
  try {
    return { ok: true, value: await invoke<T>(name, wellFormed(args)) };
  } catch (rejection) {
    return { ok: false, problems: problemsOf(rejection) };
  }
}

export const json = (value: unknown): string => JSON.stringify(wellFormed(value));
