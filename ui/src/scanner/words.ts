// Words of the scanner lab and of the line in the status bar.
import type { Kind } from "../keys/burst";
import { t } from "../words/index.svelte";
import type { scanner } from "./scanner.svelte";
import type { Advice, End } from "./trial";

export const kindWord = (kind: Kind): string => t(`scanner-kind-${kind}`);
export const endWord = (end: End): string => t(`scanner-end-${end}`);
export const adviceWord = (advice: Advice): string => t(`scanner-advice-${advice}`);

/** How the last scan ended. */
export function lastWord({ kind, outcome, at }: NonNullable<typeof scanner.last>): string {
  const time = at;
  if (outcome === "unknown")
    return kind === "service"
      ? t("scanner-status-no-service", { time })
      : t("scanner-status-unknown", { time });
  const what = kindWord(kind);
  return outcome === "taken"
    ? t("scanner-status-taken", { time, what })
    : t("scanner-status-unused", { time, what });
}
