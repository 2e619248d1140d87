// Words for the coded acts and channels of a card.
import { t } from "../words/index.svelte";

export function actWord(act: string): string {
  if (act === "given") return t("card-act-given");
  if (act === "refused") return t("card-act-refused");
  if (act === "withdrawn") return t("card-act-withdrawn");
  if (act === "registered") return t("card-act-registered");
  if (act === "imported") return t("card-act-imported");
  if (act === "amended") return t("card-act-amended");
  if (act === "withheld") return t("card-act-withheld");
  if (act === "opened") return t("card-act-opened");
  if (act === "edited") return t("card-act-edited");
  if (act === "revealed") return t("card-act-revealed");
  if (act === "listed") return t("card-act-listed");
  if (act === "document") return t("card-act-document");
  return act;
}

export function channelWord(channel: string): string {
  if (channel === "screen") return t("consent-channel-screen");
  if (channel === "patient_screen") return t("consent-channel-patient_screen");
  if (channel === "sms") return t("consent-channel-sms");
  if (channel === "paper") return t("consent-channel-paper");
  if (channel === "counter") return t("consent-channel-counter");
  if (channel === "post") return t("consent-channel-post");
  if (channel === "email") return t("consent-channel-email");
  return channel;
}

const FORMS: Record<string, () => string> = {
  amend: () => t("card-amend"),
  consent: () => t("card-consent-again"),
  withdraw: () => t("card-withdraw"),
  annul: () => t("card-annul"),
  file_paper: () => t("card-file"),
  represent: () => t("intake-representative-add"),
  end_relation: () => t("card-draft-end"),
  merge: () => t("card-draft-merge"),
  part: () => t("card-draft-part"),
};

/** What somebody began to do on a card; empty for a form of another kind. */
export const formWord = (form: string): string => FORMS[form]?.() ?? "";
