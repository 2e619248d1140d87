// What stands on the patient's screen: asked of the core, never remembered here. Touches go one after another, so
// that a stroke is kept before the next one is accepted.
import * as backend from "../backend/patient";
import type { Act, PatientView } from "../backend/types";
import { speak } from "../words/index.svelte";

/** A page that shows somebody says that it is there. */
const BEAT_MS = 300;

export class Patient {
  view = $state.raw<PatientView | null>(null);
  /** Code of what the last touch was refused with. */
  problem = $state<string | null>(null);
  /** Strokes that are drawn and not kept yet. */
  pending = $state.raw<string[]>([]);
  #queue: Promise<void> = Promise.resolve();

  /** Asks and listens for as long as the window is there. Returns the end of it. */
  begin(): () => void {
    backend.onChanged(() => void this.ask());
    void this.ask();
    const beat = setInterval(() => {
      if (this.view?.step) void this.ask();
    }, BEAT_MS);
    return () => clearInterval(beat);
  }

  async ask(): Promise<void> {
    const answer = await backend.patientPage();
    if (answer.ok) this.#stand(answer.value);
  }

  /** One touch. True when it was accepted. */
  act(act: Act): Promise<boolean> {
    const done = this.#queue.then(() => this.#send(act));
    this.#queue = done.then(() => undefined);
    return done;
  }

  /** A finished stroke: shown as drawn, and as kept once it is kept. */
  async stroke(points: string): Promise<void> {
    this.pending = [...this.pending, points];
    await this.act({ act: "stroke", points });
    this.pending = this.pending.slice(1);
  }

  async #send(act: Act): Promise<boolean> {
    const answer = await backend.patientAct(act);
    if (answer.ok) {
      this.problem = null;
      this.#stand(answer.value);
      return true;
    }
    this.problem = answer.problems[0]?.code ?? "internal";
    await this.ask();
    return false;
  }

  #stand(view: PatientView): void {
    const last = this.view;
    // Of two answers that overtook each other the later one stands.
    if (last && view.turn < last.turn) return;
    if (last?.step !== view.step) this.problem = null;
    speak(view.lang);
    this.view = view;
  }
}

export const patient = new Patient();
