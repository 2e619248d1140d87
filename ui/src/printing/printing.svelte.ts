// What is not printed yet, asked after each print and while a printer still has something of ours; and what came out with
// the last save.
import * as backend from "../backend";
import type { Problem, Receipt, SavedPaper, UnprintedView } from "../backend/types";

/** How often a printer is asked, in milliseconds. */
const AGAIN = 3000;

class Printing {
  rows = $state<UnprintedView[]>([]);
  problems = $state<Problem[]>([]);
  /** What was to come out with the last save. */
  #asked = $state<SavedPaper[]>([]);
  busy = $state(false);
  /** What was saved last, with or without printing; whoever comes after the curtain does not print it. */
  last = $state<Receipt | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  async ask(): Promise<void> {
    clearTimeout(this.#timer);
    const answer = await backend.unprinted();
    // Whoever may print nothing has no list, and a desk that was locked meanwhile neither.
    this.rows = answer.ok ? answer.value : [];
    const goesOn = this.rows.some((one) => one.state === "queued" || one.state === "stuck");
    if (goesOn) this.#timer = setTimeout(() => void this.ask(), AGAIN);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.last = null;
    this.#forget();
  }

  /** Something was saved, or somebody left with nothing new: what was said of the one before is over. */
  saved(receipt: Receipt | null): void {
    this.last = receipt;
    this.#forget();
  }

  /** An order went away: its papers are taken back from the printers, and nothing is said of them any more. */
  async gone(order: string): Promise<void> {
    if (this.last?.order?.id === order) this.saved(null);
    await this.ask();
  }

  #forget(): void {
    this.#turn += 1;
    this.#asked = [];
    this.problems = [];
    this.busy = false;
  }

  /** What came out with the last save, and what did not: as the list knows it, as long as a paper stands there. */
  get after(): SavedPaper[] {
    return this.#asked.map((one) => {
      const row = this.rows.find((row) => row.id === one.row);
      return row ? { ...one, state: row.state, reason: row.reason } : { ...one, state: "out" };
    });
  }

  /** Whether what is said belongs to this card, or to this order without one. */
  isOf(subject: string): boolean {
    return this.last?.subject === subject;
  }

  /** Prints what belongs to the last save, once more when it was printed before. */
  async printLast(): Promise<void> {
    const receipt = $state.snapshot(this.last);
    if (!receipt || this.busy) return;
    const turn = ++this.#turn;
    this.busy = true;
    const answer = await backend.printSaved(receipt);
    await this.ask();
    // The next patient was saved meanwhile: what is said belongs to the list alone.
    if (turn !== this.#turn) return;
    this.busy = false;
    this.#asked = answer.ok ? answer.value : [];
    this.problems = answer.ok ? [] : answer.problems;
  }

  /** Prints rows once more, one after the other; each is an entry of its own. */
  async again(ids: string[]): Promise<void> {
    const problems: Problem[] = [];
    for (const id of ids) {
      const answer = await backend.printAgain(id);
      if (!answer.ok) problems.push(...answer.problems);
    }
    const codes = new Set<string>();
    this.problems = problems.filter((one) => !codes.has(one.code) && codes.add(one.code));
    await this.ask();
  }

  async drop(id: string): Promise<void> {
    const answer = await backend.printDrop(id);
    if (answer.ok) this.#asked = this.#asked.filter((one) => one.row !== id);
    this.problems = answer.ok ? [] : answer.problems;
    await this.ask();
  }
}

export const printing = new Printing();
