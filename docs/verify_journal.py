#!/usr/bin/env python3
"""Verifies an exported Tirkeu journal without Tirkeu. Python 3.9+, standard library only.

    verify_journal.py [--anchor [DEVICE:]SEQ:HASH] [--heads FILE] [--each] [--pure] FILE...

All files together are one journal; with --each every file is a journal of its own. One JSON line is
printed for each journal. Exit code (the highest): 0 whole, 2 usage, 6 damaged, 7 the end is not the
one kept elsewhere, 9 written by a newer program. What is checked, and in which order, stands in
journal-format.md; the program's own `tirkeu verify` gives the same verdicts.
"""
import argparse, hashlib, heapq, json, re, sys, unicodedata
from types import SimpleNamespace as Bag

ORDER = ["whole", "whole-unanchored", "empty", "newer", "shortened", "rewritten", "damaged", "fork", "foreign"]
EXIT = {"whole": 0, "whole-unanchored": 0, "newer": 9, "shortened": 7, "rewritten": 7}
SOURCES = ["paper", "heads", "anchor-file", "keychain", "witness"]
NEEDS_ROSTER = {"enrolment", "genesis", "session", "session-signature", "authority", "roster"}
MAX_LINE, MAX_BODY, ZERO16, ZERO32 = 1_100_000, 524_288, bytes(16), bytes(32)

# Known kinds: number -> (ordered?, class, flags, session required/none/either, roles, subject, shape of a kept body).
# Shapes: u8 u16 u32 u64, text, id, hash, sig; "?" = may be null; [x] = list of x; a tuple = fixed array.
# Roles: 0 none, 1 registrar, 2 senior registrar, 3 manager, 4 administrator, 5 auditor.
ROLES = (0, 1, 2, 3, 4, 5)
R, ALL, M, LD, SM, RD, T, X = "required", ROLES[1:], (3,), (2, 3), (1, 2, 3), (1, 2, 3, 5), (3, 4), (1, 3, 5)
CR = (1, 2, 3, 4)
HEADS, END = [("id", "u64", "hash")], ("id?", "sig")
KINDS = {
    0x0000: (0, 0, 0, "none", (), "device", ("u8", "hash?", HEADS, ["hash"], "text")),
    0x0001: (0, 0, 0, R, ALL, "device", ("id", "id", ["hash"], "sig")),
    0x0002: (0, 0, 0, "either", ALL, "device", ("u8", "sig?")),
    0x0003: (0, 0, 0, "none", (), "device", (HEADS, [("u16", "u64")], "u32", "u64", "text")),
    0x0004: (0, 0, 0, "none", (), "device", (HEADS,)),
    0x0005: (0, 0, 0, "none", (), "device", None),
    0x0006: (0, 0, 0, "none", (), "any", ("hash", "u64")),
    0x0007: (1, 6, 3, R, M, "any", ("u8", "text", [("id", "u64")])),
    0x0008: (0, 0, 0, "none", (), "device", ("u8",)),
    0x0009: (0, 0, 0, "either", T, "device", ("text", "u64", "hash", "u64", ["hash"])),
    0x000A: (0, 0, 0, R, CR, "device", ("hash", "u64", "u64", "u64", ["id"])),
    0x000B: (0, 0, 0, R, CR, "device", ("hash", "id", "u64", "u64", "u64", "u64")),
    0x0040: (1, 0, 1, "either", M, "roster", ("hash", "hash") + END),
    0x0041: (1, 0, 1, "either", M, "roster", ("hash", "hash", "sig") + END),
    0x0042: (1, 0, 1, "either", M, "roster", ("id", "hash", "hash", "u16", "u16") + END),
    0x0043: (1, 0, 3, R, M, "roster", ("id", "u64?") + END),
    0x0044: (1, 0, 1, "either", M, "roster", ("id", "u8") + END),
    0x0045: (1, 0, 1, "either", M, "roster", ("id", "id", "hash", "hash") + END),
    0x0046: (1, 0, 3, R, M, "roster", ("id",) + END),
    0x0080: (1, 8, 0, R, M, "any", None), 0x0081: (1, 8, 0, R, M, "any", None),
    0x00C0: (1, 0, 0, R, M, "any", None), 0x00C1: (1, 0, 0, R, ALL, "any", None),
    0x00C2: (1, 0, 0, R, M, "any", None),
    0x0100: (1, 8, 0, R, T, "any", None), 0x0140: (1, 1, 0, R, SM, "any", None),
    0x0141: (1, 1, 0, R, SM, "any", None), 0x0142: (1, 1, 0, R, M, "any", None), 0x0180: (1, 2, 0, R, SM, "any", None),
    0x0181: (1, 2, 2, R, SM, "any", None), 0x0182: (1, 2, 2, R, SM, "any", None),
    0x0183: (1, 2, 0, R, SM, "any", None), 0x0184: (1, 2, 0, R, SM, "any", None),
    0x01C0: (1, 1, 0, R, SM, "any", None), 0x01C1: (1, 1, 0, R, SM, "any", None),
    0x01C2: (1, 1, 0, R, LD, "any", None), 0x01C3: (1, 1, 0, R, LD, "any", None),
    0x0200: (1, 8, 0, R, M, "any", None), 0x0201: (1, 8, 0, R, M, "any", None), 0x0202: (1, 8, 0, R, M, "any", None),
    0x0203: (1, 8, 0, R, M, "any", None), 0x0204: (1, 8, 0, R, M, "any", None), 0x0205: (1, 8, 0, R, M, "any", None),
    0x0240: (1, 3, 0, R, SM, "any", None), 0x0241: (1, 3, 0, R, SM, "any", None), 0x0242: (1, 3, 0, "either", SM, "any", None),
    0x0243: (1, 3, 0, R, SM, "any", None), 0x0244: (1, 3, 0, R, SM, "any", None), 0x0245: (1, 3, 0, R, SM, "any", None),
    0x0246: (1, 3, 0, R, SM, "any", None), 0x0247: (1, 3, 0, R, SM, "any", None), 0x0248: (1, 3, 0, R, SM, "any", None),
    0x0249: (1, 3, 0, R, SM, "any", None),
    0x024A: (1, 3, 0, R, SM, "any", None),
    0x024B: (1, 8, 0, R, LD, "any", None),
    0x0280: (1, 7, 0, "either", SM, "any", None), 0x0281: (1, 7, 0, "none", (), "any", None), 0x0282: (1, 7, 0, "none", (), "any", None),
    0x0283: (1, 7, 0, "either", SM, "any", None), 0x0284: (1, 7, 0, R, M, "any", None),
    0x0285: (1, 7, 0, R, SM, "any", None), 0x0286: (1, 7, 0, "none", (), "any", None), 0x0287: (1, 1, 0, R, SM, "any", None),
    0x0380: (0, 4, 0, R, RD, "session", None),
    0x0381: (0, 4, 0, R, RD, "session", None), 0x0382: (0, 4, 0, R, RD, "any", None),
    0x0383: (0, 4, 0, R, RD, "any", None), 0x0384: (0, 4, 0, R, SM, "any", None),
    0x0385: (0, 4, 0, R, X, "session", None), 0x03C0: (1, 8, 0, R, M, "any", None),
    0x03C1: (1, 8, 0, R, T, "any", None), 0x03C2: (1, 8, 0, R, M, "any", ("hash", "hash", "sig")),
    0x03C3: (1, 8, 0, R, M, "any", ("id", [("id", "hash", "hash", "id")])),
    0x0400: (1, 3, 0, R, SM, "any", None),
    0x0401: (1, 3, 0, R, SM, "any", None), 0x0402: (1, 3, 0, R, SM, "any", None),
    0x0403: (1, 3, 0, R, SM, "any", None), 0x0404: (1, 6, 1, R, SM, "any", ([("id", "u64")],)),
}
# Newest version of the body where it is not 1; bodies that are not kept are not decoded here.
NEWEST = {0x0140: 2, 0x0180: 4, 0x0181: 2, 0x0182: 2, 0x0243: 2}

class Fault(Exception):
    """Why an entry ends its chain: a reason, or the verdicts foreign and newer."""

def sha(tag, *parts): return hashlib.sha256(tag + b"".join(parts)).digest()
def need(condition, reason):
    if not condition: raise Fault(reason)

# ---- Ed25519, RFC 8032, strict: canonical points and S, no point of small order --------------------
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)

def decompress(raw):
    n = int.from_bytes(raw, "little"); y, sign = n & (1 << 255) - 1, n >> 255
    if y >= P: return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P != u: x = x * ROOT % P
    if v * x * x % P != u or (x == 0 and sign): return None
    return point(P - x if x & 1 != sign else x, y)
def point(x, y): return (x, y, 1, x * y % P)
def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)
def times(n, p):
    r = (0, 1, 1, 0)
    while n:
        if n & 1: r = add(r, p)
        p, n = add(p, p), n >> 1
    return r
def same(p, q): return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0
BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
KEYS, WEAK, LIBRARY = {}, set(), None
try: from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey as LIBRARY
except ImportError: pass

def weak_points():
    """The encodings of the eight points of small order: multiples of one of order 8."""
    y = 2
    while True:  # a point of the whole curve times the group order lies in the small group
        p = decompress(y.to_bytes(32, "little")); y += 1
        if p is None: continue
        p = times(L, p)
        if not same(times(4, p), (0, 1, 1, 0)): break
    q = (0, 1, 1, 0)
    for _ in range(8):
        z = pow(q[2], P - 2, P); x, v = q[0] * z % P, q[1] * z % P
        WEAK.add((v | (x & 1) << 255).to_bytes(32, "little")); q = add(q, p)
weak_points()

def public(raw):
    """A checked public key, or None."""
    if raw not in KEYS:
        p = None if raw in WEAK else decompress(raw)
        KEYS[raw] = p and (LIBRARY.from_public_bytes(raw) if LIBRARY else p)
    return KEYS[raw]
def signed(raw_key, message, sig):
    key, r, s = raw_key and public(raw_key), sig[:32], int.from_bytes(sig[32:], "little")
    if not key or s >= L or r in WEAK or int.from_bytes(r, "little") & (1 << 255) - 1 >= P: return False
    if LIBRARY:
        try: key.verify(sig, message)
        except Exception: return False
        return True
    point_r, h = decompress(r), int.from_bytes(hashlib.sha512(r + raw_key + message).digest(), "little") % L
    return point_r is not None and same(times(s, BASE), add(point_r, times(h, key)))

# ---- Deterministic CBOR: unsigned, bytes, text in NFC, arrays, null; shortest forms only -----------
def cbor(raw, shape):
    value, rest = item(raw, shape)
    need(not rest, "payload")
    return value
def head(raw):
    need(raw, "payload")
    major, n = raw[0] >> 5, raw[0] & 31
    if n < 24: return major, n, raw[1:]
    need(n < 28, "payload")
    size = 1 << n - 24; need(len(raw) > size, "payload")
    value = int.from_bytes(raw[1:1 + size], "big")
    need(value >= (24 if size == 1 else 1 << 4 * size), "payload")
    return major, value, raw[1 + size:]
def item(raw, shape):
    if isinstance(shape, str) and shape.endswith("?"):
        if raw[:1] == b"\xf6": return None, raw[1:]
        shape = shape[:-1]
    major, n, raw = head(raw)
    if isinstance(shape, (tuple, list)):
        need(major == 4 and (isinstance(shape, list) or n == len(shape)) and n <= len(raw), "payload")
        out = []
        for i in range(n):
            value, raw = item(raw, shape[0] if isinstance(shape, list) else shape[i]); out.append(value)
        return out, raw
    if shape[0] == "u":
        need(major == 0 and n < 1 << int(shape[1:]), "payload")
        return n, raw
    size = {"id": 16, "hash": 32, "sig": 64, "text": n}[shape]
    need(major == (3 if shape == "text" else 2) and n == size and len(raw) >= n, "payload")
    value = raw[:n]
    if shape == "text":
        try: text = value.decode()
        except UnicodeDecodeError: raise Fault("payload")
        need(unicodedata.normalize("NFC", text) == text, "payload")
    return value, raw[n:]

# ---- Entries ---------------------------------------------------------------------------------------
def entry_of(record):
    raw, u = record.header, lambda a, b: int.from_bytes(raw[a:b], "big")
    if raw[:3] == b"TKE" and len(raw) > 3 and raw[3] > 1: raise Fault("newer")
    need(raw[:4] == b"TKE\x01" and len(raw) >= FIXED and len(raw) == FIXED + 32 * raw[FIXED - 1], "form")
    e = Bag(raw=raw, org=raw[4:20], device=raw[20:36], seq=u(36, 44), prev=raw[44:76], hlc=u(76, 84), kind=u(94, 96),
            ver=raw[96], flags=raw[97], cls=raw[98], left=raw[99], session=raw[100:116], subject=raw[116:132],
            commit=raw[132:164], body_len=u(164, 168), refs=[raw[i:i + 32] for i in range(FIXED, len(raw), 32)],
            hash=sha(b"tirkeu/v1/entry\0", raw), sig=record.signature, body=record.body)
    need(e.flags < 4 and all(a < b for a, b in zip(e.refs, e.refs[1:])), "form")
    need((e.seq == 0) == (e.prev == ZERO32) and e.body_len <= MAX_BODY and e.hlc < 1 << 63, "form")
    if e.body is not None:
        need(33 <= len(e.body) <= MAX_BODY and len(e.body) == e.body_len, "body")
        need(sha(b"tirkeu/v1/commit\0", e.body) == e.commit, "body")
    e.spec = KINDS.get(e.kind) if e.ver <= NEWEST.get(e.kind, 1) else None
    return e
FIXED = 4 + 16 + 16 + 8 + 32 + 8 + 8 + 2 + 2 + 4 + 16 + 16 + 32 + 4 + 1

def kept_body(e):
    """The decoded body of a kind whose body is kept."""
    if not e.spec or not e.spec[6]: return None
    need(e.body is not None, "body-missing")
    need(e.body[0] == 1, "payload")
    return cbor(e.body[33:], e.spec[6])

# ---- The roster: what counts, and who was enrolled and held which role and key under any tips --------
def roster_of(org, records):
    """First reading: roster entries, the session behind each, what each desk had acknowledged before."""
    acts, sessions, cited, newer = {}, {}, {}, False
    for record in records:
        try: e = entry_of(record)
        except Fault: continue
        if e.org != org: continue
        try: e.fields = kept_body(e)
        except Fault: e.fields = None
        if e.kind == 1 and e.fields:
            first = sessions.get((e.device, e.session))
            if not first or e.seq < first.seq: sessions[e.device, e.session] = e
        seen = e.fields[3 if e.kind == 0 else 2] if e.kind < 2 and e.fields else [e.hash] if e.kind > 1 else []
        cited.setdefault(e.device, {})[e.seq] = seen
        if e.kind > 1: acts[e.hash] = e; newer |= e.spec is None or e.kind == 0x44 and bool(e.fields) and e.fields[1] not in ROLES
    for e in acts.values():
        began, e.by, e.before = sessions.get((e.device, e.session)), None, []
        if began and began.seq < e.seq:
            e.by, before = began, {h for seq, seen in cited[e.device].items() if seq < began.seq for h in seen}
            e.before = sorted(before.union(began.fields[2]))
        if e.spec and (e.ver != 1 or e.flags != e.spec[2] or e.cls != e.spec[1] or e.spec[3] == R and e.session == ZERO16): e.fields = None
    roster = evaluate(org, acts)
    roster.newer = newer
    return roster
def evaluate(org, acts):
    r = Bag(org=org, acts=acts, order=[], place={}, known=[], rank={}, limits=[], views={}, then={}, enrolled={})
    children, missing, free = {}, {}, []
    def is_free(e): heapq.heappush(free, (e.hlc, e.device, e.seq, e.hash))
    for e in acts.values():
        first = e.refs + e.before; missing[e.hash] = len(first)
        for h in first: children.setdefault(h, []).append(e)
        if not first: is_free(e)
    while free:
        e = acts[heapq.heappop(free)[3]]
        r.known.append(mask(r, e.refs)); r.place[e.hash] = len(r.order); r.order.append(e)
        for child in children.get(e.hash, ()):
            missing[child.hash] -= 1
            if not missing[child.hash]: is_free(child)
    settled = set()
    while True:  # one revocation after the other, the most senior first
        r.views.clear()
        for at, e in enumerate(r.order):
            rank = r.rank.get(e.hash) if e.hash in settled else may(r, at, e)
            if rank is None: r.rank.pop(e.hash, None)
            else: r.rank[e.hash] = rank
        r.views.clear()
        if not r.limits:
            for e in r.order:
                if e.kind == 0x42 and e.hash in r.rank:
                    r.enrolled.setdefault(e.fields[0], Bag(key=e.fields[1], own=e.seq if e.fields[0] == e.device else None))
        todo = [(r.rank[e.hash], at) for at, e in enumerate(r.order) if e.kind == 0x43 and e.hash in r.rank and e.hash not in settled]
        if not todo: return r
        at = min(todo)[1]; e = r.order[at]; settled.add(e.hash)
        r.limits.append((e.fields[0], -1 if e.fields[1] is None else e.fields[1], at))
def mask(r, tips):
    """These entries and all before them, as bits by place."""
    bits = 0
    for h in tips:
        if h in r.place: bits |= r.known[r.place[h]] | 1 << r.place[h]
    return bits
def holds(r, tips): return all(h in r.place for h in tips)
def is_under(r, tips, h): return h in r.place and mask(r, tips) >> r.place[h] & 1 == 1
def is_revoked(r, device, seq): return any(d == device and seq > last for d, last, _ in r.limits)
def may(r, at, e):
    """How senior the signature of an entry is that counts, else None."""
    f = e.fields
    if not f or is_revoked(r, e.device, e.seq) or not stands(r, e): return None
    view, signer = view_at(r, e.refs), f[-2]
    if e.kind == 0x40:
        named = sha(b"tirkeu/v1/org\0", f[0])[:16] == r.org
        return 0 if e.seq == 1 and not e.refs and signer is None and named and body_signed(e, f[0]) else None
    if e.kind == 0x41 and not signed(f[0], b"tirkeu/v1/root\0" + r.org + f[0] + f[1], f[2]): return None
    if e.kind == 0x42 and view.desks.get(f[0], (f[1],))[0] != f[1]: return None
    if not (e.kind == 0x42 and f[0] == e.device) and e.device not in view.desks: return None
    if signer is None: rank = view.root[1] if view.root and body_signed(e, view.root[0]) else None
    else:
        role, role_rank = view.roles.get(signer, (None, 0))
        # A key of a revoked desk signs nothing more on other desks: only what the revocation knew counts.
        stand = lambda of: of == e.device or all(d != of or r.known[v] >> at & 1 for d, _, v in r.limits)
        ranks = [max(role_rank, rank, view.desks.get(of, (0, 0))[1], view.desks.get(e.device, (0, 0))[1])
                 for (staff, of), (key, rank) in view.keys.items() if staff == signer and stand(of) and body_signed(e, key)]
        rank = min(ranks) if role == 3 and ranks else None
    return rank if rank is None or e.kind != 0x42 else max(rank, at + 1)
def body_signed(e, key, known={}):
    if (e.hash, key) not in known:
        unsigned = e.body[33:-64] + bytes(64)
        message = b"tirkeu/v1/roster\0" + e.org + e.device + e.kind.to_bytes(2, "big") + bytes([e.ver]) + sha(b"", unsigned) + b"".join(e.refs)
        known[e.hash, key] = signed(key, message, e.fields[-1])
    return known[e.hash, key]
def begun(opened, person):
    """The person signed the beginning of the session."""
    staff, key, tips, sig = opened.fields
    message = b"tirkeu/v1/session\0" + opened.org + opened.device + opened.session + staff + opened.prev + opened.hlc.to_bytes(8, "big") + sha(b"", *tips)
    return person is not None and sha(b"", person)[:16] == key and signed(person, message, sig)
def stands(r, e):
    """Whoever sat at the desk held the role too."""
    if e.session == ZERO16: return True
    if e.by is None: return False
    staff, _, tips, _ = e.by.fields
    view = view_at(r, tips)
    return (view.roles.get(staff, (None,))[0] in e.spec[4] and e.device in view.desks and all(a < b for a, b in zip(tips, tips[1:]))
            and begun(e.by, view.keys.get((staff, e.device), (None,))[0]) and not goes_back(r, tips, e.before))
def goes_back(r, tips, before):
    """A desk that cites these tips leaves out what counted when it had acknowledged all that."""
    if all(is_under(r, tips, h) for h in before): return False
    known = tuple(sorted(set(tips) | set(before)))
    if known not in r.then: r.then[known] = list(as_of(r, known).rank)
    return any(h in r.rank and is_under(r, before, h) and not is_under(r, tips, h) for h in r.then[known])
def as_of(r, tips):
    """The roster as whoever held just these entries and those before them evaluated it."""
    inside, todo = {}, list(tips)
    while todo:
        e = r.acts.get(todo.pop())
        if e and e.hash not in inside: inside[e.hash] = e; todo += e.refs + e.before
    return evaluate(r.org, inside)
def view_at(r, tips):
    if tuple(tips) in r.views: return r.views[tuple(tips)]
    bits, gone = mask(r, tips), {}
    order = [(at, e, r.rank[e.hash]) for at, e in enumerate(r.order) if bits >> at & 1 and e.hash in r.rank]
    view = Bag(root=None, desks={}, roles={}, keys={})
    for at, e, _ in order:
        if e.kind == 0x46: gone[e.fields[0]] = gone.get(e.fields[0], 0) | 1 << at
    for at, e, rank in order:
        f = e.fields
        if e.kind == 0x40: view.root = view.root or (f[0], rank)
        if e.kind == 0x41: view.root = f[0], rank
        if e.kind == 0x42: view.desks.setdefault(f[0], (f[1], rank))
        # Taking away wins: a role or key counts when it knew of every removal.
        if e.kind in (0x44, 0x45) and gone.get(f[0], 0) & ~r.known[at]: continue
        if e.kind == 0x44: view.roles[f[0]] = f[1], rank
        if e.kind == 0x45: view.keys[f[0], f[1]] = f[2], rank
    r.views[tuple(tips)] = view
    return view

# ---- One chain: the steps of journal-format.md, in their order -------------------------------------
class Chain:
    def __init__(self):
        self.hashes, self.hlc, self.left, self.last, self.key = [], -1, 0, None, None
        self.fault = self.fork = self.founding = None
        self.sessions, self.heard, self.newer, self.waiting, self.erased, self.unknown, self.late = {}, [], False, [], [], [], []
        self.cited, self.taken = [], False  # the roster as acknowledged so far; a revocation took the entry's effect

    def examine(self, record, journal):
        e, roster = entry_of(record), journal.roster
        need(e.org == roster.org, "foreign")
        need((e.device, e.seq) == (record.device, record.seq), "line")
        if e.seq < len(self.hashes):  # a copy, a signed rival, or rubbish
            if e.hash != self.hashes[e.seq]:
                need(signed(self.key, b"tirkeu/v1/sig\0" + e.hash, e.sig), "signature")
                self.fork = e.seq if self.fork is None else min(e.seq, self.fork)
            return
        need(e.seq == len(self.hashes), "gap")
        need(e.prev == (self.hashes[-1] if self.hashes else ZERO32), "prev")
        need(e.hlc > self.hlc or not self.hashes, "hlc")
        need(e.left == self.left - 1 and e.session == self.last if self.left else e.left < 64, "batch")
        if self.key is None:
            need(e.device in roster.enrolled and public(roster.enrolled[e.device].key), "enrolment")
            self.key = roster.enrolled[e.device].key
        need(signed(self.key, b"tirkeu/v1/sig\0" + e.hash, e.sig), "signature")
        own, spec, self.taken = e.device in journal.own, e.spec, is_revoked(roster, e.device, e.seq)
        if spec: kind(e, spec)
        fields = kept_body(e)
        self.beginning(e, fields, own, roster)
        self.session(e, fields, own, roster)
        if spec: self.authority(e, spec, fields, own, roster)
        else: self.unknown.append(e.seq); self.newer |= e.kind < 0x40
        if e.body is None: self.erased.append(e.seq)
        if self.taken: self.late.append(e.seq)
        self.hashes.append(e.hash); self.hlc, self.left, self.last = e.hlc, e.left, e.session
        journal.subjects[e.hash] = e.subject if not spec or spec[0] else None
        journal.refs += [(e.device, e.seq, e.subject, ref) for ref in e.refs]

    def beginning(self, e, fields, own, roster):
        need((e.seq == 0) == (e.kind == 0), "genesis")
        if e.kind == 0 and fields:
            enrolled, cited, tips = roster.enrolled[e.device], fields[1], fields[3]
            self.cited += tips
            if not tips: self.founding = e.left
            if cited is None: return need(enrolled.own is not None and enrolled.own <= e.left, "genesis")
            act = roster.acts.get(cited)
            need(enrolled.own is None and act and act.fields and act.kind == 0x42 and act.fields[:2] == [e.device, enrolled.key], "genesis")
            if is_under(roster, tips, cited): return
            need(not own and not holds(roster, tips), "genesis"); self.waiting.append(e.seq)
            return
        need((e.kind == 0x40) == (self.founding is not None and e.seq == 1), "genesis")
        if self.founding is not None and e.seq <= self.founding:
            need(e.spec and 0x40 <= e.kind <= 0x7F and fields[-2] is None and e.session == ZERO16, "genesis")

    def session(self, e, fields, own, roster):
        if e.kind == 1 and fields:
            staff, _, tips, _ = fields
            need(e.session not in self.sessions and all(a < b for a, b in zip(tips, tips[1:])), "session")
            s, e.fields = Bag(open=True, last=e.hash, key=None, staff=staff, tips=tips, then=None, taken=False), fields
            if holds(roster, tips):
                for s.taken in (False, True):  # as the roster stands, or as it stood before a revocation
                    view = s.then = view_at(as_of(roster, tips), tips) if s.taken else view_at(roster, tips)
                    person = view.keys.get((staff, e.device), (None,))[0]
                    if begun(e, person): s.key = person; break
                need(s.key, "session-signature")
                s.then = view if s.taken else None
            else: need(not own, "session"); self.waiting.append(e.seq)
            self.sessions[e.session] = s
            return
        if e.session == ZERO16:
            if e.kind == 2 and fields:
                s = self.sessions.get(e.subject)  # the session that the crash ended
                need(fields[0] == 2 and fields[1] is None and s and s.open, "session")
                s.open = False
            return
        s = self.sessions.get(e.session)
        need(s and s.open, "session")
        if e.kind == 2 and fields:
            need(fields[1] is not None, "session-signature")
            message = b"tirkeu/v1/session-end\0" + e.org + e.device + e.session + s.last
            need(s.key is None or signed(s.key, message, fields[1]), "session-signature")
            s.open = False
        s.last = e.hash

    def authority(self, e, spec, fields, own, roster):
        s = self.sessions.get(e.session)
        if s and s.key:
            allows = lambda view: e.device in view.desks and view.roles.get(s.staff, (None,))[0] in spec[4]
            if s.taken or not allows(view_at(roster, s.tips)):
                s.then = s.then or view_at(as_of(roster, s.tips), s.tips)
                need(allows(s.then), "authority"); self.taken = True
        if e.kind == 1 and fields:
            need(not goes_back(roster, fields[2], self.cited), "authority")
            self.cited += [h for h in fields[2] if h not in self.cited]
        if spec[5] == "roster":
            if e.hash not in roster.place: need(not own, "roster")
            elif e.hash not in roster.rank:
                need(roster.acts[e.hash].fields and e.hash in as_of(roster, [e.hash]).rank, "roster"); self.taken = True
            self.cited.append(e.hash)
        heads = {0: lambda: fields[2], 3: lambda: fields[0], 4: lambda: fields[0]}.get(e.kind, lambda: ())()
        self.heard += [(e.seq, d, n, h) for d, n, h in heads if d != e.device]

def kind(e, spec):
    ordered, cls, flags, session, _, subject, _ = spec
    if e.kind == 2 and e.session == ZERO16: subject = "any"
    fits = {"device": e.device, "roster": e.org, "session": e.session, "any": e.subject}[subject]
    need(e.ver > 0 and e.flags == flags and e.cls == cls and e.subject == fits and (ordered or not e.refs)
         and {R: e.session != ZERO16, "none": e.session == ZERO16, "either": True}[session], "kind")

# ---- Files and the verdict -------------------------------------------------------------------------
def distinct(pairs):
    out = dict(pairs)
    if len(out) != len(pairs): raise ValueError("a name twice")
    return out
def parse(line, names):
    value = json.loads(line.decode(), object_pairs_hook=distinct)
    if type(value) is not dict or set(value) != set(names): raise ValueError("other names")
    return value
def unhex(text, size=None):
    if type(text) is not str or not re.fullmatch("(?:[0-9a-f]{2})*", text) or size not in (None, len(text) // 2): raise ValueError("hex")
    return bytes.fromhex(text)
def number(value):
    if type(value) is not int or not 0 <= value < 1 << 64: raise ValueError("number")
    return value
FIRST = {0, 1, *range(0x40, 0x80)}  # kinds of the first reading
BAD = (ValueError, KeyError, TypeError, RecursionError)

def lines(stream):
    while True:
        line = stream.readline(MAX_LINE + 1)
        if not line: return
        if len(line) > MAX_LINE:
            while line and not line.endswith(b"\n"): line = stream.readline(MAX_LINE)
            line = b""
        yield line
def first_line(stream):
    v = parse(next(lines(stream), b""), ("tirkeu", "version", "org", "desk", "devices"))
    if v["tirkeu"] != "journal" or number(v["version"]) == 0: raise ValueError("not a journal")
    if v["version"] > 1: raise Fault("newer")
    if type(v["devices"]) is not list: raise ValueError("devices")
    for device in v["devices"]: unhex(device, 16)
    return unhex(v["org"], 16), unhex(v["desk"], 16)
def records(paths):
    """Every line after the first; None for one that is not a record."""
    for path in paths:
        with open(path, "rb") as stream:
            first_line(stream)
            for line in lines(stream):
                try:
                    v = parse(line, ("device", "seq", "header", "signature", "body"))
                    yield Bag(device=unhex(v["device"], 16), seq=number(v["seq"]), header=unhex(v["header"]),
                              signature=unhex(v["signature"], 64), body=None if v["body"] is None else unhex(v["body"]))
                except BAD: yield None

def finding(verdict, device=None, seq=None, reason=None, source=None):
    return dict(verdict=verdict, device=device and device.hex(), seq=seq, reason=reason, source=source)

def verify(paths, anchors):
    org, own, fault = None, [], None
    for path in paths:
        with open(path, "rb") as stream:
            try: o, desk = first_line(stream); org = org or o; own.append(desk)
            except Fault: fault = fault or finding("newer")
            except BAD: fault = finding("damaged", reason="line")
    if fault: return dict(finding=fault, chains=[])
    journal = Bag(own=set(own), subjects={}, refs=[])
    journal.roster = roster_of(org, (r for r in records(paths) if r and len(r.header) > 96 and r.header[94] == 0 and r.header[95] in FIRST))
    chains, unreadable = {}, False
    for record in records(paths):
        if record is None: unreadable = True; continue
        chain = chains.setdefault(record.device, Chain())
        if chain.fault and record.seq >= len(chain.hashes): continue
        try: chain.examine(record, journal)
        except Fault as f:
            reason, seq = str(f), record.seq
            if chain.fault: continue
            if reason == "gap": seq = len(chain.hashes)
            if reason in NEEDS_ROSTER and (chain.newer or journal.roster.newer): reason = "newer"
            chain.fault = (seq, reason, None) if reason in ("foreign", "newer") else (seq, "damaged", reason)
            del chain.hashes[seq:]
    for device, seq, subject, ref in journal.refs:
        if journal.subjects.get(ref, subject) != subject and seq < len(chains[device].hashes):
            chains[device].fault = (seq, "damaged", "refs"); del chains[device].hashes[seq:]
    heads, desk = {}, own[0] if own else min(chains, default=None)
    for device, seq, digest, source in anchors:
        heads.setdefault(device or desk, set()).add((seq, SOURCES.index(source), digest))
    for chain in chains.values():
        for at, device, seq, digest in chain.heard:
            if at < len(chain.hashes): heads.setdefault(device, set()).add((seq, 4, digest))
    for device, known in heads.items():
        if device not in chains and any(h[1] != 4 or device in journal.own for h in known): chains[device] = Chain()
    out = [conclude(d, chains[d], sorted(heads.get(d, ())), d in journal.own) for d in sorted(chains)]
    worst = max((c["finding"] for c in out), key=lambda f: ORDER.index(f["verdict"]), default=finding("empty"))
    if unreadable and ORDER.index(worst["verdict"]) <= ORDER.index("damaged"): worst = finding("damaged", reason="line")
    return dict(org=org.hex(), finding=worst, chains=out)

def conclude(device, chain, heads, own):
    verified = lambda seqs: sum(seq < len(chain.hashes) for seq in seqs)
    n, on = len(chain.hashes), [h for h in heads if h[0] < len(chain.hashes) and chain.hashes[h[0]] == h[2]]
    ahead = [h for h in heads if h[0] >= n]
    rewritten, shortened = [h for h in heads if h[0] < n and h not in on], [h for h in ahead if own or h[1] != 4]
    if chain.fork is not None and chain.fork < n and not (chain.fault and chain.fault[1] == "foreign"): f = finding("fork", device, chain.fork)
    elif chain.fault: f = finding(chain.fault[1], device, chain.fault[0], chain.fault[2])
    elif rewritten: f = finding("rewritten", device, rewritten[0][0], source=SOURCES[rewritten[0][1]])
    elif shortened: f = finding("shortened", device, shortened[0][0], source=SOURCES[shortened[0][1]])
    elif chain.left and own: f = finding("shortened", device, n)
    elif on: f = finding("whole", device, on[-1][0])
    else: f = finding("whole-unanchored", device, n - 1 if n else None)
    return dict(device=device.hex(), entries=n, head=chain.hashes[-1].hex() if n else None, anchored=on[-1][0] if on else None,
                without_body=verified(chain.erased), unknown=verified(chain.unknown),
                waiting=verified(chain.waiting) + (len(ahead) > len(shortened)), after_revocation=verified(chain.late), finding=f)

def paper(text):
    parts = text.strip().lower().rsplit(":", 2)
    if not re.fullmatch("[0-9]+", parts[-2]): raise ValueError("number")
    return (unhex(parts[0], 16) if len(parts) == 3 else None, number(int(parts[-2])), unhex(parts[-1], 32), "paper")
def read_heads(path):
    with open(path, encoding="utf-8") as stream:
        values = [parse(line.encode(), ("device", "seq", "hash")) for line in stream if line.strip()]
    return [(unhex(v["device"].lower(), 16), number(v["seq"]), unhex(v["hash"].lower(), 32), "heads") for v in values]

def main():
    global LIBRARY
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--anchor", action="append", default=[], help="a head from the control sheet")
    p.add_argument("--heads", action="append", default=[], help='JSON lines {"device","seq","hash"}')
    p.add_argument("--each", action="store_true", help="every file is a journal of its own")
    p.add_argument("--pure", action="store_true", help="do not use the package cryptography")
    p.add_argument("files", nargs="+")
    args = p.parse_args()
    if args.pure: LIBRARY = None
    try: anchors = [paper(a) for a in args.anchor] + [h for f in args.heads for h in read_heads(f)]
    except (*BAD, IndexError, OSError) as e: p.error(f"anchor: {e}")
    code = 0
    for paths in [[f] for f in args.files] if args.each else [args.files]:
        try: report = verify(paths, anchors)
        except OSError as e: p.error(str(e))
        print(json.dumps(report)); code = max(code, EXIT.get(report["finding"]["verdict"], 6))
    return code

if __name__ == "__main__":
    sys.exit(main())
