// S4: the list under one handle per visit of the tab, and the order that is open. It decides nothing.
import * as backend from "../backend";
import type {
  Command,
  OrderName,
  OrderRow,
  OrderTube,
  OrderView,
  OrdersPage,
  Problem,
} from "../backend/types";
import { desk } from "../desk/desk.svelte";
import { printing } from "../printing/printing.svelte";
import { language } from "../words/index.svelte";

const REST_MS = 600;

export type Doing =
  "nothing" | "hand_over" | "cancel" | "reopen" | "change" | "pay" | "unpay" | "move";

class Orders {
  page = $state<OrdersPage | null>(null);
  rows = $state<OrderRow[]>([]);
  filter = $state("all");
  number = $state("");
  /** What a scanned number does. */
  scanner = $state<"find" | "ready">("find");
  open = $state<OrderView | null>(null);
  doing = $state<Doing>("nothing");
  problems = $state<Problem[]>([]);
  listProblems = $state<Problem[]>([]);
  saved = $state(false);
  /** Tubes whose labels tell of before, by their order; remembered until they are printed anew. */
  #owed = $state<Record<string, OrderTube[]>>({});
  /** The number that a scan has marked last. */
  marked = $state("");
  busy = $state(false);
  /** What is to be opened when the tab is entered. */
  #wanted: { id: string; of: string } | string | null = null;
  #handle: string | null = null;
  #turn = 0;
  /** What stands in the list: those of a filter, or of a number. */
  #asked = { filter: "all", number: "" };
  #rest: ReturnType<typeof setTimeout> | undefined;

  /** Somebody asked for an order elsewhere: by its row, or by a scanned number. */
  show(wanted: { id: string; of: string } | string): void {
    this.#wanted = wanted;
    if (desk.tab === "orders") void this.enter();
    else desk.tab = "orders";
  }

  async enter(): Promise<void> {
    const wanted = this.#wanted;
    this.#wanted = null;
    this.saved = false;
    this.marked = "";
    await this.ask();
    if (typeof wanted === "string") await this.find(wanted);
    else if (wanted) await this.take(wanted);
  }

  leave(): void {
    clearTimeout(this.#rest);
    this.#seen();
    this.#turn += 1;
    this.#handle = null;
    this.open = null;
    this.doing = "nothing";
  }

  #seen(): void {
    const ids = this.rows.map((row) => row.of);
    if (this.#handle !== null && ids.length > 0) void backend.listRested(this.#handle, ids);
  }

  /** A page of the list; `after` goes on where the last one ended. */
  async ask(after = ""): Promise<void> {
    clearTimeout(this.#rest);
    const turn = ++this.#turn;
    this.#asked = { filter: this.filter, number: "" };
    const answer = await backend.ordersList(this.#handle, { ...this.#asked, after });
    if (turn !== this.#turn) return;
    this.listProblems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return;
    this.page = answer.value;
    this.rows = after === "" ? answer.value.rows : [...this.rows, ...answer.value.rows];
    this.#handle = answer.value.handle;
    this.#rest = setTimeout(() => this.#seen(), REST_MS);
  }

  /** Those of a number: one is opened, of several a person chooses. */
  async find(number: string): Promise<void> {
    const turn = ++this.#turn;
    this.#asked = { filter: "all", number };
    const answer = await backend.ordersList(this.#handle, { ...this.#asked, after: "" });
    if (turn !== this.#turn) return;
    this.listProblems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return;
    this.page = answer.value;
    this.rows = answer.value.rows;
    this.#handle = answer.value.handle;
    this.#rest = setTimeout(() => this.#seen(), REST_MS);
    const [first, second] = this.rows;
    if (first && !second) await this.take(first);
  }

  async scanned(number: string): Promise<void> {
    this.marked = "";
    if (this.scanner === "find") return this.find(number);
    const answer = await backend.execute(
      { do: "mark_ready", order: { number, id: null, of: null } },
      null,
    );
    this.listProblems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return;
    await this.ask();
    const row = this.rows.find((one) => one.number.replaceAll(" ", "") === number);
    this.marked = row?.number ?? number;
    // What stands open beside the list would tell of before.
    if (row && this.open?.row.id === row.id) await this.take(row);
  }

  async take(row: { id: string; of: string }): Promise<void> {
    const answer = await backend.orderOpen(row.id, row.of, language());
    this.listProblems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return;
    this.open = answer.value;
    this.begin("nothing");
  }

  begin(doing: Doing): void {
    this.doing = doing;
    this.problems = [];
    this.saved = false;
  }

  get name(): OrderName {
    const row = this.open?.row;
    return { number: "", id: row?.id ?? null, of: row?.of ?? null };
  }

  at(field: string): Problem[] {
    return this.problems.filter((one) => one.field === field);
  }

  /** What stands in the list is asked for anew, as far as it was turned: nobody's page goes under their eyes. */
  async again(): Promise<void> {
    const turn = ++this.#turn;
    let rows: OrderRow[] = [];
    for (let after: string | null = ""; after !== null;) {
      const answer = await backend.ordersList(this.#handle, { ...this.#asked, after });
      if (turn !== this.#turn) return;
      this.listProblems = answer.ok ? [] : answer.problems;
      if (!answer.ok) return;
      [this.page, this.#handle] = [answer.value, answer.value.handle];
      rows = [...rows, ...answer.value.rows];
      after = rows.length < this.rows.length ? answer.value.next : null;
    }
    this.rows = rows;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#seen(), REST_MS);
  }

  /** On another card, or hurried, every label is another one; of other services only that of a further tube. */
  #owes(before: OrderView, now: OrderView, moved: boolean): void {
    const known = new Set(before.tubes.map((one) => one.word));
    const isAll = moved || before.row.cito !== now.row.cito;
    const owed = new Set(this.relabel.map((one) => one.word));
    this.#owed[now.row.id] = now.tubes.filter(
      (one) => isAll || owed.has(one.word) || !known.has(one.word),
    );
  }

  /** Tubes of the open order whose labels tell of before. */
  get relabel(): OrderTube[] {
    return (this.open && this.#owed[this.open.row.id]) ?? [];
  }

  /** The labels of an order were printed anew. */
  relabelled(order: string): void {
    this.#owed[order] = [];
  }

  /** One command about the open order; afterwards it stands as the core tells it. */
  async write(command: Command): Promise<boolean> {
    if (this.busy || !this.open) return false;
    this.busy = true;
    const before = this.open;
    const { id, of } = before.row;
    const answer = await backend.execute(command, null);
    this.busy = false;
    this.problems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return false;
    const to = command.do === "move_order" && command.to ? command.to : of;
    await this.again();
    await this.take({ id, of: to });
    if (this.open) this.#owes(before, this.open, to !== of);
    if (command.do === "move_order" || command.do === "cancel_order") void printing.gone(id);
    this.saved = true;
    return true;
  }
}

export const orders = new Orders();
