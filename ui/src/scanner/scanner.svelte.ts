// Where a scan goes: what is on the screen is asked first, then what the whole desk does with it. How it ended stands in
// the status bar, without the code itself: a scanned ИИН is nobody's to read there.
import type { Kind, Scan } from "../keys/burst";
import { onScan } from "../keys/scan";

/** Taken; ours by shape, yet this screen has no use for it; known to nobody. */
export type Outcome = "taken" | "unused" | "unknown";
/** Answers null to what is not its own. */
export type Taker = (scan: Scan) => Outcome | null | Promise<Outcome | null>;

const DAY_S = 24 * 3600;
/** Almaty is five hours ahead of UTC and knows no summer time; the zones of an older webview still have it wrong. */
const AHEAD_S = 5 * 3600;

/** `20:52:06`, of seconds since 1970. */
export function clock(seconds: number): string {
  const ofDay = (Math.floor(seconds) + AHEAD_S) % DAY_S;
  const parts = [ofDay / 3600, (ofDay / 60) % 60, ofDay % 60];
  return parts.map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}

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
    this.last = { kind: scan.kind, outcome, at: clock(Date.now() / 1000) };
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
