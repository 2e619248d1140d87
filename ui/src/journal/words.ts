// Words for the coded answers of the journal.
import type { Role, Unusual } from "../backend/types";
import { roleWord } from "../staff/words";
import { t } from "../words/index.svelte";

export const DOINGS = [
  "card",
  "reveal",
  "list",
  "paper",
  "export",
  "journal",
  "patient",
  "consent",
  "expected",
  "session",
  "sign_in_failed",
  "access",
  "laboratory",
  "destruction",
  "desk",
  "legacy",
  "unknown",
] as const;
export const OUTCOMES = ["done", "failed", "void", "waiting", "unknown"] as const;
export const VIEWS: Unusual[] = [
  "no_intake",
  "out_of_hours",
  "many_cards",
  "reveals",
  "reprints",
  "failed_sign_ins",
  "exports",
];

const key = (code: string) => code.replaceAll("_", "-");
export const doingWord = (doing: string) => t(`journal-doing-${key(doing)}`);
export const outcomeWord = (outcome: string) => t(`journal-outcome-${key(outcome)}`);
/** What an entry of a kind says, by its name. */
export const entryWord = (kind: string) => t(`journal-kind-${key(kind)}`);
export const viewWord = (view: Unusual | null) => t(`journal-view-${key(view ?? "all")}`);
export const roleThen = (role: Role | null) => (role === null ? "" : roleWord(role));
