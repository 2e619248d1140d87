// Shapes that cross the window's border. One place, so that a change of the core is a type error
// here and nowhere else. Fields are named as Rust names them.

export type Lang = "ru" | "kk";
export type Both = { kk: string; ru: string };
export type Role = "registrar" | "manager";
export type Kind = "refused" | "locked" | "damaged" | "offline" | "internal";
export type Phase = "first_run" | "sign_in" | "ceremony" | "kit" | "policy" | "ready";

export type Problem = {
  code: string;
  kind: Kind;
  field: string | null;
  args: { [key in string]: string };
  trace: string;
};

export type DraftView = {
  id: string;
  form: string;
  initials: string;
  saved_at: string;
  json: string;
};

export type DeskState = {
  phase: Phase;
  lang: Lang;
  organisation: Both | null;
  desk: string | null;
  staff: string | null;
  role: Role | null;
  training: boolean;
  keychain_absent: boolean;
  relocked: boolean;
  kdf_floor: boolean;
  today: string;
  registered_today: number;
  zone: string;
  drafts: DraftView[];
};

export type KitView = {
  groups: string[];
  fingerprint: string;
  pages: string[];
  ask: number[];
};

export type Receipt = { entries: string[]; touched: string[]; subject: string };

export type Standing = "given" | "stale" | "withdrawn" | "refused" | "none";

export type PatientRow = {
  id: string;
  name: string;
  birth_date: string;
  sex: string;
  iin: string;
  phone: string;
  consent: Standing;
  last_visit: string;
  exact: boolean;
};

export type QueryShape = "empty" | "iin" | "phone" | "date" | "name";

export type IinView = {
  shown: string;
  state: string;
  code: string;
  birth_date: string;
  sex: string;
  age: number | null;
};

export type SearchView = {
  rows: PatientRow[];
  more: boolean;
  shape: QueryShape;
  iin: IinView | null;
};

export type RepairView = { field: string; from: string; to: string };

export type FormCheck = {
  problems: Problem[];
  warnings: Problem[];
  repairs: RepairView[];
  iin: IinView | null;
  lookalikes: PatientRow[];
};

export type PatientForm = {
  surname: string;
  no_surname: boolean;
  name: string;
  patronymic: string;
  iin: string;
  birth_date: string;
  sex: string;
  doc_type: string;
  doc_number: string;
  doc_issued_on: string;
  doc_issued_by: string;
  doc_checked: string;
  phone: string;
  phone_owner: string;
  language: string;
  confirmed: string[];
};

export type PurposeStanding = { purpose: string; standing: Standing };

export type ConsentRow = {
  entry: string;
  act: string;
  purposes: string[];
  given_on: string;
  recorded_at: string;
  by: string;
  channel: string;
  policy: string;
  annulled: string | null;
  may_annul: boolean;
};

export type ChangeView = { field: string; value: string };

export type HistoryRow = {
  entry: string;
  at: string;
  by: string;
  desk: string;
  act: string;
  changes: ChangeView[];
  reason: string;
};

export type SeenRow = { at: string; by: string; desk: string; act: string };
export type QuestionView = { field: string; values: string[] };

export type CardView = {
  handle: string;
  id: string;
  name: string;
  birth_date: string;
  age: number | null;
  sex: string;
  iin: string;
  form: PatientForm;
  standings: PurposeStanding[];
  consents: ConsentRow[];
  history: HistoryRow[];
  seen: SeenRow[];
  questions: QuestionView[];
  destroyed: boolean;
  needs_update: boolean;
};

export type ConsentPage = {
  policy: string;
  lang: Lang;
  policy_title: string;
  before: string;
  link: string;
  after: string;
  block: string;
  care: string;
  say: Both;
};

export type PolicyView = {
  entry: string;
  policy: string;
  code: string;
  revision: string;
  effective_from: string;
  title: Both;
  text: Both;
  sha256: Both;
  current: boolean;
};

export type PaperView = { pages: string[]; sha256: string; file_name: string };
export type VerdictView = { code: string; entries: string; at: string };

export type ConsentForm = {
  answer: string;
  personal_data: boolean;
  care: boolean;
  channel: string;
  language: Lang | null;
  policy: string | null;
  given_on: string;
  paper_place: string;
  signature_seen: boolean;
  reason: string;
  refusal_signed: string;
};

export type PolicyForm = {
  policy: string | null;
  code: string;
  revision: string;
  effective_from: string;
  title: Both;
  text: Both;
  years: string;
  url: string;
};

export type OrganisationForm = {
  name: Both;
  number: string;
  address: Both;
  phone: string;
  email: string;
};

export type SetupForm = {
  organisation: OrganisationForm;
  desk_name: string;
  site: string;
  prefix: string;
  manager_name: string;
  login: string;
};

export type Command =
  | {
      do: "intake";
      card: string | null;
      patient: PatientForm;
      reason: string;
      consent: ConsentForm | null;
    }
  | { do: "amend"; card: string; patient: PatientForm; reason: string }
  | { do: "consent"; card: string; consent: ConsentForm }
  | {
      do: "withdraw";
      card: string;
      purposes: string[];
      channel: string;
      given_on: string;
      reason: string;
    }
  | { do: "annul"; card: string; target: string; reason: string }
  | { do: "publish_policy"; policy: PolicyForm };
