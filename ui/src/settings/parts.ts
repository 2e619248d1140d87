// The parts of the settings, and what a role must include to be shown one.
import type { Action } from "../backend/types";
import { t } from "../words/index.svelte";

export type Part =
  | "policy"
  | "director"
  | "data"
  | "services"
  | "notices"
  | "ready"
  | "documents"
  | "register"
  | "backup"
  | "exchange"
  | "legacy"
  | "printers"
  | "scanner"
  | "standby"
  | "desk";

export const PARTS: { part: Part; name: () => string; asks: Action }[] = [
  { part: "policy", name: () => t("common-policy"), asks: "publish_policy" },
  { part: "director", name: () => t("settings-director"), asks: "name_director" },
  { part: "data", name: () => t("data-title"), asks: "set_data_list" },
  { part: "services", name: () => t("services-title"), asks: "set_services" },
  { part: "notices", name: () => t("notices-tab"), asks: "set_channels" },
  { part: "ready", name: () => t("orders-folder-title"), asks: "change_settings" },
  { part: "documents", name: () => t("reading-documents"), asks: "publish_document" },
  { part: "register", name: () => t("reading-register"), asks: "read_register" },
  { part: "backup", name: () => t("backup-title"), asks: "backup" },
  { part: "exchange", name: () => t("exchange-title"), asks: "change_settings" },
  { part: "legacy", name: () => t("legacy-title"), asks: "import_legacy" },
  { part: "printers", name: () => t("printers-title"), asks: "set_printers" },
  { part: "scanner", name: () => t("scanner-title"), asks: "set_printers" },
  { part: "standby", name: () => t("standby-title"), asks: "reserve_numbers" },
  { part: "desk", name: () => t("settings-desk"), asks: "change_settings" },
];

/** The part with which the settings open next, where somebody was led there. */
export const wanted: { part: Part | null } = { part: null };
