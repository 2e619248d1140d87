// What a person says about consent, as the page records it. Nothing is ticked beforehand; an
// untouched page is no answer, and whether an answer suffices is the core's rule.
import * as backend from "../backend";
import type {
  ConsentForm,
  ConsentPage,
  FamilyRow,
  PageForm,
  Problem,
  ScreenView,
} from "../backend/types";
import { language } from "../words/index.svelte";
import { screen } from "./screen.svelte";

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
    others: [],
    reader: "",
    helper: "",
    witness: "",
    companion: "",
    signature: "",
    otp: null,
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
    otp: null,
  };
}

const onScreen = (form: ConsentForm): boolean => form.channel === "patient_screen";

/** What a draft brings back. The exception to `untick` is what the person finished on their own screen: there the ticks
 * are under a signature, and the page that was signed is named with them. A power cut takes nothing of that away; the
 * core still compares the page when it is saved. What was signed and not finished stands aside (`half`). */
export function fromDraft(form: ConsentForm): ConsentForm {
  const signed = onScreen(form) && form.answer === "given" && form.signature !== "";
  return signed ? form : untick(form);
}

export class ConsentEntry {
  form = $state<ConsentForm>(emptyConsent());
  page = $state<ConsentPage | null>(null);
  problems = $state<Problem[]>([]);
  /** The text changed under the ticks: they were taken off, and the page says so. */
  changed = $state(false);
  /** An answer on the patient's screen that a power cut broke off: the person goes on where they were. */
  half = $state<ConsentForm | null>(null);
  /** For whom else the representative may answer on this page, and whoever is ticked. */
  family = $state.raw<FamilyRow[]>([]);
  /** Ticks of the others were taken off: nobody says no for several at once. */
  parted = $state(false);
  /** Somebody chose how it is recorded: the screens of the desk do not choose it for them. */
  chosen = $state(false);
  #turn = 0;
  #asked = 0;

  begin(form: ConsentForm): void {
    // Another person, other eyes.
    if (screen.asks(this)) screen.large = false;
    void screen.stop(this);
    this.form = form;
    this.half = null;
    this.chosen = false;
    this.page = null;
    this.family = [];
    this.parted = false;
    this.changed = false;
    this.problems = [];
  }

  /** Continues a kept form. */
  resume(kept: ConsentForm): void {
    this.begin(fromDraft(kept));
    this.chosen = true;
    if (onScreen(kept) && kept.answer === "" && kept.personal_data) this.half = kept;
  }

  /** What the person answers on their own screen; until they are done it is no answer. */
  hear(state: ScreenView): void {
    const said = state.answer;
    if (!state.talk || !said || !onScreen(this.form)) return;
    if (said.answer === "") {
      if (this.answered) this.#unsay();
      return;
    }
    const { answer, signature, page } = this.form;
    if (answer === said.answer && signature === said.signature && page === said.page) return;
    const refusal_signed = said.refusal_signed || this.form.refusal_signed;
    this.form = { ...this.form, ...said, refusal_signed };
    this.half = null;
    this.changed = false;
  }

  /** Nothing was said on the patient's screen: it is asked from the beginning, or not at all. */
  async again(): Promise<void> {
    this.#unsay();
    this.half = null;
    this.changed = false;
    await screen.stop(this);
  }

  #unsay(): void {
    this.form = untick({ ...this.form, answer: "", refusal_signed: "", reason: "" });
  }

  /** How it is recorded; whoever is asked on their screen is asked no more. */
  async record(channel: string): Promise<void> {
    this.chosen = true;
    if (channel !== "patient_screen") await this.again();
    this.form.channel = channel;
  }

  /** Did anybody answer? */
  get answered(): boolean {
    return this.form.answer !== "";
  }

  /** What goes into the command: nothing, when nobody answered. */
  get spoken(): ConsentForm | null {
    return this.answered ? $state.snapshot(this.form) : null;
  }

  /** Asks for whom else the representative may answer: whoever stands on a page was told of before. */
  async relatives(of: PageForm): Promise<void> {
    const turn = ++this.#asked;
    const answer = await backend.consentFamily(of);
    if (turn !== this.#asked) return;
    this.family = answer.ok ? answer.value : [];
  }

  /** Puts one of the family on the page, or takes them off it. */
  join(card: string): void {
    const { others } = this.form;
    this.form.others = others.includes(card)
      ? others.filter((one) => one !== card)
      : [...others, card];
    this.parted = false;
    this.problems = this.problems.filter((one) => one.field !== "others");
  }

  /** The page of the one patient again. */
  part(): void {
    this.form.others = [];
    this.parted = true;
  }

  /** Asks for the page word for word, in the language of the screen; what the person read on theirs, in theirs. */
  async show(of: PageForm): Promise<void> {
    const turn = ++this.#turn;
    const { by, giver, others } = $state.snapshot(this.form);
    const read = onScreen(this.form) && this.answered ? this.form.language : null;
    const answer = await backend.consentPage({ ...of, by, giver, others }, read ?? language());
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
    void screen.stop(this);
    // Said to the registrar and not on the patient's screen; a code is read back by whoever agrees.
    const channel = this.form.channel === "paper" ? "paper" : "screen";
    this.form = { ...emptyConsent(), ...this.#who, channel, answer: "refused" };
    this.note();
  }

  /** Takes the answer off the page again: nothing was said. */
  clear(): void {
    const { others } = this.form;
    this.begin({ ...emptyConsent(), ...this.#who, others });
  }

  /** What is about the people and not about the answer. */
  get #who() {
    const { channel, by, giver, reader, helper, witness, companion } = this.form;
    return { channel, by, giver, reader, helper, witness, companion };
  }
}
