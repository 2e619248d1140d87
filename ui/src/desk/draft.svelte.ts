// Keeps a half-filled form 400 ms after the last key, so that a lock or a crash loses nothing.
import * as backend from "../backend";
import type { Problem } from "../backend/types";

const REST_MS = 400;

/** One form's draft: `keep` after each change, `forget` once the form is saved or left. */
export class Draft {
  id: string | null = null;
  /** Why the last keeping failed; a person must know that what they type is not safe. */
  problems = $state<Problem[]>([]);
  #form: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due: (() => void) | null = null;
  #turn = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(form: string) {
    this.#form = form;
  }

  /** Keeps what `kept` says once the keys rest. */
  keep(subject: string | null, kept: () => unknown): void {
    clearTimeout(this.#timer);
    const turn = this.#turn;
    this.#due = () => {
      this.#due = null;
      const now = kept();
      // One after the other: the second keep must know the id that the first one brought.
      this.#last = this.#last.then(async () => {
        if (turn !== this.#turn) return;
        const answer = await backend.draftKeep(this.id, this.#form, subject, now);
        if (turn !== this.#turn) return;
        this.problems = answer.ok ? [] : answer.problems;
        if (answer.ok) this.id = answer.value;
      });
    };
    this.#timer = setTimeout(this.#due, REST_MS);
  }

  /** Keeps at once what is still due: somebody locks the desk. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#due?.();
    await this.#last;
  }

  /** The id for `execute`, once whatever is on its way has arrived. */
  async settle(): Promise<string | null> {
    // What is due is kept first: a save that is refused leaves it as safe as it was.
    await this.flush();
    return this.id;
  }

  /** This form is left. `kept`: the core has dropped its draft with the save, or keeps it to be
   * offered again; `drop`: the person gave the form up. */
  forget(how: "kept" | "drop"): void {
    clearTimeout(this.#timer);
    this.#due = null;
    this.#turn += 1;
    if (how === "drop" && this.id) void backend.draftDrop(this.id);
    this.id = null;
    this.problems = [];
  }
}
