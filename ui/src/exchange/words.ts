// Why an entry that is stored has no effect, in a word.
import { t } from "../words/index.svelte";

export function whyWord(why: string): string {
  switch (why) {
    case "waiting":
      return t("exchange-why-waiting");
    case "unauthorised":
      return t("exchange-why-unauthorised");
    case "unknown":
      return t("exchange-why-unknown");
    case "malformed":
      return t("exchange-why-malformed");
    case "frozen":
      return t("exchange-why-frozen");
    case "held":
      return t("exchange-why-held");
    default:
      return t("exchange-why-pending");
  }
}
