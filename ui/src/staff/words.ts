// Words for the coded roles.
import type { Role } from "../backend/types";
import { t } from "../words/index.svelte";

export const ROLES: Role[] = ["registrar", "senior", "manager", "administrator", "auditor"];

export function roleWord(role: Role): string {
  if (role === "registrar") return t("common-role-registrar");
  if (role === "senior") return t("common-role-senior");
  if (role === "manager") return t("common-role-manager");
  if (role === "administrator") return t("common-role-administrator");
  return t("common-role-auditor");
}

/** What the role is for, in one line. */
export function roleHint(role: Role): string {
  if (role === "registrar") return t("staff-hint-registrar");
  if (role === "senior") return t("staff-hint-senior");
  if (role === "manager") return t("staff-hint-manager");
  if (role === "administrator") return t("staff-hint-administrator");
  return t("staff-hint-auditor");
}
