// A file of ready marks, from the choice to the last stretch. Whatever the columns say now counts.
import * as backend from "../backend";
import type { Answer } from "../backend";
import type { Problem, ReadyFileView, ReadyForm } from "../backend/types";
import { language } from "../words/index.svelte";

const CHECK_MS = 300;

export type Done = { marked: number; already: number; refused: number };

export class ReadyFile {
  view = $state<ReadyFileView | null>(null);
  form = $state<ReadyForm | null>(null);
  problems = $state<Problem[]>([]);
  stands = $state<"ready" | "choosing" | "busy">("ready");
  /** The last marking did not come to the end of the file. */
  broken = $state(false);
  /** Rows that were looked at while the file is marked. */
  at = $state(0);
  done = $state<Done | null>(null);
  saved = $state(false);
  #goes = false;
  #left = false;
  #from = 0;
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  of(field: string): Problem[] {
    return [...(this.view?.problems ?? []), ...this.problems].filter((one) => one.field === field);
  }

  async choose(): Promise<void> {
    this.stands = "choosing";
    this.#opened(await backend.readyOpen());
  }

  /** A file out of the folder, as if it had been chosen. */
  async lookAt(file: string): Promise<void> {
    this.#opened(await backend.readyFolderOpen(file));
  }

  #opened(answer: Answer<ReadyFileView | null>): void {
    this.stands = "ready";
    this.problems = answer.ok ? [] : answer.problems;
    if (!answer.ok || answer.value === null) return;
    this.view = answer.value;
    this.form = answer.value.form;
    this.done = null;
    this.broken = false;
    this.saved = false;
  }

  changed(): void {
    clearTimeout(this.#timer);
    this.problems = [];
    this.broken = false;
    this.saved = false;
    this.#from = 0;
    this.#timer = setTimeout(() => void this.look(), CHECK_MS);
  }

  async look(): Promise<void> {
    const turn = ++this.#turn;
    if (!this.view || !this.form || this.stands === "busy") return;
    const form = $state.snapshot(this.form);
    const answer = await backend.readyCheck(this.view.handle, form, this.#from);
    if (turn !== this.#turn) return;
    if (answer.ok) this.view = answer.value;
    else this.problems = answer.problems;
  }

  async turn(from: number): Promise<void> {
    this.#from = from;
    await this.look();
  }

  /** Stretch by stretch, until somebody stops it; what is counted is committed. */
  async mark(): Promise<void> {
    if (!this.view || !this.form || this.stands === "busy") return;
    clearTimeout(this.#timer);
    this.stands = "busy";
    this.broken = false;
    this.#goes = true;
    const form = $state.snapshot(this.form);
    const done: Done = { marked: 0, already: 0, refused: 0 };
    let from: number | null = 0;
    while (from !== null && this.#goes) {
      this.at = from;
      const answer = await backend.readyMark(this.view.handle, form, from);
      if (!answer.ok) {
        this.problems = answer.problems;
        break;
      }
      done.marked += answer.value.marked;
      done.already += answer.value.already;
      done.refused += answer.value.refused;
      this.done = { ...done };
      from = answer.value.next ?? null;
    }
    this.broken = from !== null && done.marked + done.already > 0;
    this.stands = "ready";
    if (!this.#left) await this.look();
  }

  /** After the stretch that is on its way. */
  stop(): void {
    this.#goes = false;
  }

  async save(): Promise<void> {
    if (!this.view || !this.form) return;
    this.saved = false;
    const path = await backend.pickSavePath("ready-rows.csv");
    if (!path.ok) this.problems = path.problems;
    if (!path.ok || path.value === null) return;
    const form = $state.snapshot(this.form);
    const answer = await backend.readySave(this.view.handle, form, path.value, language());
    this.problems = answer.ok ? [] : answer.problems;
    this.saved = answer.ok;
  }

  /** Nobody sees it any more: it ends behind the stretch that is on its way. */
  leave(): void {
    this.#left = true;
    this.stop();
    clearTimeout(this.#timer);
    this.#turn += 1;
  }
}
