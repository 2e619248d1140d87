// One edition that is being typed, of the policy or of a document: kept as a draft, compared text with text while
// the keys rest, published. What differs and whether it may be published is the core's rule.
import * as backend from "../backend";
import type {
  Both,
  Command,
  DifferenceView,
  DocumentForm,
  EditionStands,
  PolicyForm,
  Problem,
} from "../backend/types";
import { desk } from "../desk/desk.svelte";
import { Draft } from "../desk/draft.svelte";

const REST_MS = 300;

/** What every list of editions shows of one. */
export type EditionRow = {
  entry: string;
  code: string;
  revision: string;
  effective_from: string;
  title: Both;
  stands: EditionStands;
  published_at: string;
  published_by: string;
};

export class Edition<F extends PolicyForm | DocumentForm> {
  form = $state<F | null>(null);
  problems = $state<Problem[]>([]);
  differences = $state<DifferenceView[]>([]);
  busy = $state(false);
  draft: Draft;
  #name: string;
  #command: (form: F) => Command;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(name: string, command: (form: F) => Command) {
    this.#name = name;
    this.#command = command;
    this.draft = new Draft(name);
  }

  /** The half-typed edition of whoever works, if there is one that is not open here. */
  get offered() {
    return desk.state?.drafts.find((one) => one.form === this.#name && one.id !== this.draft.id);
  }

  begin(form: F): void {
    this.draft.forget("kept");
    this.form = form;
    this.problems = [];
    this.differences = [];
    void this.compare();
  }

  /** Something was typed. */
  changed(): void {
    this.draft.keep(null, () => $state.snapshot(this.form));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.compare(), REST_MS);
  }

  /** Asks where the texts differ. What was ticked belongs to the list that was read. */
  async compare(): Promise<void> {
    if (!this.form) return;
    const turn = ++this.#turn;
    const { kk, ru } = this.form.text;
    const answer = await backend.differences(kk, ru);
    if (turn !== this.#turn || !this.form || !answer.ok) return;
    const before = JSON.stringify(this.differences);
    this.differences = answer.value;
    if (before !== "[]" && before !== JSON.stringify(answer.value)) {
      this.form.differences_seen = false;
    }
  }

  /** Takes up what was left half-typed. */
  async resume(id: string): Promise<void> {
    const answer = await backend.draftOpen(id);
    if (!answer.ok) {
      this.problems = answer.problems;
      return;
    }
    try {
      this.begin({ ...(JSON.parse(answer.value) as F), differences_seen: false });
      this.draft.id = id;
    } catch {
      // A torn draft is offered no more: what it says cannot be read.
      void backend.draftDrop(id);
    }
  }

  /** Drops what is offered. */
  async drop(id: string): Promise<void> {
    await backend.draftDrop(id);
    await desk.ask();
  }

  /** One step back; what was typed stays kept. */
  async leave(): Promise<void> {
    await this.draft.flush();
    this.#end();
    await desk.ask();
  }

  /** The revision that was published, or nothing. */
  async publish(): Promise<string | null> {
    if (this.busy || !this.form) return null;
    this.busy = true;
    const { revision } = this.form;
    const draft = await this.draft.settle();
    const answer = await backend.execute(this.#command($state.snapshot(this.form) as F), draft);
    this.busy = false;
    this.problems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return null;
    this.#end();
    await desk.ask();
    return revision;
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.draft.forget("kept");
    this.form = null;
    this.problems = [];
    this.differences = [];
  }
}

export const policyEdition = new Edition<PolicyForm>("policy", (policy) => ({
  do: "publish_policy",
  policy,
}));
export const documentEdition = new Edition<DocumentForm>("document", (document) => ({
  do: "publish_document",
  document,
}));
