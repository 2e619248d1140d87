// Words for the coded fields and states of people who are expected.
import type { ExpectedRow } from "../backend/types";
import { t } from "../words/index.svelte";

/** What a column of somebody else's table may hold, in the order of a choice. */
export const COLUMNS = [
  "full_name",
  "surname",
  "name",
  "patronymic",
  "iin",
  "birth_date",
  "phone",
  "planned_on",
  "booker",
  "payer",
  "counterparty",
  "services",
];

/** The name of a field, as forms and refused rows say it. */
export function fieldWord(field: string): string {
  if (field === "full_name") return t("expected-full-name");
  if (field === "surname") return t("common-surname");
  if (field === "name") return t("common-given-name");
  if (field === "patronymic") return t("intake-patronymic");
  if (field === "iin") return t("common-iin");
  if (field === "birth_date") return t("common-birth-date");
  if (field === "phone") return t("common-phone");
  if (field === "planned_on") return t("expected-day");
  if (field === "booker") return t("expected-booker");
  if (field === "payer") return t("expected-payer");
  if (field === "counterparty") return t("expected-counterparty");
  if (field === "services") return t("expected-services");
  if (field === "list") return t("expected-list");
  return "";
}

export function stateWord(row: ExpectedRow): string {
  if (row.state === "came") return t("expected-state-came");
  if (row.state === "off") return t("expected-state-off");
  return t("expected-state-waiting");
}

/** Where a booking comes from: employer, list, who booked, who pays. */
export function fromWords(row: ExpectedRow): string[] {
  const said: string[] = [];
  if (row.counterparty) said.push(row.counterparty);
  if (row.list) said.push(t("expected-of-list", { list: row.list }));
  if (row.booker) said.push(t("expected-booked-by", { name: row.booker }));
  if (row.payer) said.push(t("expected-paid-by", { name: row.payer }));
  return said;
}
