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

/** Papers that come out with a save. */
export const OF_SAVE: PrintKind[] = ["label", "slip", "receipt"];

export const kindWord = (kind: PrintKind): string => t(`printers-kind-${kind}`);

const reasonWord = (reason: string): string => (reason ? t(`printers-reason-${reason}`) : "");

/** «слип, 3 этикетки». */
export const papersWord = (papers: SavedPaper[]): string =>
  papers.map((one) => t(`printers-pieces-${one.kind}`, { count: one.pieces })).join(", ");

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
