// Words for what the core and the spooler name by keys.
import type {
  PrintedView,
  PrinterView,
  PrintKind,
  SavedPaper,
  UnprintedView,
} from "../backend/types";
import { t } from "../words/index.svelte";

export const KINDS: PrintKind[] = ["label", "slip", "consent", "receipt", "other"];

export const kindWord = (kind: PrintKind): string => t(`printers-kind-${kind}`);

const reasonWord = (reason: string): string => (reason ? t(`printers-reason-${reason}`) : "");

/** «3 этикетки, слип», those of a kind together. */
export function papersWord(papers: SavedPaper[]): string {
  const pieces = new Map<PrintKind, number>();
  for (const one of papers) pieces.set(one.kind, (pieces.get(one.kind) ?? 0) + one.pieces);
  return [...pieces].map(([kind, count]) => t(`printers-pieces-${kind}`, { count })).join(", ");
}

/** Why papers did not come out, each reason once. */
export const whyWord = (papers: SavedPaper[]): string =>
  [...new Set(papers.map((one) => reasonWord(one.reason)))].filter(Boolean).join(", ");

/** What a paper on the list waits for. */
export const rowWord = (row: UnprintedView): string =>
  t(`printers-row-${row.state}`, { reason: reasonWord(row.reason) });

/** What the spooler says to a paper just handed over. */
export const sentWord = (sent: PrintedView): string =>
  t(`printers-sent-${sent.state}`, { printer: sent.printer, reason: reasonWord(sent.reason) });

/** What a printer does, and what it wants. */
export const printerWord = (printer: PrinterView): string =>
  [t(`printers-state-${printer.state}`), ...printer.reasons.map(reasonWord)]
    .filter((word, index, all) => word && all.indexOf(word) === index)
    .join(", ");
