// Where a scan goes: what is on the screen is asked first, then what the whole desk does with it. How it ended stands in
// the status bar, without the code itself: a scanned ИИН is nobody's to read there.
import type { Kind, Scan } from "../keys/burst";
import { onScan } from "../keys/scan";

/** Taken; ours by shape, yet this screen has no use for it; known to nobody. */
export type Outcome = "taken" | "unused" | "unknown";
/** Answers null to what is not its own. */
export type Taker = (scan: Scan) => Outcome | null | Promise<Outcome | null>;

/** The clock of Almaty, which has no summer time; the zones of an older webview still have it wrong. */
const clock = (): string => new Date(Date.now() + 5 * 3_600_000).toISOString().slice(11, 19);

class Scanner {
  last = $state.raw<{ kind: Kind; outcome: Outcome; at: string } | null>(null);
  #takers: Taker[] = [];

  /** Whoever is on the screen takes scans as long as it is there; returns the way to stop. */
  takes(taker: Taker): () => void {
    this.#takers = [taker, ...this.#takers];
    return () => (this.#takers = this.#takers.filter((one) => one !== taker));
  }

  /** Listens for the life of the working window. */
  listen(view: Window, otherwise: Taker): () => void {
    this.last = null;
    return onScan(view, (scan) => void this.#heard(scan, otherwise));
  }

  async #heard(scan: Scan, otherwise: Taker): Promise<void> {
    // Beneath an open dialog nothing changes.
    const outcome = document.querySelector("dialog[open]")
      ? "unused"
      : await this.#asked(scan, [...this.#takers, otherwise]);
    this.last = { kind: scan.kind, outcome, at: clock() };
  }

  async #asked(scan: Scan, takers: Taker[]): Promise<Outcome> {
    for (const taker of takers) {
      const outcome = await taker(scan);
      if (outcome) return outcome;
    }
    return scan.kind === "unknown" ? "unknown" : "unused";
  }
}

export const scanner = new Scanner();
