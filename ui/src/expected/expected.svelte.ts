// Who is expected on a day: one list handle per visit of the tab, the form of one more person, and a word to the core
// when a page has rested before somebody's eyes. It decides nothing.
import * as backend from "../backend";
import type { Command, ExpectedDay, ExpectedForm, Problem } from "../backend/types";
import { desk } from "../desk/desk.svelte";
import { Draft } from "../desk/draft.svelte";
import { language } from "../words/index.svelte";

const REST_MS = 600;

export type Doing = "list" | "add" | "import" | "sheet" | "days";

export const emptyExpected = (): ExpectedForm => ({
  surname: "",
  name: "",
  patronymic: "",
  iin: "",
  birth_date: "",
  phone: "",
  planned_on: "",
  booker: "",
  payer: "",
  counterparty: "",
  services: "",
  list: "",
});

class Expected {
  view = $state<ExpectedDay | null>(null);
  /** The day as it stands in its field. */
  day = $state("");
  doing = $state<Doing>("list");
  form = $state<ExpectedForm>(emptyExpected());
  problems = $state<Problem[]>([]);
  dayProblems = $state<Problem[]>([]);
  saved = $state(false);
  busy = $state(false);
  draft = new Draft("expected");
  #handle: string | null = null;
  #turn = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;

  /** The tab was opened: a new list, on the day that was looked at last. */
  async enter(): Promise<void> {
    this.#handle = null;
    this.saved = false;
    await this.show(this.view?.day ?? "");
  }

  /** The tab is left: whoever stood on the page was seen. */
  leave(): void {
    clearTimeout(this.#rest);
    this.#seen();
    this.#turn += 1;
    this.#handle = null;
  }

  async show(day: string, from = 0): Promise<void> {
    clearTimeout(this.#rest);
    const turn = ++this.#turn;
    const answer = await backend.expectedList(this.#handle, day, from, language());
    if (turn !== this.#turn) return;
    this.dayProblems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return;
    this.view = answer.value;
    this.day = answer.value.day;
    this.#handle = answer.value.handle;
    this.#rest = setTimeout(() => this.#seen(), REST_MS);
  }

  #seen(): void {
    const ids = this.view?.rows.map((row) => row.id) ?? [];
    if (this.#handle !== null && ids.length > 0) void backend.listRested(this.#handle, ids);
  }

  /** The same page again, after something changed. */
  async again(): Promise<void> {
    if (this.view) await this.show(this.view.day, this.view.from);
  }

  begin(doing: Doing): void {
    this.problems = [];
    this.saved = false;
    this.doing = doing;
    if (doing === "add" && this.form.planned_on === "") this.form.planned_on = this.view?.day ?? "";
  }

  /** Back to the list; a half-typed person stays kept. */
  back(): void {
    if (this.doing === "add") this.draft.forget("kept");
    this.form = emptyExpected();
    this.begin("list");
    void desk.reoffer();
  }

  typed(): void {
    this.saved = false;
    this.draft.keep(null, () => $state.snapshot(this.form));
  }

  /** Continues somebody who was left half-typed. */
  async resume(id: string): Promise<void> {
    const answer = await backend.draftOpen(id);
    this.problems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return;
    try {
      this.form = { ...emptyExpected(), ...(JSON.parse(answer.value) as Partial<ExpectedForm>) };
    } catch {
      return;
    }
    this.draft.id = id;
    desk.settle(id);
    this.begin("add");
  }

  /** Lists the person who was typed; the next one may be of the same list. */
  async add(): Promise<boolean> {
    const { planned_on, counterparty, payer, booker, list } = $state.snapshot(this.form);
    const draft = await this.draft.settle();
    const expected = $state.snapshot(this.form);
    if (!(await this.write({ do: "expect", expected }, draft))) return false;
    this.draft.forget("kept");
    this.form = { ...emptyExpected(), planned_on, counterparty, payer, booker, list };
    return true;
  }

  /** One command; the list stands as the core tells it afterwards. */
  async write(command: Command, draft: string | null = null): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    const answer = await backend.execute(command, draft);
    this.busy = false;
    this.problems = answer.ok ? [] : answer.problems;
    this.saved = answer.ok;
    if (answer.ok) await this.again();
    return answer.ok;
  }
}

export const expected = new Expected();
