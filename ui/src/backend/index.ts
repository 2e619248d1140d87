// The only door of the desk's window to the core. One function per command; each
// answers with a value or with problems and never throws. No rule and no sentence stands here.
import { listen } from "@tauri-apps/api/event";
import type { Answer } from "./answer";
import { call, json } from "./call";
import type {
  BackupForm,
  BackupProgress,
  BackupView,
  BundleView,
  EnrolForm,
  ExchangeForm,
  ExchangeView,
  FieldQuestionView,
  PairQuestionView,
  QuestionsView,
  RequestView,
  Visited,
  BasketView,
  CardView,
  CheckView,
  CodeView,
  Command,
  ConsentForm,
  ConsentPage,
  DataListView,
  DeskState,
  DifferenceView,
  DirectorView,
  DocumentForm,
  DocumentView,
  EntryView,
  ExpectedDay,
  ExpectedTaken,
  FamilyRow,
  FolderSetView,
  FolderView,
  ExportView,
  FormCheck,
  IinView,
  ImportDone,
  ImportForm,
  ImportView,
  KitView,
  Lang,
  LegacyDone,
  LegacyForm,
  LegacyPage,
  LegacyView,
  LegacyWhich,
  Loss,
  OrderForm,
  OrderName,
  OtpSent,
  ChannelChecked,
  ChannelForm,
  NoticeChannel,
  NoticesPage,
  NoticesPageForm,
  NoticesSet,
  OrderNotices,
  TextLength,
  OrdersForm,
  OrdersPage,
  OrderView,
  PageForm,
  OfficeForm,
  PaperForm,
  PaperSet,
  PaperView,
  PatientForm,
  PolicyForm,
  PolicyView,
  ReadyDone,
  ReadyFileView,
  ReadyForm,
  PrintedView,
  PrintersForm,
  PrintersView,
  Receipt,
  RegisterView,
  Rekeyed,
  RepresentativeForm,
  Role,
  SavedPaper,
  ScreenView,
  SearchView,
  ServiceImportForm,
  ServiceImportView,
  ServicesView,
  SetupForm,
  SheetAnswer,
  ShiftView,
  StaffView,
  TodayCount,
  TodayView,
  TrailForm,
  TrailPage,
  UnprintedView,
  VerdictView,
} from "./types";

export type { Answer } from "./answer";
export { onRefused } from "./call";
export type { ImportDone, LegacyDone, LegacyView } from "./types";

export type PaperKind = "consent" | "receipt" | "evidence";
export type OrderPaperKind = "label" | "slip" | "act";

/** A paper of the core: shown, and saved where a person said. Both are disclosures of their own. */
export type PaperSource = {
  /** What the file is called when nothing better is known. */
  file: string;
  preview: () => Promise<Answer<PaperView>>;
  save: (path: string) => Promise<Answer<PaperView>>;
  /** To the printer of its kind; a paper of a card or of a set stands on the list until it is out. */
  print?: () => Promise<Answer<PrintedView>>;
  /** It does so; a sheet of the office is asked for again where it is shown. */
  listed?: boolean;
};

declare global {
  var tirkeuFirstState: DeskState | null | undefined;
}

const isFirst = (): boolean =>
  !performance
    .getEntriesByType?.("navigation")
    .some((one) => (one as PerformanceNavigationTiming).type === "reload");

/** Where the desk stood when the window was made; `null` where nobody said so, or the page began anew. Level 0. */
export const firstState = (): DeskState | null =>
  isFirst() ? (globalThis.tirkeuFirstState ?? null) : null;
export const deskState = () => call<DeskState>("desk_state");
export const setLanguage = (lang: Lang) => call<null>("set_language", { lang });

/** What the laboratory collects and offers. */
export const dataList = () => call<DataListView>("data_list");

/** Whom papers address. */
export const director = () => call<DirectorView>("director");

export const setupSaved = () => call<string | null>("setup_saved");
export const setupKeep = (form: unknown) => call<null>("setup_keep", { json: json(form) });
export const setup = (form: SetupForm, password: string) =>
  call<null>("setup", { form: json(form), password });

export const kitShow = () => call<KitView>("kit_show");
export const kitSave = (path: string) => call<null>("kit_save", { path });
/** A new recovery sheet in the place of a lost one: it waits to be typed back. */
export const kitReplace = (login: string, password: string) =>
  call<null>("kit_replace", { login, password });
/** This desk is opened by the sheet that counts from here on. */
export const kitAccept = (fingerprint: string) => call<null>("kit_accept", { fingerprint });
export const kitConfirm = (answers: string[]) => call<null>("kit_confirm", { answers });

export const policyTemplate = () => call<PolicyForm>("policy_template");
export const policies = (lang: Lang) => call<PolicyView[]>("policies", { lang });
export const documents = (lang: Lang) => call<DocumentView[]>("documents", { lang });
/** The digest of the law, ready to be published. */
export const documentTemplate = () => call<DocumentForm>("document_template");
/** Where two texts that are being typed differ. */
export const differences = (kk: string, ru: string) =>
  call<DifferenceView[]>("differences", { kk, ru });
/** Who has read which document, and trainings. */
export const register = (lang: Lang) => call<RegisterView>("register", { lang });

export const signIn = (login: string, password: string) =>
  call<null>("sign_in", { login, password });
export const cover = () => call<null>("cover");
export const comeBack = (staff: string, pin: string) => call<null>("come_back", { staff, pin });
/** A password at the covered desk: the first time in a shift, or in place of the PIN. */
export const join = (login: string, password: string) => call<null>("join", { login, password });
export const setPin = (login: string, password: string, pin: string) =>
  call<null>("set_pin", { login, password, pin });
export const staff = () => call<StaffView[]>("staff");
export const staffAdd = (name: string, role: Role) => call<CodeView>("staff_add", { name, role });
export const staffCode = (staff: string) => call<CodeView>("staff_code", { staff });
export const staffRemove = (staff: string) => call<null>("staff_remove", { staff });
/** Another key for the database after a removal; it may take a minute. */
export const staffRekey = () => call<Rekeyed>("staff_rekey");
/** Login and password of one's own, with the code that a manager gave out. */
export const redeem = (code: string, login: string, password: string) =>
  call<null>("redeem", { code, login, password });
export const lock = () => call<null>("lock");
/** Somebody is there. */
export const active = () => call<null>("active");
/** `loss`: what to do when the database lacks entries that this desk remembers. */
export const recover = (
  groups: string[],
  login: string,
  name: string,
  password: string,
  loss: Loss,
) => call<null>("recover", { groups, login, name, password, loss });
export const ceremonyVerify = () => call<VerdictView>("ceremony_verify");
export const ceremonyContinue = (login: string, password: string) =>
  call<null>("ceremony_continue", { login, password });

/** What is of this day. */
export const todayView = () => call<TodayView>("today_view");
/** One stretch of the count of everybody. */
export const todayCount = () => call<TodayCount>("today_count");

export const execute = (command: Command, draft: string | null) =>
  call<Receipt>("execute", { command: json(command), draft });
export const checkIntake = (
  patient: PatientForm,
  representative: RepresentativeForm | null,
  card: string | null,
) =>
  call<FormCheck>("check_intake", {
    patient: json(patient),
    representative: representative ? json(representative) : null,
    card,
  });
export const iinCheck = (text: string) => call<IinView>("iin_check", { text });

export const listOpen = () => call<string>("list_open");
export const search = (handle: string, query: string) =>
  call<SearchView>("search", { handle, query });
export const listRested = (handle: string, ids: string[]) =>
  call<null>("list_rested", { handle, ids });

export const cardOpen = (id: string) => call<CardView>("card_open", { id });
export const cardRefresh = (handle: string) => call<CardView>("card_refresh", { handle });
/** The opened card as a form, every field in full: an entry of its own. */
export const cardEdit = (handle: string) => call<PatientForm>("card_edit", { handle });
export const cardReveal = (id: string, field: string) => call<string>("card_reveal", { id, field });

/** The list of a day, one page of it; without a handle an entry that it was opened. */
export const expectedList = (handle: string | null, day: string, from: number, lang: Lang) =>
  call<ExpectedDay>("expected_list", { handle, day, from, lang });
/** A booking in full, for the form of the intake: an entry of its own. */
export const expectedTake = (id: string) => call<ExpectedTaken>("expected_take", { id });
/** A person chooses somebody else's list; `null` when they think better of it. */
export const expectedOpen = () => call<ImportView | null>("expected_open");
export const expectedCheck = (handle: string, form: ImportForm, from: number) =>
  call<ImportView>("expected_check", { handle, form: json(form), from });
/** One stretch of an import; `next` says where the following one begins. */
export const expectedImport = (handle: string, form: ImportForm, from: number) =>
  call<ImportDone>("expected_import", { handle, form: json(form), from });
/** A person chooses the laboratory's old list; `null` when they think better of it. */
export const legacyOpen = () => call<LegacyView | null>("legacy_open");
/** Looks through one more stretch; from the first row when the columns stand otherwise than before. */
export const legacyCheck = (handle: string, form: LegacyForm) =>
  call<LegacyView>("legacy_check", { handle, form: json(form) });
/** A page of the rows that stay out; of whose cards it tells is an entry. */
export const legacyRows = (handle: string, which: LegacyWhich, from: number) =>
  call<LegacyPage>("legacy_rows", { handle, which, from });
/** One stretch, whole or not at all; `next` says where the following one begins. */
export const legacyImport = (handle: string, form: LegacyForm, from: number) =>
  call<LegacyDone>("legacy_import", { handle, form: json(form), from });
export const legacySave = (handle: string, path: string, lang: Lang) =>
  call<null>("legacy_save", { handle, path, lang });
/** What is offered on a day; no day is today. */
export const servicesView = (day: string, query: string, from: number, lang: Lang) =>
  call<ServicesView>("services_view", { day, query, from, lang });
/** A person chooses a price list; `null` when they think better of it. */
export const servicesOpen = (lang: Lang) =>
  call<ServiceImportView | null>("services_open", { lang });
export const servicesCheck = (
  handle: string,
  form: ServiceImportForm,
  badFrom: number,
  changesFrom: number,
  lang: Lang,
) =>
  call<ServiceImportView>("services_check", {
    handle,
    form: json(form),
    badFrom,
    changesFrom,
    lang,
  });
/** The whole list, or nothing. */
export const servicesImport = (handle: string, form: ServiceImportForm) =>
  call<Receipt>("services_import", { handle, form: json(form) });
export const servicesSave = (handle: string, form: ServiceImportForm, path: string, lang: Lang) =>
  call<null>("services_save", { handle, form: json(form), path, lang });
/** A page of orders, or those of a number; without a handle an entry that the list was opened. */
export const ordersList = (handle: string | null, form: OrdersForm) =>
  call<OrdersPage>("orders_list", { handle, form: json(form) });
/** A page of messages, or of orders of which nobody was told; without a handle an entry that the list was opened. */
export const noticesList = (handle: string | null, form: NoticesPageForm, lang: Lang) =>
  call<NoticesPage>("notices_list", { handle, form: json(form), lang });
/** Messages about an order that is open. */
export const noticesOfOrder = (order: string, of: string, lang: Lang) =>
  call<OrderNotices>("notices_of_order", { order, of, lang });
export const noticesSet = () => call<NoticesSet>("notices_set");
/** Keeps through what this desk sends; no secret typed leaves the one that is kept. */
export const noticesChannel = (form: ChannelForm, secret: string) =>
  call<null>("notices_channel", { form: json(form), secret });
/** How long a text of the laboratory is, while it is typed. */
export const noticesLength = (text: string) => call<TextLength>("notices_length", { text });
/** This desk sends what waits for another, a stretch of it; how many are left. */
export const noticesTakeOver = () => call<number>("notices_take_over", {});
/** Connects to the gateway as it is kept; nothing is sent. */
export const noticesCheck = (channel: NoticeChannel, lang: Lang) =>
  call<ChannelChecked>("notices_check", { channel, lang });
/** An order in full: an entry of its own. */
export const orderOpen = (order: string, of: string, lang: Lang) =>
  call<OrderView>("order_open", { order, of, lang });
/** Numbers that were set aside for paper; they name nobody. */
export const paperSets = () => call<PaperSet[]>("paper_sets", {});
/** The codes of a person's last order: an entry of its own. */
export const ordersLast = (card: string) => call<string[]>("orders_last", { card });
/** What is ordered comes to this; of an order that is changed what stays keeps its price. */
export const ordersBasket = (form: OrderForm, changed: OrderName | null, lang: Lang) =>
  call<BasketView>("orders_basket", {
    form: json(form),
    changed: changed ? json(changed) : null,
    lang,
  });
/** A person chooses a file of ready marks; `null` when they think better of it. */
export const readyOpen = () => call<ReadyFileView | null>("ready_open");
export const readyCheck = (handle: string, form: ReadyForm, from: number) =>
  call<ReadyFileView>("ready_check", { handle, form: json(form), from });
/** One stretch; `next` says where the following one begins. */
export const readyMark = (handle: string, form: ReadyForm, from: number) =>
  call<ReadyDone>("ready_mark", { handle, form: json(form), from });
export const readySave = (handle: string, form: ReadyForm, path: string, lang: Lang) =>
  call<null>("ready_save", { handle, form: json(form), path, lang });
/** The folder with lists of ready orders: where it is, whether it is there. */
export const readyFolderGet = () => call<FolderSetView>("ready_folder_get");
export const readyFolderSet = (folder: string) => call<null>("ready_folder_set", { folder });
export const readyFolderPick = () => call<string | null>("ready_folder_pick");
/** What came out of it today, and at which of its files a person should look. */
export const readyFolderView = () => call<FolderView>("ready_folder_view");
/** One of these, as if a person had chosen it. */
export const readyFolderOpen = (file: string) => call<ReadyFileView>("ready_folder_open", { file });
/** A sheet of the office. */
const office = (file: string, form: OfficeForm): PaperSource => {
  const asked = json(form);
  return {
    file: `${file}.pdf`,
    preview: () => call("office_preview", { asked }),
    save: (path) => call("office_save", { asked, path }),
    print: () => call("office_print", { asked }),
  };
};

/** Who of an employer's list came on a day. */
export const expectedPaper = (day: string, counterparty: string) =>
  office("tirkeu-expected", { sheet: "expected", day, counterparty });

/** A code to a phone as it was typed, in the language of whoever has it. */
export const otpPhoneSend = (phone: string, to: Lang, lang: Lang) =>
  call<OtpSent>("otp_phone_send", { phone, to, lang });
/** To which phone a code for consent would go. */
export const otpConsentTo = (asked: PageForm) =>
  call<string>("otp_consent_to", { asked: json(asked) });
export const otpConsentSend = (asked: PageForm, form: ConsentForm, lang: Lang) =>
  call<OtpSent>("otp_consent_send", { asked: json(asked), form: json(form), lang });
/** A code as it was read back. */
export const otpRead = (otp: string, typed: string) => call<null>("otp_read", { otp, typed });

export const consentPage = (asked: PageForm, lang: Lang) =>
  call<ConsentPage>("consent_page", { asked: json(asked), lang });

/** For whom else the representative may answer on the same page. */
export const consentFamily = (asked: PageForm) =>
  call<FamilyRow[]>("consent_family", { asked: json(asked) });

/** Whose paper: a card, or the half-filled form of somebody who has none yet. */
export type Whose = { card: string } | { typed: PageForm };

const source = (form: PaperForm): PaperSource => {
  const asked = json(form);
  return {
    file: `${form.document}.pdf`,
    preview: () => call("paper_preview", { asked }),
    save: (path) => call("paper_save", { asked, path }),
    print: () => call("paper_print", { asked }),
    listed: form.card !== null,
  };
};

export const paper = (document: PaperKind, of: Whose, entry: string | null): PaperSource => {
  const [card, typed] = "card" in of ? [of.card, null] : [null, of.typed];
  return source({ document, card, typed, entry, order: null, tubes: [] });
};

/** Labels of an order, of the tubes that are named or of all, and its slip. */
export const orderPaper = (
  document: OrderPaperKind,
  order: { id: string; of: string },
  tubes: string[] = [],
): PaperSource =>
  source({ document, card: order.of, typed: null, entry: null, order: order.id, tubes });

/** Papers of a set of numbers for a day without the program. They are about nobody. */
export const SET_PAPERS = ["set-list", "set-sheets", "set-consents", "set-labels"] as const;
export type SetPaperKind = (typeof SET_PAPERS)[number];
export const setPaper = (document: SetPaperKind, set: string): PaperSource =>
  source({ document, card: set, typed: null, entry: null, order: null, tubes: [] });

/** What comes out with a save: labels and slip of the order that began, what was consented. */
export const printSaved = (saved: Receipt) =>
  call<SavedPaper[]>("print_saved", { saved: json(saved) });

/** What is not printed yet; it names nobody. */
export const unprinted = () => call<UnprintedView[]>("unprinted");
/** A row of it once more, which is an entry. */
export const printAgain = (row: string) => call<PrintedView>("print_again", { row });
export const printDrop = (row: string) => call<null>("print_drop", { row });
/** What is chosen on this desk, and the printers there are. */
export const printersView = () => call<PrintersView>("printers_view");
export const printersSave = (form: PrintersForm) =>
  call<null>("printers_save", { form: json(form) });
/** A label that names nobody. */
export const printerTest = () => call<PrintedView>("printer_test");

/** The wordings of the request form, the usual one first. */
export type RequestWording =
  "request-both" | "request-ru" | "request-kk-full" | "request-kk-original";

/** A request form: filled in from a card, which is an entry; without one a blank, which is none. */
export const requestPaper = (wording: RequestWording, card: string | null) =>
  office(`tirkeu-${wording}`, { sheet: "request", wording, card });

export const releaseReserve = (login: string, password: string) =>
  call<null>("release_reserve", { login, password });

export const verify = () => call<VerdictView>("verify");

/** Begins the check of the whole journal, or tells of the one that goes on. */
export const checkBegin = () => call<CheckView>("check_begin");
export const checkState = () => call<CheckView>("check_state");
export const checkStop = () => call<CheckView>("check_stop");
/** A page of the journal after an entry; without a handle an entry that the journal was opened. */
export const journalPage = (
  handle: string | null,
  form: TrailForm,
  after: string | null,
  lang: Lang,
) => call<TrailPage>("journal_page", { handle, form: json(form), after, lang });
/** An entry in full; of a person's it is an entry itself. */
export const journalEntry = (handle: string, entry: string, lang: Lang) =>
  call<EntryView>("journal_entry", { handle, entry, lang });
export const journalExport = (
  handle: string,
  form: TrailForm,
  file: "csv" | "xlsx" | "jsonl",
  lang: Lang,
  path: string,
) => call<ExportView>("journal_export", { handle, form: json(form), file, lang, path });
export const sheetPaper = () => office("tirkeu-journal", { sheet: "control" });
/** An old control sheet held against the journal of today. */
export const sheetCompare = (mark: string) => call<SheetAnswer>("sheet_compare", { mark });
/** Who looked at a card, on paper. */
export const seenPaper = (card: string) => office("tirkeu-seen", { sheet: "seen", card });

export const draftKeep = (id: string | null, form: string, subject: string | null, kept: unknown) =>
  call<string>("draft_keep", { id, form, subject, json: json(kept) });
/** What was left half-filled; of a card it is an entry of its own. */
export const draftOpen = (id: string) => call<string>("draft_open", { id });
/** A colleague's half-filled intake becomes one's own: an entry. */
export const draftTake = (id: string) => call<null>("draft_take", { id });
/** Puts a half-filled intake aside for the next in the queue. */
export const draftPark = (id: string) => call<null>("draft_park", { id });
export const shiftOpen = () => call<ShiftView>("shift_open");
export const draftDrop = (id: string) => call<null>("draft_drop", { id });

export const pickSavePath = (fileName: string) =>
  call<string | null>("pick_save_path", { fileName });

/** Subjects whose views must be asked again. Returns the way to stop listening. */
export const onTouched = (then: (subjects: string[]) => void) =>
  listen<string[]>("touched", (event) => then(Array.isArray(event.payload) ? event.payload : []));
/** The desk was locked; nothing on the screen may stay. */
/** Files are dragged over the window, or let go; the one that was, or none where there were several. */
export type Drag = { drag: "over" } | { drag: "left" } | { drag: "dropped"; file: string | null };
export const onDrag = (then: (drag: Drag) => void) =>
  listen<Drag>("drag", (event) => then(event.payload));
export const onLocked = (then: () => void) => listen("locked", () => then());
/** The desk is about to be locked: what is half-typed is kept first. */
export const onLockDue = (then: () => void) => listen("lock-due", () => then());
/** The curtain is about to fall: what is half-typed is kept first. */
export const onCoverDue = (then: () => void) => listen("cover-due", () => then());

/** Opens the patient's window. */
export const patientOpen = () => call<ScreenView>("patient_open");
/** Shows the page to the patient. `kept`: what a draft brought back, half answered. */
export const patientShow = (
  asked: PageForm,
  large: boolean,
  draft: string | null,
  kept: ConsentForm | null,
) =>
  call<ScreenView>("patient_show", {
    asked: json(asked),
    large,
    draft,
    kept: kept ? json(kept) : null,
  });
export const patientState = () => call<ScreenView>("patient_state");
/** The neutral picture, at once. */
export const patientStop = () => call<null>("patient_stop");
/** Something happened on the patient's screen: it is asked again. */
export const onPatientChanged = (then: () => void) => listen("patient-changed", () => then());

/** Backups of this desk: settings, the last one, what lies in the folder. */
export const backupView = () => call<BackupView>("backup_view");
export const backupSet = (form: BackupForm) => call<null>("backup_set", { form: json(form) });
/** The sheet names the key to which backups are encrypted. */
export const backupKey = (groups: string[]) => call<null>("backup_key", { groups });
export const backupPick = () => call<string | null>("backup_pick");
/** Answers when the backup is checked and named. */
export const backupNow = () => call<null>("backup_now");
/** How far a backup or a restoration is; `null` while nothing runs. */
export const backupProgress = () => call<BackupProgress | null>("backup_progress");
export const backupStop = () => call<null>("backup_stop");
/** The exchange between desks: where, how far, one visit now. */
export const exchangeView = () => call<ExchangeView>("exchange_view");
export const exchangeSet = (form: ExchangeForm, secret: string) =>
  call<null>("exchange_set", { form: json(form), secret });
export const exchangePick = () => call<string | null>("exchange_pick");
export const exchangeNow = () => call<Visited>("exchange_now");
/** How the last visit ended; `null` before the first. */
export const exchangeOutcome = () => call<Visited | null>("exchange_outcome");
/** A file for other desks; `whole` for one that is new. `false` where nobody said where. */
export const bundleSave = (whole: boolean) => call<boolean>("bundle_save", { whole });
export const bundleTake = () => call<BundleView | null>("bundle_take");
export const bundleDropped = (file: string | null) => call<BundleView>("bundle_dropped", { file });
export const deskEnrol = (form: EnrolForm) => call<null>("desk_enrol", { form: json(form) });
export const deskStop = (device: string) => call<null>("desk_stop", { device });
/** What entries of several desks leave to a person; nobody is named until one is opened. */
export const questions = (at: number) => call<QuestionsView>("questions", { at });
export const questionField = (card: string, field: string) =>
  call<FieldQuestionView>("question_field", { card, field });
export const questionPair = (one: string, other: string) =>
  call<PairQuestionView>("question_pair", { one, other });
/** A further desk: its request, the file that enrols it, the beginning of its work. */
export const joinWaiting = () => call<RequestView | null>("join_waiting");
export const joinRequest = (password: string) => call<RequestView>("join_request", { password });
export const joinSave = () => call<boolean>("join_save");
export const joinDrop = () => call<null>("join_drop");
export const joinPick = () => call<string | null>("join_pick");
export const joinBegin = (file: string, fingerprint: string, login: string, password: string) =>
  call<null>("join_begin", { file, fingerprint, login, password });
/** The text of a request that lies in a file. */
export const enrolPick = () => call<string | null>("enrol_pick");
/** What this desk says of itself to one that has never heard of it. */
export const introduction = () => call<RequestView>("introduction");
export const introductionPick = () => call<string | null>("introduction_pick");
export const introductionSave = () => call<boolean>("introduction_save");
export const introduce = (request: string, fingerprint: string) =>
  call<null>("introduce", { request, fingerprint });
export const restorePick = () => call<string | null>("restore_pick");
/** `loss`: what to do when this computer remembers more than the backup holds. */
export const restoreBegin = (
  file: string,
  groups: string[],
  login: string,
  name: string,
  password: string,
  loss: Loss,
) => call<null>("restore_begin", { file, groups, login, name, password, loss });
