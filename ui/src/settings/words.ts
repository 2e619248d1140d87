// Why a field is collected, as the data list says it.
import { t } from "../words/index.svelte";

const WHY: Record<string, () => string> = {
  phone_2: () => t("data-why-phone-2"),
  email: () => t("data-why-email"),
  polyclinic: () => t("data-why-polyclinic"),
  address: () => t("data-why-address"),
  address_registered: () => t("data-why-address-registered"),
  citizenship: () => t("data-why-citizenship"),
  latin_name: () => t("data-why-latin-name"),
  designated: () => t("data-why-designated"),
};

export const whyWord = (field: string): string => WHY[field]?.() ?? "";

/** What a column of an old list may hold, in the order of a choice. */
export const COLUMNS = [
  "full_name",
  "surname",
  "name",
  "patronymic",
  "iin",
  "birth_date",
  "sex",
  "phone",
  "language",
];

const FIELDS: Record<string, () => string> = {
  full_name: () => t("legacy-full-name"),
  surname: () => t("common-surname"),
  name: () => t("common-given-name"),
  patronymic: () => t("intake-patronymic"),
  iin: () => t("common-iin"),
  birth_date: () => t("common-birth-date"),
  sex: () => t("common-sex"),
  phone: () => t("common-phone"),
  language: () => t("intake-language"),
};

/** The name of a field of an old list, as its columns and refused rows say it. */
export const columnWord = (field: string): string => FIELDS[field]?.() ?? "";

export const languageWord = (language: string): string =>
  language === "kk" ? t("common-language-kk") : language === "ru" ? t("common-language-ru") : "";
