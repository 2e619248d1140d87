// The intake while it is typed: survives a look at another tab, a change of language and, as a
// draft, a lock or a crash. It decides nothing; it gathers what one command says.
import * as backend from "../backend";
import type {
  CardView,
  ConsentForm,
  ExpectedTaken,
  OrderForm,
  OrderGiven,
  PageForm,
  PatientForm,
  Problem,
  RepresentativeForm,
  SearchView,
} from "../backend/types";
import { type Acting, ConsentEntry, emptyConsent } from "../consent/entry.svelte";
import { desk } from "../desk/desk.svelte";
import { Draft } from "../desk/draft.svelte";
import { Basket, emptyOrder } from "../orders/basket.svelte";
import { printing } from "../printing/printing.svelte";
import { type Grown, grown, type Handed, handedOn } from "./family";
import { emptyPatient, PatientEntry } from "./patient.svelte";
import { actingOf, nameOf, ofCard } from "./representative.svelte";

type Kept = {
  card: string | null;
  patient: PatientForm;
  representative?: RepresentativeForm | null;
  consent: ConsentForm;
  reason: string;
  expected?: string | null;
  order?: OrderForm;
};

/** Whose receipt can be shown: of what was saved just now, or of what stands already. */
export type Saved = {
  card: string;
  entry: string | null;
  what: "saved" | "standing";
  /** The order that began with it. */
  order: OrderGiven | null;
};
/** How long what was just saved is opened again by one key. */
const SECOND_THOUGHT_MS = 60_000;
export type Page = "form" | "consent";

/** Does a problem belong to the consent page? */
export const ofConsent = (one: Problem): boolean =>
  one.code.startsWith("consent-") || one.code.startsWith("otp-");

const unchanged = (problems: Problem[]): boolean =>
  problems.length === 1 && problems[0]?.code === "nothing-changed";

class Intake {
  query = $state("");
  page = $state<Page>("form");
  card = $state<CardView | null>(null);
  /** The booking with which the person came; saved with the form. */
  booked = $state<ExpectedTaken | null>(null);
  /** The card in full, as it was disclosed for this form. */
  known = $state<PatientForm | null>(null);
  reason = $state("");
  problems = $state<Problem[]>([]);
  saved = $state<Saved | null>(null);
  /** The receipt of the last patient is on the screen. */
  showing = $state(false);
  busy = $state(false);
  patient = new PatientEntry();
  consent = new ConsentEntry();
  basket = new Basket();
  draft = new Draft("intake");
  /** What was just saved can be opened again for a correction. */
  correctable = $state(false);
  /** Those of the family who were taken in before and may act for the next. */
  family = $state<Grown[]>([]);
  #typed = $state(false);
  /** The order that began with what is being corrected. */
  #corrected: OrderGiven | null = null;
  #thought: ReturnType<typeof setTimeout> | undefined;

  /** Is there anything that a person typed? */
  get begun(): boolean {
    return this.#typed || this.card !== null;
  }

  /** Does the form say something else than the card? Then a reason is asked. */
  get differs(): boolean {
    if (!this.known) return false;
    const { confirmed: _a, others: _b, ...now } = $state.snapshot(this.patient.form);
    const { confirmed: _c, others: _d, ...empty } = emptyPatient();
    const { confirmed: _e, others: _f, ...was } = $state.snapshot(this.known);
    return JSON.stringify(now) !== JSON.stringify({ ...empty, ...was });
  }

  /** After every change: ask the rules, keep the draft. */
  changed(): void {
    this.#typed = true;
    this.showing = false;
    this.saved = null;
    this.#settled();
    this.patient.ask(this.card?.id ?? null);
    this.#keep();
  }

  /** A reason alone is kept like everything else that was typed. */
  reasoned(): void {
    if (this.reason !== "" && this.#typed) this.#keep();
  }

  /** The patient answered on their screen: what was said of a save that came too early is over. */
  heard(): void {
    this.problems = this.problems.filter((one) => one.code !== "consent-screen-busy");
  }

  /** Keeps the form at once: the id under which the patient's answer is kept too. */
  async kept(): Promise<string | null> {
    this.changed();
    return this.draft.settle();
  }

  #keep(): void {
    this.draft.keep(this.card?.id ?? this.booked?.row.id ?? null, (): Kept => {
      return {
        card: this.card?.id ?? null,
        patient: $state.snapshot(this.patient.form),
        representative: $state.snapshot(this.patient.representative),
        consent: $state.snapshot(this.consent.form),
        reason: this.reason,
        expected: this.booked?.row.id ?? null,
        order: $state.snapshot(this.basket.form),
      };
    });
  }

  /** Takes a found card into the form: opened, and disclosed in full because it can be amended here. */
  async take(id: string): Promise<void> {
    const answer = await backend.cardOpen(id);
    const full = answer.ok ? await backend.cardEdit(answer.value.handle) : answer;
    if (!answer.ok || !full.ok) {
      this.problems = full.ok ? [] : full.problems;
      return;
    }
    this.#settled();
    this.#corrected = null;
    this.booked = null;
    this.card = answer.value;
    this.known = full.value;
    // Somebody who acted for others comes as a patient: everything is asked.
    const kind = full.value.kind === "thin" ? "" : full.value.kind;
    this.patient.begin({ ...emptyPatient(), ...full.value, kind, confirmed: [] });
    this.consent.begin(emptyConsent());
    this.basket.begin(emptyOrder());
    this.problems = [];
    this.reason = "";
    this.query = "";
    this.showing = false;
    this.saved = null;
    this.patient.ask(id);
    // A draft begins with the first change: looking at a card leaves nothing half-typed.
  }

  /** Takes somebody who is expected into the form: with their card where they have one. */
  async expect(id: string): Promise<boolean> {
    const answer = await backend.expectedTake(id);
    if (!answer.ok) {
      this.problems = answer.problems;
      return false;
    }
    const { row, form } = answer.value;
    if (row.card !== null) {
      await this.take(row.card);
      if (this.card === null) return false;
    } else {
      const { surname, name, patronymic, iin, birth_date, phone, phone_owner } = form;
      const known = { surname, name, patronymic, iin, birth_date, phone, phone_owner };
      this.#begin({ ...emptyPatient(), ...known });
    }
    this.booked = answer.value;
    if (row.card === null) this.changed();
    return true;
  }

  /** The person came by themself; what was taken over stays in the form. */
  unbook(): void {
    this.booked = null;
    if (this.#typed) this.#keep();
  }

  /** Opens what was just saved once more: a slip seen a moment later is an amendment with its reason. */
  async correct(reason: string): Promise<boolean> {
    const last = this.saved;
    if (!this.correctable || !last || this.begun) return false;
    this.#settled();
    await this.take(last.card);
    if (this.card === null) return false;
    this.#corrected = last.order;
    this.reason = reason;
    return true;
  }

  #settled(): void {
    clearTimeout(this.#thought);
    this.correctable = false;
  }

  /** A new card; what was typed into the one box is not lost. */
  fresh(view: SearchView | null): void {
    const typed = this.query.trim();
    const form = emptyPatient();
    if (view?.shape === "iin") form.iin = typed;
    else if (view?.shape === "phone") form.phone = typed;
    else if (view?.shape === "date") form.birth_date = typed;
    else form.surname = typed;
    this.#begin(form);
    if (typed !== "") this.changed();
  }

  /** The form of somebody without a card. */
  #begin(form: PatientForm): void {
    this.card = null;
    this.#corrected = null;
    this.family = [];
    this.known = null;
    this.booked = null;
    this.patient.begin(form);
    this.consent.begin(emptyConsent());
    this.basket.begin(emptyOrder());
    this.problems = [];
    this.reason = "";
    this.query = "";
  }

  /** One step back; returns false when there is none. The draft stays kept. */
  back(): boolean {
    if (this.page === "consent") this.page = "form";
    else if (this.showing) this.showing = false;
    else if (this.card) this.clear();
    else return false;
    return true;
  }

  /** Puts the half-filled form aside for the next in the queue; a desk holds a few. */
  async park(): Promise<boolean> {
    if (!this.#typed || this.busy) return false;
    const id = await this.draft.settle();
    if (id === null) return false;
    const answer = await backend.draftPark(id);
    this.problems = answer.ok ? [] : answer.problems;
    if (answer.ok) this.clear();
    return answer.ok;
  }

  /** An empty form for the next person; a draft stays with the core. */
  clear(): void {
    this.draft.forget("kept");
    this.#reset();
    void desk.reoffer();
  }

  #reset(): void {
    this.#corrected = null;
    this.page = "form";
    this.card = null;
    this.family = [];
    this.booked = null;
    this.known = null;
    this.reason = "";
    this.query = "";
    this.problems = [];
    this.#typed = false;
    this.patient.begin(emptyPatient());
    this.consent.begin(emptyConsent());
    this.basket.begin(emptyOrder());
  }

  /** Continues an offered draft. */
  async resume(id: string): Promise<void> {
    const answer = await backend.draftOpen(id);
    if (!answer.ok) {
      this.problems = answer.problems;
      return;
    }
    let kept: Kept;
    try {
      kept = JSON.parse(answer.value) as Kept;
    } catch {
      this.problems = [{ code: "bad-request", kind: "internal", field: null, args: {}, trace: "" }];
      return;
    }
    if (kept.card) {
      await this.take(kept.card);
      // What was typed for a card must not become another one.
      if (this.card === null) return;
    }
    // Somebody who came meanwhile, or was forgotten, is no booking any more.
    const booked = kept.expected ? await backend.expectedTake(kept.expected) : null;
    this.draft.forget("drop");
    this.draft.id = id;
    this.patient.begin({ ...emptyPatient(), ...kept.patient });
    this.patient.representative = kept.representative ?? null;
    this.consent.resume({ ...emptyConsent(), ...kept.consent });
    this.basket.begin({ ...emptyOrder(), ...kept.order });
    this.reason = kept.reason ?? "";
    this.booked = booked?.ok ? booked.value : null;
    this.#typed = true;
    this.patient.ask(this.card?.id ?? null);
    desk.settle(id);
  }

  /** Somebody must act for the person, and the card knows nobody: the fields for it stand there. */
  get needsSomebody(): boolean {
    return this.patient.check?.needs_representative ?? false;
  }

  /** Who acts for whom, and whose page it is. */
  get pageOf(): PageForm {
    return {
      card: this.card?.id ?? null,
      patient: $state.snapshot(this.patient.form),
      representative: $state.snapshot(this.patient.representative),
      by: "",
      giver: null,
      others: [],
    };
  }

  get acting(): Acting[] {
    return actingOf(this.patient.representative, this.card?.representatives ?? []);
  }

  /** Saves; `then` says whether papers are printed and the receipt is shown, or whether the next one is of the same family. */
  async save(then: "show" | "next" | "family"): Promise<boolean> {
    if (this.busy || !this.begun) return false;
    this.busy = true;
    const draft = await this.draft.settle();
    const answer = await backend.execute(
      {
        do: "intake",
        card: this.card?.id ?? null,
        patient: $state.snapshot(this.patient.form),
        reason: this.reason,
        representative: $state.snapshot(this.patient.representative),
        consent: this.consent.spoken,
        expected: this.booked?.row.id ?? null,
        order: this.basket.spoken,
      },
      draft,
    );
    this.busy = false;
    const known = this.card;
    if (!answer.ok && known && unchanged(answer.problems) && known.consents.length > 0) {
      // A returning patient with nothing new: no error, the receipt of what stands is offered.
      this.problems = [];
      this.saved = { card: known.id, entry: null, what: "standing", order: null };
      printing.saved(null);
      return false;
    }
    if (!answer.ok) {
      this.problems = answer.problems;
      // «reason» and «language» exist on both pages; the code says which rule spoke.
      this.consent.problems = answer.problems.filter(ofConsent);
      this.basket.problems = answer.problems;
      this.patient.refuse(answer.problems.filter((one) => !ofConsent(one)));
      this.patient.ask(this.card?.id ?? null);
      return false;
    }
    this.draft.forget("kept");
    // The labels of what is corrected bear what was wrong: its order's papers come out once more.
    const order = answer.value.order ?? this.#corrected;
    const family = then === "family" ? this.#handedOn(answer.value.representative ?? null) : null;
    const before = family ? this.#grown(answer.value.subject) : [];
    this.#reset();
    this.family = before;
    this.saved = {
      card: answer.value.subject,
      entry: answer.value.entries[0] ?? null,
      what: "saved",
      order,
    };
    this.showing = then === "show";
    clearTimeout(this.#thought);
    this.correctable = true;
    this.#thought = setTimeout(() => this.#settled(), SECOND_THOUGHT_MS);
    printing.saved({ ...answer.value, order });
    if (then !== "next") void printing.printLast();
    void desk.ask();
    if (family) this.#follow(family);
    return true;
  }

  #handedOn(representative: string | null): Handed {
    const acts = this.#same(representative) ?? this.#known();
    return handedOn($state.snapshot(this.patient.form), acts, $state.snapshot(this.consent.form));
  }

  #grown(card: string): Grown[] {
    if (!this.patient.check?.may_act) return this.family;
    return [...this.family, grown(card, $state.snapshot(this.patient.form))];
  }

  /** Whoever was typed for this one has a card now, and acts for the next by it. */
  #same(card: string | null): RepresentativeForm | null {
    const typed = $state.snapshot(this.patient.representative);
    if (!typed || card === null) return typed;
    const { basis, document, valid_until, scope } = typed;
    return { ...ofCard({ id: card, name: nameOf(typed) }), basis, document, valid_until, scope };
  }

  /** Whoever answered for a known child acts for the next one on the same ground. */
  #known(): RepresentativeForm | null {
    const acting = (this.card?.representatives ?? []).filter((one) => one.may_consent);
    const answered = acting.find((one) => one.card === this.consent.form.giver);
    const one = answered ?? (acting.length === 1 ? acting[0] : undefined);
    if (!one) return null;
    const { basis, document, valid_until, scope } = one;
    return { ...ofCard({ id: one.card, name: one.name }), basis, document, valid_until, scope };
  }

  #follow(family: Handed): void {
    this.patient.begin({ ...emptyPatient(), ...family.form });
    this.patient.representative = family.representative;
    this.consent.begin({ ...emptyConsent(), ...family.consent });
    this.#typed = true;
    this.patient.ask(null);
    this.#keep();
  }
}

export const intake = new Intake();
