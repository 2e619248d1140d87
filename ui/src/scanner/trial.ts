// One try in the scanner lab: what came, and what to set in the scanner so that the desk takes it for a scan.
import { endOf, kindOf, LEAST, PAUSE_MS, withKey, type Heard, type Kind } from "../keys/burst";

export type End = "enter" | "tab" | "none";
export type Advice = "good" | "slow" | "end" | "short" | "strange" | "extra" | "unknown";
export type Trial = {
  text: string;
  kind: Kind;
  /** Signs, and the keys that gave none. */
  count: number;
  /** Longest pause between two keys, in whole ms. */
  slowest: number;
  end: End;
  /** Whether the layout of the keyboard has other signs on these keys. */
  differs: boolean;
  strange: number;
};

/** The pause before Enter counts as any other. */
export function trial(heard: Heard, end: KeyboardEvent | null): Trial {
  const whole = end ? { ...withKey(heard, end), strange: heard.strange } : heard;
  return {
    text: heard.text,
    kind: kindOf(heard.text),
    count: heard.text.length + heard.strange,
    slowest: Math.ceil(whole.slowest),
    end: (end && endOf(end)) ?? "none",
    differs: heard.typed !== heard.text,
    strange: heard.strange,
  };
}

/** A number of ours with more around it; `]C1` and the like tell the kind of the barcode (AIM). */
const EXTRA = /^\][A-Za-z][0-9]|[^0-9](?:[0-9]{9}|[0-9]{12})$|^(?:[0-9]{9}|[0-9]{12})[^0-9]/;

export function advices(one: Trial): Advice[] {
  const all: Advice[] = [];
  if (one.slowest > PAUSE_MS) all.push("slow");
  if (one.end === "none") all.push("end");
  if (one.strange > 0) all.push("strange");
  else if (one.text.length < LEAST) all.push("short");
  if (EXTRA.test(one.text)) all.push("extra");
  if (all.length > 0) return all;
  return one.kind === "unknown" ? ["unknown"] : ["good"];
}

/**
 * What may stand on a screen that the queue sees: a number of an order and a code of a service as they are, of anything
 * else the ends alone. An ИИН shows its last four, as on every list.
 */
export function masked({ text, kind }: Trial): string {
  if (kind === "order") return text;
  const dots = (length: number): string => "•".repeat(Math.max(length, 0));
  if (kind === "service" && !/[0-9]{12}/.test(text)) return text;
  const ahead = kind === "iin" ? "" : text.slice(0, 3);
  const behind = text.length > 7 ? text.slice(-4) : "";
  return ahead + dots(text.length - ahead.length - behind.length) + behind;
}
