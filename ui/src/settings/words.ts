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
