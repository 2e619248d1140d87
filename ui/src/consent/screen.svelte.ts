// The patient's screen as the registrar sees it: the last `patient_state`, asked again whenever the shell says that
// something happened there. What the patient answers is put into the form of whoever is being asked.
import * as backend from "../backend";
import type { ConsentForm, PageForm, Problem, ScreenView } from "../backend/types";

/** Whose form the answer goes into. */
export type Asker = { hear: (state: ScreenView) => void };

class Screen {
  state = $state.raw<ScreenView | null>(null);
  /** Why it could not be shown. */
  problems = $state<Problem[]>([]);
  /** Large letters, set beforehand by the registrar. */
  large = $state(false);
  #last: Promise<unknown> = Promise.resolve();
  #asker = $state.raw<Asker | null>(null);

  /** The window stands there: F7 shows the page at once. */
  get ready(): boolean {
    return this.state?.window === "open";
  }

  async ask(): Promise<void> {
    this.#stand(await backend.patientState());
  }

  async open(): Promise<void> {
    this.#stand(await backend.patientOpen());
  }

  /** Puts the page before the patient. `kept`: what a draft brought back, half answered. */
  async show(
    asker: Asker,
    of: PageForm,
    draft: string | null,
    kept: ConsentForm | null,
  ): Promise<void> {
    this.#asker = asker;
    // One after the other: the last that was asked for is the one that stands there.
    const turn = this.#last.then(() => backend.patientShow(of, this.large, draft, kept));
    this.#last = turn;
    this.#stand(await turn);
  }

  /** Takes it off again: the registrar goes on without it. */
  async stop(asker: Asker): Promise<void> {
    if (this.#asker !== asker) return;
    this.#asker = null;
    await backend.patientStop();
    await this.ask();
  }

  /** Is this form the one that is being asked for? */
  asks(asker: Asker): boolean {
    return this.#asker === asker;
  }

  #stand(answer: Awaited<ReturnType<typeof backend.patientState>>): void {
    this.problems = answer.ok ? [] : answer.problems;
    if (!answer.ok) return;
    this.state = answer.value;
    // The patient may have chosen the letters meanwhile.
    if (this.#asker && answer.value.talk) this.large = answer.value.large;
    this.#asker?.hear(answer.value);
  }
}

export const screen = new Screen();
