// What is not printed yet: asked after each print, and again while a printer still has something of ours.
import * as backend from "../backend";
import type { Problem, UnprintedView } from "../backend/types";

/** How often a printer is asked, in milliseconds. */
const AGAIN = 3000;

class Printing {
  rows = $state<UnprintedView[]>([]);
  problems = $state<Problem[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;

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
    this.problems = answer.ok ? [] : answer.problems;
    await this.ask();
  }
}

export const printing = new Printing();
