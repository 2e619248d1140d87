// The opened card of S2. A card opens with one entry and refreshes by its handle without another.
import * as backend from "../backend";
import type {
  CardView,
  Command,
  ConsentForm,
  DraftView,
  PatientForm,
  Problem,
} from "../backend/types";
import { Draft } from "../desk/draft.svelte";
import { desk } from "../desk/desk.svelte";
import { emptyPatient, PatientEntry } from "../intake/patient.svelte";

/** An act whose form is its command: what a draft keeps is what will be carried out. */
export type Typed = Extract<
  Command,
  { do: "withdraw" | "annul" | "file_paper" | "represent" | "end_relation" | "merge" | "part" }
>;

/** What is being done on the card, one thing at a time. */
export type Action =
  | { do: "none" }
  | { do: "amend" }
  | { do: "consent"; card: string; consent: ConsentForm | null }
  | Typed;

/** Drafts of acts on a card, by their form: the name of the command. */
const FORMS = [
  "amend",
  "consent",
  "withdraw",
  "annul",
  "file_paper",
  "represent",
  "end_relation",
  "merge",
  "part",
];
export const isOnCard = (draft: DraftView): boolean => FORMS.includes(draft.form);

type KeptAmendment = { card: string; patient: PatientForm; reason: string };

class Patients {
  query = $state("");
  card = $state<CardView | null>(null);
  action = $state<Action>({ do: "none" });
  problems = $state<Problem[]>([]);
  /** Fields shown in full, by their name. */
  revealed = $state<Record<string, string>>({});
  saved = $state(false);
  busy = $state(false);
  reason = $state("");
  entry = new PatientEntry();
  /** Of what is being done: another one with each act. */
  draft = $state.raw(new Draft("none"));

  async open(id: string): Promise<void> {
    await this.#rest();
    const answer = await backend.cardOpen(id);
    this.problems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return;
    this.card = answer.value;
    this.query = "";
    this.revealed = {};
    this.begin({ do: "none" });
  }

  /** One step back from what is being done; what was typed stays kept and is offered on the card. */
  async leave(): Promise<void> {
    await this.#rest();
    this.begin({ do: "none" });
  }

  async close(): Promise<void> {
    await this.leave();
    this.card = null;
    this.revealed = {};
  }

  /** What was typed is safe before something else takes its place. */
  async #rest(): Promise<void> {
    if (this.action.do === "none") return;
    await this.draft.flush();
    this.draft.forget("kept");
    await desk.reoffer();
  }

  /** Asks again after something was touched. */
  async refresh(): Promise<void> {
    if (!this.card) return;
    const { handle, id } = this.card;
    const answer = await backend.cardRefresh(handle);
    if (answer.ok && this.card?.id === id) this.card = answer.value;
  }

  async reveal(field: string): Promise<void> {
    if (!this.card) return;
    const answer = await backend.cardReveal(this.card.id, field);
    if (answer.ok) this.revealed[field] = answer.value;
    else this.problems = answer.problems;
  }

  begin(action: Action): void {
    this.draft.forget("kept");
    this.draft = new Draft(action.do);
    this.problems = [];
    this.saved = false;
    this.action = action;
  }

  /** The person gave it up. */
  drop(): void {
    this.draft.forget("drop");
    this.begin({ do: "none" });
  }

  /** Somebody amends: the card in full is a disclosure of its own. */
  async amend(): Promise<void> {
    if (!this.card || this.busy) return;
    this.busy = true;
    const answer = await backend.cardEdit(this.card.handle);
    this.busy = false;
    this.problems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return;
    this.reason = "";
    this.entry.begin({ ...emptyPatient(), ...answer.value, confirmed: [] });
    this.begin({ do: "amend" });
  }

  amended(): void {
    if (!this.card) return;
    const card = this.card.id;
    this.entry.ask(card);
    this.typed((): KeptAmendment => {
      return { card, patient: $state.snapshot(this.entry.form), reason: this.reason };
    });
  }

  /** Something was typed: what is said by then is kept once the keys rest. */
  typed(said: () => unknown = () => $state.snapshot(this.action)): void {
    if (this.card && this.action.do !== "none") this.draft.keep(this.card.id, said);
  }

  /** Continues what was left half-typed. */
  async resume(draft: DraftView): Promise<void> {
    await this.#rest();
    const answer = await backend.draftOpen(draft.id);
    this.problems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return;
    let kept: KeptAmendment | { card: string };
    try {
      kept = JSON.parse(answer.value) as typeof kept;
    } catch {
      return;
    }
    if (this.card?.id !== kept.card) await this.open(kept.card);
    // What was typed for a card must not become another one's.
    if (this.card?.id !== kept.card) return;
    if ("patient" in kept) {
      await this.amend();
      if (this.action.do !== "amend") return;
      this.entry.begin({ ...emptyPatient(), ...kept.patient });
      this.reason = kept.reason;
      this.entry.ask(kept.card);
    } else {
      this.begin({ ...kept, do: draft.form } as Action);
    }
    this.draft.id = draft.id;
    desk.settle(draft.id);
  }

  /** Carries out the act that is being typed. */
  async save(): Promise<boolean> {
    return this.write($state.snapshot(this.action) as Typed);
  }

  /** Writes one command about the opened card. */
  async write(command: Command): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    const draft = await this.draft.settle();
    const answer = await backend.execute(command, draft);
    this.busy = false;
    this.problems = answer.ok ? [] : answer.problems;
    if (!answer.ok) {
      this.entry.refuse(answer.problems);
      return false;
    }
    this.begin({ do: "none" });
    this.saved = true;
    await this.refresh();
    void desk.ask();
    return true;
  }
}

export const patients = new Patients();
