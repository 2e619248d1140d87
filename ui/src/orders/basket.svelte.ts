// What is ordered while it is typed: codes and the terms beside them. Names, prices and sums come from the core.
import * as backend from "../backend";
import type {
  BasketView,
  FavouriteView,
  OrderForm,
  OrderName,
  Problem,
  ServiceView,
} from "../backend/types";
import { language } from "../words/index.svelte";

const ASK_MS = 120;
/** Offers that stand under the box. */
const OFFERS = 8;

export const emptyOrder = (): OrderForm => ({
  codes: [],
  cito: false,
  funding: "paid",
  counterparty: "",
  referrer: "",
  sampled_at: "",
  receipt: "",
  paper: null,
});

/** What the core says of a field that is simply empty is said when somebody saves, not before. */
const EARLY = new Set(["order-services-none", "order-counterparty-required"]);

export class Basket {
  form = $state<OrderForm>(emptyOrder());
  view = $state<BasketView | null>(null);
  query = $state("");
  offers = $state<ServiceView[]>([]);
  favourites = $state<FavouriteView[]>([]);
  /** What was refused when somebody saved. */
  problems = $state<Problem[]>([]);
  said = $state<"nothing" | "not_code" | "no_last" | "no_card">("nothing");
  /** The order that is said anew; absent for a new one. */
  #changed: OrderName | null = null;
  #turn = 0;
  #ask: ReturnType<typeof setTimeout> | undefined;

  /** Whether anything was said: only then it is sent. */
  get begun(): boolean {
    const { funding, ...form } = $state.snapshot(this.form);
    const { funding: _, ...empty } = emptyOrder();
    return funding !== "paid" || JSON.stringify(form) !== JSON.stringify(empty);
  }

  /** What is sent: nothing where nothing was said. */
  get spoken(): OrderForm | null {
    return this.begun ? $state.snapshot(this.form) : null;
  }

  /** What stands against a field. */
  at(field: string): Problem[] {
    const live = (this.view?.problems ?? []).filter((one) => !EARLY.has(one.code));
    const all = [...this.problems, ...live].filter((one) => one.field === field);
    const said = new Map(all.map((one) => [JSON.stringify([one.code, one.args]), one]));
    return [...said.values()];
  }

  begin(form: OrderForm, changed: OrderName | null = null): void {
    this.form = form;
    this.#changed = changed;
    this.query = "";
    this.offers = [];
    this.problems = [];
    this.said = "nothing";
    this.view = null;
    if (this.begun) void this.price();
  }

  /** The nine services at hand. */
  async atHand(): Promise<void> {
    const answer = await backend.servicesView("", "", 0, language());
    if (answer.ok) this.favourites = answer.value.favourites.filter((one) => one.name !== "");
  }

  /** The box changed: what may be meant, once the keys rest. */
  typed(): void {
    clearTimeout(this.#ask);
    this.said = "nothing";
    const turn = ++this.#turn;
    if (this.query.trim() === "") {
      this.offers = [];
      return;
    }
    this.#ask = setTimeout(() => void this.#find(turn), ASK_MS);
  }

  async #find(turn: number): Promise<void> {
    const answer = await backend.servicesView("", this.query, 0, language());
    if (turn !== this.#turn) return;
    this.offers = answer.ok ? answer.value.rows.slice(0, OFFERS) : [];
    if (!answer.ok) this.problems = answer.problems;
  }

  /** Enter: the service whose very code stands in the box. Never one that is merely like it. */
  async take(): Promise<boolean> {
    const typed = this.query.trim();
    if (typed === "") return false;
    clearTimeout(this.#ask);
    await this.#find(++this.#turn);
    const answer = await this.#priced([typed]);
    const line = answer?.lines[0];
    if (!line) {
      this.said = "not_code";
      return false;
    }
    this.add(line.code);
    return true;
  }

  #priced(codes: string[]): Promise<BasketView | null> {
    // On paper the list of that day counts.
    const form = { ...emptyOrder(), codes, paper: $state.snapshot(this.form.paper) };
    return backend
      .ordersBasket(form, null, language())
      .then((answer) => (answer.ok ? answer.value : null));
  }

  add(code: string): void {
    this.query = "";
    this.offers = [];
    this.#turn += 1;
    this.#put(code);
  }

  /** A scanned code: the service that has it, whatever stands half-typed in the box. */
  async scanned(code: string): Promise<boolean> {
    const line = (await this.#priced([code]))?.lines[0];
    if (line) this.#put(line.code);
    return line !== undefined;
  }

  #put(code: string): void {
    if (!this.form.codes.includes(code)) this.form.codes.push(code);
    this.said = "nothing";
    this.problems = [];
    void this.price();
  }

  /** It began on paper, or after all it did not. */
  fromPaper(is: boolean): void {
    this.form.paper = is ? { number: "", taken_at: "" } : null;
    this.problems = [];
    void this.price();
  }

  drop(code: string): void {
    this.form.codes = this.form.codes.filter((one) => one !== code);
    this.problems = [];
    void this.price();
  }

  /** «Как в прошлый раз»: what the card was ordered last, beside what stands here already. */
  async last(card: string | null): Promise<boolean> {
    if (card === null) {
      this.said = "no_card";
      return false;
    }
    const answer = await backend.ordersLast(card);
    if (!answer.ok) {
      this.problems = answer.problems;
      return false;
    }
    if (answer.value.length === 0) this.said = "no_last";
    for (const code of answer.value) {
      if (!this.form.codes.includes(code)) this.form.codes.push(code);
    }
    this.problems = [];
    await this.price();
    return answer.value.length > 0;
  }

  /** Names, prices and sums of what is said now. */
  async price(): Promise<void> {
    const form = $state.snapshot(this.form);
    const answer = await backend.ordersBasket(form, this.#changed, language());
    // What was asked before a later change is dropped.
    if (JSON.stringify(form) !== JSON.stringify($state.snapshot(this.form))) return;
    if (answer.ok) this.view = answer.value;
    else this.problems = answer.problems;
  }
}
