// Who acts for the person, while it is typed. Whether somebody must is the core's rule.
import type { RelationRow, RepresentativeForm } from "../backend/types";
import type { Acting } from "../consent/entry.svelte";

export type RepresentativeField = Exclude<keyof RepresentativeForm, "card" | "scope" | "confirmed">;

/** What a representative may do, in the order of the form. */
export const SCOPES = ["consent", "results", "rights"] as const;

export function emptyRepresentative(): RepresentativeForm {
  return {
    card: null,
    surname: "",
    name: "",
    patronymic: "",
    iin: "",
    birth_date: "",
    phone: "",
    basis: "",
    document: "",
    valid_until: "",
    scope: [...SCOPES],
    confirmed: [],
  };
}

/** A known card acts: what it says of the person is not typed again. */
export function ofCard(row: { id: string; name: string }): RepresentativeForm {
  return { ...emptyRepresentative(), card: row.id, surname: row.name };
}

/** The name of a representative as it was typed. */
export const nameOf = (form: RepresentativeForm): string =>
  [form.surname, form.name, form.patronymic].filter(Boolean).join(" ");

/** Everybody who may answer for the person: whoever is typed, else those whom the card knows. */
export function actingOf(typed: RepresentativeForm | null, known: RelationRow[]): Acting[] {
  if (typed) return [{ card: typed.card, name: nameOf(typed), basis: typed.basis }];
  return known.filter((one) => one.may_consent);
}
