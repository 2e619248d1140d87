// Words for the few coded values that a form and a card show.
import type { PurposeStanding, Standing } from "../backend/types";
import { t } from "../words/index.svelte";

export function sexWord(sex: string): string {
  if (sex === "M") return t("common-sex-male");
  if (sex === "F") return t("common-sex-female");
  return t("common-not-given");
}

/** Full years: the number chooses the Russian form, the text is what is printed. */
export const ageWords = (age: number): string =>
  t("common-years-old", { n: age, years: String(age) });

export const documentTypes = (): { value: string; label: string }[] => [
  { value: "", label: t("common-not-given") },
  { value: "id_card", label: t("common-document-identity-card") },
  { value: "passport", label: t("common-document-passport") },
  { value: "residence_permit", label: t("common-document-residence-permit") },
  { value: "foreign_passport", label: t("common-document-foreign-passport") },
  { value: "birth_certificate", label: t("common-document-birth-certificate") },
  { value: "digital", label: t("common-document-digital") },
  { value: "other", label: t("intake-document-other") },
];

/** The name of a purpose of consent. */
export function purposeWord(purpose: string): string {
  if (purpose === "service") return t("card-purpose-service");
  if (purpose === "care") return t("card-purpose-care");
  if (purpose === "sms") return t("consent-purpose-sms");
  if (purpose === "email") return t("consent-purpose-email");
  if (purpose === "employer") return t("consent-purpose-employer");
  if (purpose === "designated_person") return t("consent-purpose-designated_person");
  if (purpose === "network_exchange") return t("consent-purpose-network_exchange");
  return purpose;
}

/** Why a card has no ИИН, in the order of the list; the first is no reason. */
export const KINDS = ["", "newborn", "foreigner", "no_document", "urgent"] as const;

export function kindWord(kind: string): string {
  if (kind === "newborn") return t("intake-kind-newborn");
  if (kind === "foreigner") return t("intake-kind-foreigner");
  if (kind === "no_document") return t("intake-kind-no-document");
  if (kind === "urgent") return t("intake-kind-urgent");
  if (kind === "thin") return t("intake-kind-thin");
  return t("intake-kind-none");
}

/** How a person is called: a newborn without a name by the mother's surname and a number. */
export function nameWord(name: string, of: { kind: string; newborn_number: string }): string {
  if (of.kind !== "newborn") return name;
  return of.newborn_number === ""
    ? t("person-newborn", { surname: name })
    : t("person-newborn-number", { surname: name, number: of.newborn_number });
}

function furtherWord(field: string): string {
  if (field === "kind") return t("intake-kind");
  if (field === "newborn_number") return t("intake-newborn-number");
  if (field === "latin_name") return t("intake-latin-name");
  if (field === "citizenship") return t("intake-citizenship");
  if (field === "polyclinic") return t("intake-polyclinic");
  if (field === "address") return t("intake-address");
  if (field === "address_registered") return t("intake-address-registered");
  if (field === "email") return t("intake-email");
  if (field === "phone_2") return t("intake-phone-2");
  if (field === "phone_2_owner") return t("intake-phone-owner");
  if (field === "supplied_by") return t("intake-supplied-by");
  if (field === "designated") return t("intake-designated");
  return field;
}

/** Each standing once: two purposes that stand alike need one mark at a glance. */
export function standingsOf(all: PurposeStanding[]): Standing[] {
  return [...new Set(all.map((one) => one.standing))];
}

/** The name of a field of the patient's form, as its label says it. */
export function fieldWord(field: string): string {
  switch (field) {
    case "surname":
      return t("common-surname");
    case "name":
      return t("common-given-name");
    case "patronymic":
      return t("intake-patronymic");
    case "iin":
      return t("common-iin");
    case "birth_date":
      return t("common-birth-date");
    case "sex":
      return t("common-sex");
    case "doc_type":
      return t("intake-document");
    case "doc_number":
      return t("common-document-number");
    case "doc_issued_on":
      return t("common-document-issued-on");
    case "doc_issued_by":
      return t("common-document-issued-by");
    case "doc_checked":
      return t("intake-document-checked");
    case "phone":
      return t("common-contact-phone");
    case "phone_owner":
      return t("intake-phone-owner");
    case "language":
      return t("intake-language");
    default:
      return furtherWord(field);
  }
}

/** A stored value of a coded field, as its form says it; other values are words already. */
export function valueWord(field: string, value: string): string {
  if (value === "") return t("common-not-given");
  if (field === "sex") return sexWord(value);
  if (field === "doc_type") {
    return documentTypes().find((one) => one.value === value)?.label ?? value;
  }
  if (field === "doc_checked") return value === "yes" ? t("common-yes") : value;
  if (field === "language") {
    if (value === "kk") return t("common-language-kk");
    if (value === "ru") return t("common-language-ru");
  }
  if (field === "kind") return kindWord(value);
  if (field === "supplied_by") {
    if (value === "representative") return t("intake-supplied-representative");
    if (value === "companion") return t("intake-supplied-companion");
  }
  if (field === "phone_owner" || field === "phone_2_owner") {
    if (value === "patient") return t("intake-phone-patient");
    if (value === "representative") return t("intake-phone-representative");
    if (value === "other") return t("intake-phone-other");
  }
  return value;
}

/** Why a card is taken for the same person's or not. */
export function reasonWord(reason: string): string {
  switch (reason) {
    case "iin-same":
      return t("intake-alike-iin-same");
    case "iin-slip":
      return t("intake-alike-iin-slip");
    case "iin-differs":
      return t("intake-alike-iin-differs");
    case "born-same":
      return t("intake-alike-born-same");
    case "born-swapped":
      return t("intake-alike-born-swapped");
    case "born-close":
      return t("intake-alike-born-close");
    case "born-differs":
      return t("intake-alike-born-differs");
    case "surname-same":
      return t("intake-alike-surname-same");
    case "surname-close":
      return t("intake-alike-surname-close");
    case "surname-differs":
      return t("intake-alike-surname-differs");
    case "name-same":
      return t("intake-alike-name-same");
    case "name-close":
      return t("intake-alike-name-close");
    case "name-initial":
      return t("intake-alike-name-initial");
    case "name-differs":
      return t("intake-alike-name-differs");
    case "patronymic-same":
      return t("intake-alike-patronymic-same");
    case "patronymic-initial":
      return t("intake-alike-patronymic-initial");
    case "patronymic-differs":
      return t("intake-alike-patronymic-differs");
    case "names-exchanged":
      return t("intake-alike-names-exchanged");
    case "phone-same":
      return t("intake-alike-phone-same");
    case "document-same":
      return t("intake-alike-document-same");
    case "sex-differs":
      return t("intake-alike-sex-differs");
    default:
      return reason;
  }
}
