// The opened card of S2. A card opens with one entry and refreshes by its handle without another.
import * as backend from "../backend";
import type { CardView, Command, ConsentForm, PatientForm, Problem } from "../backend/types";
import { Draft } from "../desk/draft.svelte";
import { desk } from "../desk/desk.svelte";
import { emptyPatient, PatientEntry } from "../intake/patient.svelte";

/** What is being done on the card, one thing at a time. */
export type Action =
  | { do: "none" }
  | { do: "withdraw" }
  | { do: "consent" }
  | { do: "amend" }
  | { do: "annul"; target: string }
  | { do: "file"; target: string }
  | { do: "represent" }
  | { do: "end"; representative: string };

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
  draft = new Draft("amend");
  /** Consent of an opened card: what the person signs on their screen outlives a power cut here too. */
  consent = new Draft("consent");
  /** The consent that a draft brought back. */
  kept = $state.raw<ConsentForm | null>(null);

  async open(id: string): Promise<void> {
    const answer = await backend.cardOpen(id);
    this.problems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return;
    this.card = answer.value;
    this.query = "";
    this.revealed = {};
    this.saved = false;
    this.action = { do: "none" };
  }

  /** One step back from what is being done; a half-typed amendment stays kept. */
  leave(): void {
    if (this.action.do === "amend") {
      this.draft.forget("kept");
      void desk.reoffer();
    }
    this.begin({ do: "none" });
  }

  close(): void {
    this.card = null;
    this.revealed = {};
    this.saved = false;
    this.action = { do: "none" };
    this.problems = [];
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
    this.problems = [];
    this.saved = false;
    this.action = action;
  }

  /** Somebody amends: the card in full is a disclosure of its own. */
  async amend(): Promise<void> {
    if (!this.card || this.busy) return;
    this.busy = true;
    const answer = await backend.cardEdit(this.card.handle);
    this.busy = false;
    this.problems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return;
    this.draft.forget("kept");
    this.reason = "";
    this.entry.begin({ ...emptyPatient(), ...answer.value, confirmed: [] });
    this.begin({ do: "amend" });
  }

  amended(): void {
    const card = this.card?.id ?? null;
    if (card === null) return;
    this.entry.ask(card);
    this.draft.keep(card, (): KeptAmendment => {
      return { card, patient: $state.snapshot(this.entry.form), reason: this.reason };
    });
  }

  /** Continues an amendment that was left half-typed. */
  async resume(id: string): Promise<void> {
    const answer = await backend.draftOpen(id);
    this.problems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return;
    let kept: KeptAmendment;
    try {
      kept = JSON.parse(answer.value) as KeptAmendment;
    } catch {
      return;
    }
    await this.open(kept.card);
    if (!this.card) return;
    await this.amend();
    if (this.action.do !== "amend") return;
    this.draft.id = id;
    this.entry.begin({ ...emptyPatient(), ...kept.patient });
    this.reason = kept.reason;
    this.entry.ask(kept.card);
  }

  /** Continues a consent that was broken off. */
  async resumeConsent(id: string): Promise<void> {
    const answer = await backend.draftOpen(id);
    this.problems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return;
    let kept: { card: string; consent: ConsentForm };
    try {
      kept = JSON.parse(answer.value) as typeof kept;
    } catch {
      return;
    }
    await this.open(kept.card);
    if (!this.card) return;
    this.consent.id = id;
    this.kept = kept.consent;
    this.begin({ do: "consent" });
  }

  /** Writes one command about the opened card. */
  async write(command: Command): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    const drafts = { amend: this.draft, consent: this.consent } as Record<string, Draft>;
    const kept = drafts[command.do];
    const draft = kept ? await kept.settle() : null;
    const answer = await backend.execute(command, draft);
    this.busy = false;
    this.problems = answer.ok ? [] : answer.problems;
    if (!answer.ok) {
      this.entry.refuse(answer.problems);
      return false;
    }
    kept?.forget("kept");
    this.saved = true;
    this.action = { do: "none" };
    await this.refresh();
    void desk.ask();
    return true;
  }
}

export const patients = new Patients();
