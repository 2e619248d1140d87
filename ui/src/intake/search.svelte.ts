// The one box: one list handle per focus, rows as the core gives them, and a word to the core when
// a list has rested before somebody's eyes.
import * as backend from "../backend";
import type { PatientRow, Problem, SearchView } from "../backend/types";

const ASK_MS = 120;
const REST_MS = 600;

export class Search {
  view = $state<SearchView | null>(null);
  problems = $state<Problem[]>([]);
  #handle: Promise<string | null> | null = null;
  #ask: ReturnType<typeof setTimeout> | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  #rested = "";

  /** The box received focus: a new handle, unless its list is still open. */
  open(): void {
    this.#handle ??= backend.listOpen().then((answer) => {
      if (answer.ok) return answer.value;
      this.problems = answer.problems;
      return null;
    });
  }

  /** The typed text changed. */
  type(query: string): void {
    clearTimeout(this.#ask);
    clearTimeout(this.#rest);
    this.open();
    const turn = ++this.#turn;
    if (query.trim() === "") {
      this.view = null;
      return;
    }
    this.#ask = setTimeout(() => void this.#run(query, turn), ASK_MS);
  }

  /** Asks at once: a scanner ends with Enter before the keys rest. */
  async now(query: string): Promise<void> {
    clearTimeout(this.#ask);
    if (query.trim() !== "") await this.#run(query, ++this.#turn);
  }

  async #run(query: string, turn: number): Promise<void> {
    const handle = await this.#handle;
    if (handle === null) return;
    const answer = await backend.search(handle, query);
    if (turn !== this.#turn) return;
    this.problems = answer.ok ? [] : answer.problems;
    this.view = answer.ok ? answer.value : null;
    this.#rest = setTimeout(() => void this.#say(), REST_MS);
  }

  async #say(): Promise<void> {
    // Both are read before the wait: the list may be gone after it.
    const people = [...(this.view?.rows ?? []), ...(this.view?.expected ?? [])];
    const ids = [...people.map((row) => row.id), ...(this.view?.orders ?? []).map((row) => row.of)];
    const handle = await this.#handle;
    const key = `${handle}:${ids.join()}`;
    if (handle === null || ids.length === 0 || key === this.#rested) return;
    this.#rested = key;
    await backend.listRested(handle, ids);
  }

  /** The list is left: what stood in it was seen. The next focus opens a new one. */
  leave(): void {
    clearTimeout(this.#ask);
    clearTimeout(this.#rest);
    this.#turn += 1;
    const said = this.#say();
    this.#handle = null;
    this.view = null;
    void said;
  }

  /** The only person expected today whom Enter may take: the typed text is their ИИН in full. */
  get exactExpected(): string | null {
    const rows = this.view?.expected.filter((row) => row.exact) ?? [];
    return rows.length === 1 ? (rows[0]?.id ?? null) : null;
  }

  /** The only row that Enter may take: the typed text is its ИИН or phone in full. */
  get exact(): PatientRow | null {
    const rows = this.view?.rows.filter((row) => row.exact) ?? [];
    return rows.length === 1 ? (rows[0] ?? null) : null;
  }
}
