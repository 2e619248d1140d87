// A price list from its file to the list in force. Whatever the columns say now counts; what was asked before is dropped.
import * as backend from "../backend";
import type { Problem, ServiceImportForm, ServiceImportView } from "../backend/types";
import { language } from "../words/index.svelte";

const CHECK_MS = 300;
const MISSING = ["text-required", "date-required"];

export class ServicesImport {
  view = $state<ServiceImportView | null>(null);
  form = $state<ServiceImportForm | null>(null);
  problems = $state<Problem[]>([]);
  stands = $state<"ready" | "choosing" | "busy">("ready");
  saved = $state(false);
  #tried = $state(false);
  #bad = 0;
  #changes = 0;
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What stands against the list at a field, as far as it is to be said. */
  at(field: string): Problem[] {
    const all = [...(this.view?.problems ?? []), ...this.problems];
    const here = all.filter((one) => one.field === field);
    const said = new Map(here.map((one) => [one.code, one]));
    return [...said.values()].filter((one) => this.#tried || !MISSING.includes(one.code));
  }

  async choose(): Promise<void> {
    this.stands = "choosing";
    const answer = await backend.servicesOpen(language());
    this.stands = "ready";
    this.problems = answer.ok ? [] : answer.problems;
    if (!answer.ok || answer.value === null) return;
    const was = this.form;
    this.view = answer.value;
    const { name, valid_from, one_name } = was ?? answer.value.form;
    this.form = { ...answer.value.form, name, valid_from, one_name };
    this.#tried = false;
  }

  /** After every change: what the list would come to. */
  changed(): void {
    clearTimeout(this.#timer);
    this.saved = false;
    this.problems = [];
    if (this.stands !== "busy") this.stands = "ready";
    this.#bad = 0;
    this.#changes = 0;
    this.#timer = setTimeout(() => void this.look(), CHECK_MS);
  }

  async look(): Promise<void> {
    const turn = ++this.#turn;
    if (!this.view || !this.form) return;
    const form = $state.snapshot(this.form);
    const answer = await backend.servicesCheck(
      this.view.handle,
      form,
      this.#bad,
      this.#changes,
      language(),
    );
    if (turn !== this.#turn) return;
    if (answer.ok) this.view = answer.value;
    else this.problems = answer.problems;
  }

  async turnBad(from: number): Promise<void> {
    this.#bad = from;
    await this.look();
  }

  async turnChanges(from: number): Promise<void> {
    this.#changes = from;
    await this.look();
  }

  async issue(): Promise<boolean> {
    if (!this.view || !this.form || this.stands === "busy") return false;
    this.#tried = true;
    clearTimeout(this.#timer);
    this.stands = "busy";
    const answer = await backend.servicesImport(this.view.handle, $state.snapshot(this.form));
    this.problems = answer.ok ? [] : answer.problems;
    this.stands = "ready";
    if (!answer.ok) await this.look();
    return answer.ok;
  }

  async save(): Promise<void> {
    if (!this.view || !this.form) return;
    this.saved = false;
    const path = await backend.pickSavePath("services-rows.csv");
    if (!path.ok) this.problems = path.problems;
    if (!path.ok || path.value === null) return;
    const form = $state.snapshot(this.form);
    const answer = await backend.servicesSave(this.view.handle, form, path.value, language());
    this.problems = answer.ok ? [] : answer.problems;
    this.saved = answer.ok;
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }
}
