// What one of a family hands on to the next: surname, address, phone, the papers' language, who acts for them, and
// those of age who were taken in before. All of it is typed values that the next form begins with.
import type { ConsentForm, PatientForm, RepresentativeForm } from "../backend/types";

/** Somebody of age who was taken in a moment ago: may act for the next. */
export type Grown = { card: string; name: string; phone: string };

export type Handed = {
  form: Partial<PatientForm>;
  representative: RepresentativeForm | null;
  consent: Pick<ConsentForm, "companion">;
};

/** Whoever was taken in, as the next form offers them. */
export function grown(card: string, form: PatientForm): Grown {
  const name = [form.surname, form.name, form.patronymic].filter(Boolean).join(" ");
  return { card, name, phone: form.phone };
}

export function handedOn(
  form: PatientForm,
  representative: RepresentativeForm | null,
  consent: ConsentForm,
): Handed {
  const { surname, phone, address, address_registered, polyclinic, language } = form;
  // The phone of the one who was taken in is not the next one's own.
  const phone_owner = form.phone_owner === "patient" ? "other" : form.phone_owner;
  const shared = { surname, phone, phone_owner, address, address_registered, polyclinic, language };
  return {
    form: { ...shared, ...twin(form) },
    representative,
    consent: { companion: consent.companion },
  };
}

/** A twin is born on the same day and has the next number. */
function twin({ kind, birth_date, newborn_number }: PatientForm): Partial<PatientForm> {
  if (kind !== "newborn" || newborn_number === "") return {};
  return { kind, birth_date, newborn_number: String(Number(newborn_number) + 1) };
}
