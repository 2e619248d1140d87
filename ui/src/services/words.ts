// What a column of a price list may hold, and what a list does with a service.
import type { Change, PriceListRow } from "../backend/types";
import { t } from "../words/index.svelte";

/** In the order of a choice. */
export const COLUMNS = [
  "code",
  "name_kk",
  "name_ru",
  "short",
  "tube",
  "price",
  "fasting",
  "hint_kk",
  "hint_ru",
  "parts",
];

const FIELDS: Record<string, () => string> = {
  code: () => t("services-code"),
  name_kk: () => t("services-name-kk"),
  name_ru: () => t("services-name-ru"),
  short: () => t("services-short-column"),
  tube: () => t("services-tube"),
  price: () => t("services-price"),
  fasting: () => t("services-fasting"),
  hint_kk: () => t("services-hint-kk"),
  hint_ru: () => t("services-hint-ru"),
  parts: () => t("services-parts"),
};

/** The name of a field, as its columns and refused rows say it. */
export const columnWord = (field: string): string => FIELDS[field]?.() ?? "";

const CHANGES: Record<Change, () => string> = {
  new: () => t("services-change-new"),
  price: () => t("services-change-price"),
  other: () => t("services-change-other"),
  gone: () => t("services-change-gone"),
};
export const changeWord = (change: Change): string => CHANGES[change]();

const STATES: Record<PriceListRow["state"], (list: PriceListRow) => string> = {
  in_force: () => t("services-state-in-force"),
  waits: () => t("services-state-waits"),
  past: () => t("services-state-past"),
  replaced: () => t("services-state-replaced"),
  withdrawn: (list) => t("services-state-withdrawn", { reason: list.reason }),
};
export const stateWord = (list: PriceListRow): string => STATES[list.state](list);
