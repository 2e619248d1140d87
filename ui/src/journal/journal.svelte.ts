// The journal's reader: one list handle per visit of the tab, the filter as it stands, the page, and how the check of the
// whole goes on. It decides nothing.
import * as backend from "../backend";
import type { CheckView, Problem, TrailForm, TrailPage, Unusual } from "../backend/types";
import { language } from "../words/index.svelte";

const REST_MS = 600;
const POLL_MS = 300;

export const emptyTrail = (): TrailForm => ({
  staff: null,
  card: null,
  iin: "",
  doing: null,
  outcome: null,
  desk: null,
  from: "",
  to: "",
  unusual: null,
});

class Journal {
  page = $state<TrailPage | null>(null);
  form = $state<TrailForm>(emptyTrail());
  problems = $state<Problem[]>([]);
  check = $state<CheckView | null>(null);
  checkProblems = $state<Problem[]>([]);
  /** Not the first page. */
  deep = $state(false);
  #handle: string | null = null;
  #asked: TrailForm = emptyTrail();
  #after: string | null = null;
  #turn = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #poll: ReturnType<typeof setTimeout> | undefined;

  /** The tab was opened: a new reading, and the check where none was made in this session. */
  async enter(): Promise<void> {
    this.#handle = null;
    await this.show();
    await this.#hear();
    if (this.check && !this.check.running && !this.check.verdict) await this.begin();
  }

  leave(): void {
    clearTimeout(this.#rest);
    clearTimeout(this.#poll);
    this.#seen();
    this.#turn += 1;
    this.#handle = null;
  }

  /** The first page of the filter as it stands. */
  async show(): Promise<void> {
    this.#asked = $state.snapshot(this.form);
    await this.#turnTo(null);
  }

  async older(): Promise<void> {
    if (this.page?.next) await this.#turnTo(this.page.next);
  }

  /** The same page in another language. */
  async again(): Promise<void> {
    await this.#turnTo(this.#after);
  }

  async only(change: Partial<TrailForm>): Promise<void> {
    this.form = { ...emptyTrail(), ...change };
    await this.show();
  }

  async view(unusual: Unusual | null): Promise<void> {
    this.form = { ...$state.snapshot(this.form), unusual };
    await this.show();
  }

  /** The handle and the filter of what is shown: what a file is made of. */
  asked(): { handle: string; form: TrailForm } | null {
    return this.#handle === null ? null : { handle: this.#handle, form: this.#asked };
  }

  async #turnTo(after: string | null): Promise<void> {
    clearTimeout(this.#rest);
    this.#seen();
    const turn = ++this.#turn;
    const answer = await backend.journalPage(this.#handle, this.#asked, after, language());
    if (turn !== this.#turn) return;
    this.problems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return;
    this.page = answer.value;
    this.#after = after;
    this.deep = after !== null;
    this.#handle = answer.value.handle;
    this.#rest = setTimeout(() => this.#seen(), REST_MS);
  }

  #seen(): void {
    const ids = (this.page?.rows ?? []).flatMap((row) => (row.about === null ? [] : [row.about]));
    if (this.#handle !== null && ids.length > 0) void backend.listRested(this.#handle, ids);
  }

  async begin(): Promise<void> {
    const answer = await backend.checkBegin();
    this.checkProblems = answer.ok ? [] : answer.problems;
    if (answer.ok) this.#heard(answer.value);
  }

  async stop(): Promise<void> {
    const answer = await backend.checkStop();
    if (answer.ok) this.#heard(answer.value);
  }

  async #hear(): Promise<void> {
    const answer = await backend.checkState();
    if (answer.ok) this.#heard(answer.value);
  }

  #heard(check: CheckView): void {
    this.check = check;
    clearTimeout(this.#poll);
    if (check.running) this.#poll = setTimeout(() => void this.#hear(), POLL_MS);
  }
}

export const journal = new Journal();
