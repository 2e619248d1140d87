// Words for the coded states, payers and questions of orders.
import { t } from "../words/index.svelte";
import type { IconName } from "../parts/Icon.svelte";

export const FUNDINGS = ["paid", "osms", "gobmp", "contract", "insurance"];
export const FILTERS = [
  "all",
  "placed",
  "ready",
  "handed_over",
  "cancelled",
  "unpaid",
  "questioned",
];

export function fundingWord(funding: string): string {
  if (funding === "osms") return t("orders-funding-osms");
  if (funding === "gobmp") return t("orders-funding-gobmp");
  if (funding === "contract") return t("orders-funding-contract");
  if (funding === "insurance") return t("orders-funding-insurance");
  return t("orders-funding-paid");
}

export function stateWord(state: string): string {
  if (state === "ready") return t("orders-state-ready");
  if (state === "cancelled") return t("orders-state-cancelled");
  if (state === "handed_over") return t("orders-state-handed-over");
  if (state === "moved") return t("orders-state-moved");
  return t("orders-state-placed");
}

export function stateIcon(state: string): IconName {
  if (state === "ready") return "tick";
  if (state === "handed_over") return "person";
  if (state === "cancelled") return "cross";
  return "stale";
}

export function filterWord(filter: string): string {
  if (filter === "all") return t("orders-filter-all");
  if (filter === "unpaid") return t("orders-filter-unpaid");
  if (filter === "questioned") return t("orders-filter-questioned");
  return stateWord(filter);
}

export function questionWord(question: string): string {
  if (question === "terms") return t("orders-question-terms");
  if (question === "payment") return t("orders-question-payment");
  return t("orders-question-state");
}

/** To whom an order goes. */
export function toWord(to: string): string {
  if (to === "representative") return t("orders-to-representative");
  if (to === "designated") return t("orders-to-designated");
  if (to === "attorney") return t("orders-to-attorney");
  if (to === "other") return t("orders-given-other");
  return t("orders-to-person");
}
