// What a person says about consent, as the page records it. Nothing is ticked beforehand; an
// untouched page is no answer, and whether an answer suffices is the core's rule.
import * as backend from "../backend";
import type { ConsentForm, ConsentPage, PageForm, Problem } from "../backend/types";
import { language } from "../words/index.svelte";

/** Somebody who may answer for the person; no card while they are only typed. */
export type Acting = { card: string | null; name: string; basis: string };

export function emptyConsent(): ConsentForm {
  return {
    answer: "",
    personal_data: false,
    care: false,
    channel: "screen",
    language: null,
    policy: null,
    page: null,
    given_on: "",
    paper_place: "",
    signature_seen: false,
    reason: "",
    refusal_signed: "",
    optional: [],
    by: "",
    giver: null,
    reader: "",
    helper: "",
    witness: "",
    companion: "",
    signature: "",
  };
}

/** A draft brings back what was typed, never a tick: a tick is the person's own act before the page. */
export function untick(form: ConsentForm): ConsentForm {
  if (form.answer === "refused") return form;
  return {
    ...form,
    answer: "",
    page: null,
    personal_data: false,
    care: false,
    optional: [],
    signature: "",
    signature_seen: false,
  };
}

export class ConsentEntry {
  form = $state<ConsentForm>(emptyConsent());
  page = $state<ConsentPage | null>(null);
  problems = $state<Problem[]>([]);
  /** The text changed under the ticks: they were taken off, and the page says so. */
  changed = $state(false);
  #turn = 0;

  begin(form: ConsentForm): void {
    this.form = form;
    this.page = null;
    this.changed = false;
    this.problems = [];
  }

  /** Did anybody answer? */
  get answered(): boolean {
    return this.form.answer !== "";
  }

  /** What goes into the command: nothing, when nobody answered. */
  get spoken(): ConsentForm | null {
    return this.answered ? $state.snapshot(this.form) : null;
  }

  /** Asks for the page word for word, in the language of the screen. */
  async show(of: PageForm): Promise<void> {
    const turn = ++this.#turn;
    const { by, giver } = this.form;
    const answer = await backend.consentPage({ ...of, by, giver }, language());
    if (turn !== this.#turn) return;
    this.problems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return;
    this.page = answer.value;
    if (this.form.answer !== "given" || this.form.page === this.page.sha256) return;
    if (this.form.channel === "paper") {
      // The sheet bears both languages: what was copied from it stays. The page that was ticked stays noted,
      // so that the same ticks do not pass for ones on a screen that showed something else.
      // Neither does a version that came meanwhile take the place of the one that was signed.
      this.form.language = this.page.lang;
      return;
    }
    // A tick belongs to the text that was read; of another text it says nothing.
    this.form = untick(this.form);
    this.changed = true;
  }

  /** Notes which page the answer belongs to. */
  note(): void {
    this.changed = false;
    this.form.policy = this.page?.policy ?? null;
    this.form.page = this.page?.sha256 ?? null;
    this.form.language = this.page?.lang ?? null;
  }

  /** A tick or a field of the consenting page changed. */
  give(): void {
    this.form.answer = "given";
    this.note();
  }

  refuse(): void {
    this.form = { ...emptyConsent(), ...this.#who, answer: "refused" };
    this.note();
  }

  /** Takes the answer off the page again: nothing was said. */
  clear(): void {
    this.begin({ ...emptyConsent(), ...this.#who });
  }

  /** What is about the people and not about the answer. */
  get #who() {
    const { channel, by, giver, reader, helper, witness, companion } = this.form;
    return { channel, by, giver, reader, helper, witness, companion };
  }
}
