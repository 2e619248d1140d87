// The one place where a problem's code becomes a sentence: `error-<code>` and its hint.
import type { Problem } from "../backend/types";
import { attr, has, t } from "./index.svelte";

/** What happened, as a finished sentence. */
export function problemText(problem: Problem): string {
  const key = `error-${problem.code}`;
  const said = has(key) ? t(key, problem.args) : t("shell-problem-unknown", { code: problem.code });
  return /[.!?…]$/.test(said) ? said : `${said}.`;
}

/** What to do about it; empty when nothing more can be said. */
export function problemHint(problem: Problem): string {
  const key = `error-${problem.code}`;
  return has(key) ? attr(key, "hint", problem.args) : attr("shell-problem-unknown", "hint");
}
