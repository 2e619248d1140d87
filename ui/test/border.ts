// The border to the core, scripted: each test says what a command answers and reads what was asked.
import { vi } from "vitest";
import type { DeskState, PatientForm } from "../src/backend/types";

type Asked = { command: string; args: Record<string, unknown> };

export const asked: Asked[] = [];
export const answers: Record<string, (args: Record<string, unknown>) => unknown> = {};

vi.mock("@tauri-apps/api/core", () => ({
  invoke: async (command: string, args: Record<string, unknown>) => {
    asked.push({ command, args });
    const answer = answers[command];
    if (!answer) throw `unknown command ${command}`;
    return answer(args);
  },
}));
vi.mock("@tauri-apps/api/event", () => ({ listen: async () => () => undefined }));

export const askedOf = (command: string) => asked.filter((one) => one.command === command);

export function problem(code: string, field: string | null = null) {
  return { code, kind: "refused", field, args: {}, trace: "t" };
}

export const DESK: DeskState = {
  phase: "ready",
  backup: null,
  exchange: null,
  replaced_kit: null,
  notices: null,
  lang: "ru",
  organisation: null,
  desk: "Регистратура 1",
  staff: "Серікова А. Н.",
  staff_short: "Серікова А. Н.",
  role: "registrar",
  home: "intake",
  may: [],
  training: false,
  keychain_absent: false,
  relocked: false,
  kdf_floor: false,
  clock: null,
  today: "21.11.2026",
  registered_today: 3,
  zone: "UTC+5",
  collected: ["phone_2", "designated"],
  drafts: [],
  colleagues: [],
  people: [],
  key_owed: false,
  unread: 0,
  cover_minutes: 5,
};

export const FORM: PatientForm = {
  surname: "Ахметова",
  no_surname: false,
  name: "Айгерім",
  patronymic: "Болатқызы",
  iin: "910312400121",
  birth_date: "12.03.1991",
  sex: "F",
  doc_type: "id_card",
  doc_number: "045678912",
  doc_issued_on: "14.05.2019",
  doc_issued_by: "ІІМ",
  doc_checked: "seen",
  phone: "+7 701 234 56 78",
  phone_owner: "patient",
  language: "kk",
  kind: "",
  newborn_number: "",
  latin_name: "",
  citizenship: "",
  polyclinic: "",
  address: "",
  address_registered: "",
  email: "",
  phone_2: "",
  phone_2_owner: "",
  supplied_by: "",
  designated: "",
  confirmed: [],
  others: [],
};

export function row(id: string, name: string, exact: boolean) {
  return {
    id,
    name,
    birth_date: "12.03.1991",
    sex: "F",
    iin: "••••••••0121",
    phone: "",
    kind: "",
    newborn_number: "",
    consent: "given",
    last_visit: "",
    further: 0,
    exact,
  };
}

/** A core that has nothing to say against anything. */
export function calmCore(): void {
  asked.length = 0;
  for (const key of Object.keys(answers)) delete answers[key];
  Object.assign(answers, {
    desk_state: () => ({ ...DESK }),
    set_language: () => null,
    list_open: () => "h".repeat(32),
    list_rested: () => null,
    card_edit: () => ({ ...FORM }),
    search: () => ({
      rows: [],
      more: false,
      slips: false,
      shape: "name",
      iin: null,
      expected: [],
      orders: [],
    }),
    check_intake: () => ({
      problems: [],
      warnings: [],
      notices: [],
      repairs: [],
      written: [],
      iin: null,
      lookalikes: [],
      needs_representative: false,
      may_act: false,
      representatives: [],
    }),
    services_view: () => ({ rows: [], favourites: [] }),
    draft_keep: () => "d1",
    draft_drop: () => null,
    differences: () => [],
    execute: () => ({ entries: ["e"], touched: ["p"], subject: "p" }),
    print_saved: () => [],
    unprinted: () => [],
    paper_preview: () => ({ pages: ["<svg/>"], sha256: "0", file_name: "receipt.pdf" }),
  });
}
