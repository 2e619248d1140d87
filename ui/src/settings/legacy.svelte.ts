// An old list of patients, from its file to the cards: looked through and brought in stretch by stretch, so that the
// desk hears of other things in between. Whatever the columns say now counts; what was asked before is dropped.
import * as backend from "../backend";
import type { LegacyForm, LegacyPage, LegacyView, LegacyWhich, Problem } from "../backend/types";
import { language } from "../words/index.svelte";

const CHECK_MS = 300;
/** Rows that stay out, in the order in which they are shown. */
export const WHICH: LegacyWhich[] = ["refused", "known", "alike"];

const nothing = () => ({ taken: 0, already: 0, known: 0, alike: 0, refused: 0 });

export class Legacy {
  view = $state<LegacyView | null>(null);
  form = $state<LegacyForm | null>(null);
  problems = $state<Problem[]>([]);
  pages = $state<Partial<Record<LegacyWhich, LegacyPage>>>({});
  stands = $state<"choosing" | "ready" | "busy" | "stopped" | "done">("ready");
  /** What is missing is said once somebody wanted to go on. */
  tried = $state(false);
  sum = $state(nothing());
  /** Rows behind which the import is. */
  passed = $state(0);
  saved = $state(false);
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #goes = false;

  /** Every row was looked through as the columns stand. */
  get looked(): boolean {
    return this.view !== null && this.view.judged.count === this.view.rows.count;
  }

  /** What stands against the import as a whole, as far as it is to be said. */
  at(field: string): Problem[] {
    const here = this.view?.problems.filter((one) => one.field === field) ?? [];
    const missing = ["text-required", "date-required", "language-required"];
    return here.filter((one) => this.tried || !missing.includes(one.code));
  }

  async choose(): Promise<void> {
    this.stands = "choosing";
    const answer = await backend.legacyOpen();
    this.stands = "ready";
    this.problems = answer.ok ? [] : answer.problems;
    if (!answer.ok || answer.value === null) return;
    const was = this.form;
    this.view = answer.value;
    const { source, as_of, language } = was ?? answer.value.form;
    this.form = { ...answer.value.form, source, as_of, language };
    this.tried = false;
  }

  /** After every change: what the import would come to. */
  changed(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    if (this.stands !== "busy") this.stands = "ready";
    this.saved = false;
    this.#timer = setTimeout(() => void this.#look(), CHECK_MS);
  }

  async #look(): Promise<void> {
    const turn = ++this.#turn;
    this.pages = {};
    let before = -1;
    while (this.view && this.form) {
      const answer = await backend.legacyCheck(this.view.handle, $state.snapshot(this.form));
      if (turn !== this.#turn) return;
      this.problems = answer.ok ? [] : answer.problems;
      if (!answer.ok) return;
      this.view = answer.value;
      // Without a column of names nothing is looked through.
      if (this.looked || this.view.judged.count === before) break;
      before = this.view.judged.count;
    }
    for (const which of WHICH) await this.turn(which, 0);
  }

  async turn(which: LegacyWhich, from: number): Promise<void> {
    const turn = this.#turn;
    if (!this.view || this.view[which].count === 0) return;
    const answer = await backend.legacyRows(this.view.handle, which, from);
    if (turn !== this.#turn) return;
    if (answer.ok) this.pages[which] = answer.value;
    else this.problems = answer.problems;
  }

  /** From the first row: what was brought in before is known and left out. */
  async take(): Promise<void> {
    if (!this.view || !this.form || this.stands === "busy") return;
    this.tried = true;
    if (this.view.problems.length > 0) return;
    clearTimeout(this.#timer);
    this.stands = "busy";
    this.sum = nothing();
    this.passed = 0;
    this.#goes = true;
    const form = $state.snapshot(this.form);
    let from: number | null = 0;
    while (from !== null && this.#goes) {
      const answer: backend.Answer<backend.LegacyDone> = await backend.legacyImport(
        this.view.handle,
        form,
        from,
      );
      if (!answer.ok) {
        this.problems = answer.problems;
        this.stands = "stopped";
        return;
      }
      const done = answer.value;
      this.sum.taken += done.taken;
      this.sum.already += done.already;
      this.sum.known += done.known;
      this.sum.alike += done.alike;
      this.sum.refused += done.refused;
      from = done.next;
      this.passed = from ?? this.view.rows.count;
    }
    this.stands = from === null ? "done" : "stopped";
  }

  /** After the stretch that is on its way. */
  stop(): void {
    this.#goes = false;
  }

  async save(): Promise<void> {
    if (!this.view) return;
    this.saved = false;
    const path = await backend.pickSavePath("legacy-rows.csv");
    if (!path.ok) this.problems = path.problems;
    if (!path.ok || path.value === null) return;
    const answer = await backend.legacySave(this.view.handle, path.value, language());
    this.problems = answer.ok ? [] : answer.problems;
    this.saved = answer.ok;
  }

  /** The part is left: nothing more is asked. */
  leave(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#goes = false;
  }
}
