// First run as one flow of short steps. Which phase the desk is in decides the late steps; the
// early ones (nothing written yet) are counted here.
import * as backend from "../backend";
import type { Phase, Problem, SetupForm } from "../backend/types";
import { desk } from "../desk/desk.svelte";

export const STEPS = [
  "language",
  "organisation",
  "desk",
  "manager",
  "create",
  "kit",
  "policy",
  "patient",
] as const;
export type Step = (typeof STEPS)[number];

/** The vault knows no fields of a form: its refusals are shown beside what they are about. */
const FIELD_OF: Record<string, string> = {
  "vault-password-short": "password",
  "vault-password-long": "password",
  "vault-login-form": "login",
  "vault-login-taken": "login",
};

/** A problem with the field beside which it is mended. */
export function placed(problem: Problem): Problem {
  return { ...problem, field: problem.field ?? FIELD_OF[problem.code] ?? null };
}

/** Which step shows a field of the set-up form: the names are those of the core's refusals. */
const STEP_OF: Record<string, Step> = {
  desk_name: "desk",
  site: "desk",
  prefix: "desk",
  manager_name: "manager",
  login: "manager",
  password: "manager",
};

function empty(): SetupForm {
  return {
    organisation: {
      name: { kk: "", ru: "" },
      number: "",
      address: { kk: "", ru: "" },
      phone: "",
      email: "",
    },
    desk_name: "",
    site: "",
    prefix: "100",
    manager_name: "",
    login: "",
  };
}

export class SetupFlow {
  form = $state<SetupForm>(empty());
  password = $state("");
  again = $state("");
  problems = $state<Problem[]>([]);
  busy = $state(false);
  #early = $state<Step>("language");

  /** The step on the screen. */
  get step(): Step {
    const phase: Phase | undefined = desk.state?.phase;
    if (phase === "kit" || phase === "new_kit") return "kit";
    if (phase === "policy") return "policy";
    return this.#early;
  }

  /** Takes up what was kept of organisation and desk before the program was closed. */
  async resume(): Promise<void> {
    const answer = await backend.setupSaved();
    if (!answer.ok || !answer.value) return;
    try {
      const kept = JSON.parse(answer.value) as Partial<SetupForm>;
      const base = empty();
      this.form = {
        ...base,
        ...kept,
        organisation: { ...base.organisation, ...kept.organisation },
        manager_name: "",
        login: "",
      };
    } catch {
      // A torn file is only a lost convenience: the steps begin empty.
    }
  }

  /** One step on; organisation and desk are kept, never a person and never a password. */
  async next(): Promise<void> {
    const from = this.step;
    if (from === "organisation" || from === "desk") {
      const { organisation, desk_name, site, prefix } = $state.snapshot(this.form);
      await backend.setupKeep({ organisation, desk_name, site, prefix });
    }
    this.#early = STEPS[STEPS.indexOf(from) + 1] ?? from;
  }

  back(): void {
    this.#early = STEPS[Math.max(0, STEPS.indexOf(this.#early) - 1)] ?? "language";
  }

  goTo(step: Step): void {
    if (STEPS.indexOf(step) <= STEPS.indexOf("create")) this.#early = step;
  }

  at(field: string): Problem[] {
    return this.problems.filter((one) => one.field === field);
  }

  /** Where a problem is mended. */
  stepOf(problem: Problem): Step | null {
    if (!problem.field) return null;
    return STEP_OF[problem.field] ?? "organisation";
  }

  /** Makes vault, database and journal. */
  async create(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const answer = await backend.setup($state.snapshot(this.form), this.password);
    this.busy = false;
    this.problems = answer.ok ? [] : answer.problems.map(placed);
    if (!answer.ok) return;
    this.password = "";
    this.again = "";
    await desk.ask();
  }
}
