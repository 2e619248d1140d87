// Words about who acts for a person.
import { t } from "../words/index.svelte";

export const BASES = [
  "mother",
  "father",
  "adoptive",
  "guardian",
  "trustee",
  "attorney",
  "court",
] as const;

const WORDS: Record<string, () => string> = {
  mother: () => t("representative-basis-mother"),
  father: () => t("representative-basis-father"),
  adoptive: () => t("representative-basis-adoptive"),
  guardian: () => t("representative-basis-guardian"),
  trustee: () => t("representative-basis-trustee"),
  attorney: () => t("representative-basis-attorney"),
  court: () => t("representative-basis-court"),
};

export const basisWord = (basis: string): string => WORDS[basis]?.() ?? "";

const SCOPES: Record<string, () => string> = {
  consent: () => t("representative-scope-consent"),
  results: () => t("representative-scope-results"),
  rights: () => t("representative-scope-rights"),
};

export const scopeWord = (scope: string): string => SCOPES[scope]?.() ?? "";

const STEPS: Record<string, () => string> = {
  check: () => t("second-screen-step-check"),
  wrong: () => t("second-screen-step-check"),
  page: () => t("second-screen-step-page"),
  sign: () => t("second-screen-step-sign"),
  refusal: () => t("second-screen-step-refusal"),
  apart: () => t("second-screen-step-apart"),
  given: () => t("second-screen-step-given"),
  refused: () => t("second-screen-step-refused"),
};

/** Where a person is on their own screen. */
export const stepWord = (step: string): string => STEPS[step]?.() ?? "";
