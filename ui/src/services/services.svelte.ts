// Services as the screen shows them: of one day, what a query finds. Asked again after every change.
import * as backend from "../backend";
import type { Command, Problem, ServiceForm, ServicesView, ServiceView } from "../backend/types";
import { language } from "../words/index.svelte";

const SEARCH_MS = 150;

const nothing = (): ServiceForm => ({
  code: "",
  name_kk: "",
  name_ru: "",
  short: "",
  tube: "",
  price: "",
  fasting: "",
  hint_kk: "",
  hint_ru: "",
  parts: "",
});

/** One service in hand. */
export type InHand = { was: string; from: string; reason: string; form: ServiceForm };

export class Services {
  view = $state<ServicesView | null>(null);
  day = $state("");
  query = $state("");
  problems = $state<Problem[]>([]);
  hand = $state<InHand | null>(null);
  handProblems = $state<Problem[]>([]);
  busy = $state(false);
  #turn = 0;
  #shown = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What is offered on the day that is shown. */
  async ask(from = 0): Promise<void> {
    const turn = ++this.#turn;
    const answer = await backend.servicesView(this.#shown, this.query, from, language());
    if (turn !== this.#turn) return;
    this.problems = answer.ok ? [] : answer.problems;
    if (answer.ok) this.view = answer.value;
  }

  async show(): Promise<void> {
    const before = this.#shown;
    this.#shown = this.day;
    await this.ask();
    // A day that is none leaves what is shown.
    if (this.problems.length > 0) this.#shown = before;
  }

  typed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.ask(), SEARCH_MS);
  }

  take(service: ServiceView | null): void {
    const form = service ? { ...service.form } : nothing();
    this.hand = { was: form.code, from: "", reason: "", form };
    this.handProblems = [];
  }

  async save(): Promise<void> {
    if (!this.hand) return;
    const { was, from, form } = $state.snapshot(this.hand);
    await this.#write({ do: "set_service", was, from, service: form });
  }

  async drop(): Promise<void> {
    if (!this.hand) return;
    const { was, from, reason } = $state.snapshot(this.hand);
    await this.#write({ do: "drop_service", code: was, from, reason });
  }

  async #write(command: Command): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const answer = await backend.execute(command, null);
    this.busy = false;
    this.handProblems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return;
    this.hand = null;
    await this.ask(this.view?.from ?? 0);
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }
}
