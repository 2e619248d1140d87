// Where the desk stands: the last `desk_state`, asked again whenever something was touched.
import * as backend from "../backend";
import type { Action, DeskState, DraftView, Problem } from "../backend/types";
import { remembered } from "../words/index.svelte";

export type Tab =
  | "today"
  | "intake"
  | "patients"
  | "orders"
  | "notices"
  | "expected"
  | "shift"
  | "journal"
  | "staff"
  | "exchange"
  | "settings";

class Desk {
  state = $state<DeskState | null>(null);
  /** Why the desk itself cannot be reached. */
  trouble = $state<Problem[]>([]);
  tab = $state<Tab>("intake");
  /** Drafts offered after sign-in that nobody has answered yet. */
  offered = $state<DraftView[]>([]);
  #spoken = false;

  constructor() {
    const first = backend.firstState();
    if (first) this.#stand(first);
    // A document may come into force while somebody sits here: the page to be read takes the place of the screen.
    backend.onRefused((problems) => {
      if (problems.some((one) => one.code === "acquaintance-needed")) void this.ask();
    });
  }

  #stand(state: DeskState): void {
    this.state = state;
    if (this.#spoken) return;
    this.#spoken = true;
    remembered(state.lang);
  }

  /** Asks where the desk stands. The language is taken once; afterwards the switch rules. */
  async ask(): Promise<void> {
    const answer = await backend.deskState();
    if (!answer.ok) {
      this.trouble = answer.problems;
      return;
    }
    const from = this.state?.phase;
    const entered = from !== "ready" && answer.value.phase === "ready";
    this.trouble = [];
    this.#stand(answer.value);
    if (!entered) return;
    this.offered = answer.value.drafts;
    // A half-typed form keeps its place, set-up leads to the first patient, and from behind the curtain people go on.
    if (from === "sign_in" && this.offered.length === 0 && answer.value.home)
      this.tab = answer.value.home;
  }

  /** A form was left with its draft kept: it is offered at once, not only after the next sign-in. */
  async reoffer(): Promise<void> {
    await this.ask();
    this.offered = this.state?.drafts ?? [];
  }

  /** Whether the role of whoever works includes it. The core asks again at its door. */
  may(action: Action): boolean {
    return this.state?.may.includes(action) ?? false;
  }

  /** Whether the role includes one of these. */
  mayAny(actions: Action[]): boolean {
    return actions.some((one) => this.may(one));
  }

  /** Takes an offered draft off the list: it was continued or dropped. */
  settle(id: string): void {
    this.offered = this.offered.filter((one) => one.id !== id);
  }
}

export const desk = new Desk();
