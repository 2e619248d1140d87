// S5: the list under one handle per visit of the screen. It decides nothing.
import * as backend from "../backend";
import type {
  Command,
  NoticeReason,
  NoticeRow,
  NoticesPage,
  Problem,
  UntoldRow,
} from "../backend/types";
import { language } from "../words/index.svelte";
import type { Filter } from "./words";

const REST_MS = 600;

class Notices {
  page = $state<NoticesPage | null>(null);
  rows = $state<NoticeRow[]>([]);
  untold = $state<UntoldRow[]>([]);
  /** What became of those of the last thirty days. */
  figures = $state<NoticeReason[]>([]);
  filter = $state<Filter>("queued");
  problems = $state<Problem[]>([]);
  busy = $state(false);
  /** The queue of another desk was taken over. */
  taken = $state(false);
  /** More than the first page is shown. */
  turned = false;
  #handle: string | null = null;
  #turn = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;

  async enter(): Promise<void> {
    this.problems = [];
    this.taken = false;
    await this.ask();
  }

  leave(): void {
    clearTimeout(this.#rest);
    this.#seen();
    this.#turn += 1;
    this.#handle = null;
    this.page = null;
  }

  #seen(): void {
    const ids = [...this.rows, ...this.untold].map((row) => row.of);
    if (this.#handle !== null && ids.length > 0) void backend.listRested(this.#handle, ids);
  }

  /** A page of the list; `after` goes on where the last one ended. */
  async ask(after = ""): Promise<void> {
    clearTimeout(this.#rest);
    const turn = ++this.#turn;
    const form = { filter: this.filter, after };
    const answer = await backend.noticesList(this.#handle, form, language());
    if (turn !== this.#turn) return;
    if (!answer.ok) {
      this.problems = answer.problems;
      return;
    }
    const { rows, untold } = answer.value;
    this.page = answer.value;
    if (after === "") this.figures = answer.value.figures;
    this.turned = after !== "";
    this.rows = after === "" ? rows : [...this.rows, ...rows];
    this.untold = after === "" ? untold : [...this.untold, ...untold];
    this.#handle = answer.value.handle;
    this.#rest = setTimeout(() => this.#seen(), REST_MS);
  }

  /** Everything that waits for another desk goes from this one, stretch by stretch. */
  async takeOver(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    let left = 1;
    while (left > 0) {
      const answer = await backend.noticesTakeOver();
      this.problems = answer.ok ? [] : answer.problems;
      left = answer.ok ? answer.value : 0;
      this.taken = answer.ok;
    }
    this.busy = false;
    await this.ask();
  }

  /** One command; the list is asked again, whatever came of it. */
  async write(command: Command): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const answer = await backend.execute(command, null);
    this.busy = false;
    this.problems = answer.ok ? [] : answer.problems;
    await this.ask();
  }
}

export const notices = new Notices();
