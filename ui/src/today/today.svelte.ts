// The day in figures: asked when the screen opens, calmly again after each commit and each minute, so that a day ends
// at midnight. Everybody is counted stretch by stretch; whoever leaves the screen has broken the count off.
import * as backend from "../backend";
import type { CheckView, Problem, TodayCounted, TodayView } from "../backend/types";

const CALM_MS = 10_000;
const MINUTE_MS = 60_000;

class Today {
  view = $state<TodayView | null>(null);
  counted = $state<TodayCounted | null>(null);
  /** How far a count is that goes on. */
  percent = $state<number | null>(null);
  check = $state<CheckView | null>(null);
  problems = $state<Problem[]>([]);
  #turn = 0;
  #asked = 0;
  /** How long the last count took: a large laboratory is counted the more rarely. */
  #took = 0;
  #calm: ReturnType<typeof setTimeout> | undefined;
  #minute: ReturnType<typeof setInterval> | undefined;

  async enter(): Promise<void> {
    this.#minute = setInterval(() => void this.#ask(), MINUTE_MS);
    await this.#ask();
  }

  leave(): void {
    this.#turn += 1;
    clearTimeout(this.#calm);
    clearInterval(this.#minute);
    this.#calm = undefined;
    this.percent = null;
  }

  /** Something was written: asked again once it is calm, not for every word of a queue. */
  touched(): void {
    const calm = Math.max(CALM_MS, 10 * this.#took);
    const wait = Math.max(0, this.#asked + calm - Date.now());
    this.#calm ??= setTimeout(() => void this.#ask(), wait);
  }

  async #ask(): Promise<void> {
    const turn = ++this.#turn;
    clearTimeout(this.#calm);
    this.#calm = undefined;
    this.#asked = Date.now();
    const [view, check] = await Promise.all([backend.todayView(), backend.checkState()]);
    if (turn !== this.#turn) return;
    this.problems = [view, check].flatMap((one) => (one.ok ? [] : one.problems));
    if (view.ok) this.view = view.value;
    if (check.ok) this.check = check.value;
    await this.#count(turn);
  }

  async #count(turn: number): Promise<void> {
    for (;;) {
      const answer = await backend.todayCount();
      if (turn !== this.#turn) return;
      if (!answer.ok) {
        this.problems = answer.problems;
        break;
      }
      if (answer.value.counted) {
        this.counted = answer.value.counted;
        this.#took = Date.now() - this.#asked;
        if (answer.value.percent === 100) break;
      }
      this.percent = answer.value.percent;
    }
    this.percent = null;
  }
}

export const today = new Today();
