import type { DatabaseSync } from 'node:sqlite';
import { GatewayError } from '../errors.ts';

/** Numbered from 1; a released migration is never edited, only followed by another. Times are epoch ms. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

  CREATE TABLE device (
    device_id TEXT PRIMARY KEY,
    body TEXT NOT NULL,              -- the Device as JSON
    registered_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE credential (
    device_id TEXT PRIMARY KEY REFERENCES device (device_id) ON DELETE CASCADE,
    scheme TEXT NOT NULL,            -- hmac-sha256 (gateway-made token) or scrypt (vendor-chosen password)
    verifier TEXT NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE onvif_connection (
    device_id TEXT PRIMARY KEY REFERENCES device (device_id) ON DELETE CASCADE,
    sealed BLOB NOT NULL             -- address and login, encrypted
  ) STRICT;

  CREATE TABLE dead_letter (
    dead_letter_id TEXT PRIMARY KEY, -- {commit}-{frame}: one per inbox frame, however often it is read
    device_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    code TEXT NOT NULL,
    detail TEXT NOT NULL,
    path TEXT,
    received_at INTEGER NOT NULL,
    sealed BLOB NOT NULL             -- the payload, sealed like the inbox
  ) STRICT;

  CREATE TABLE candidate (
    candidate_id TEXT PRIMARY KEY,
    type TEXT NOT NULL,              -- raise, clear
    outcome TEXT NOT NULL,           -- opened, attached, reopened, cleared, suppressed, held
    reason TEXT,
    case_no TEXT,
    at INTEGER NOT NULL,
    decided_at INTEGER NOT NULL,
    body BLOB NOT NULL               -- gridwarden.v1.CaseCandidate
  ) STRICT;
  CREATE INDEX candidate_case ON candidate (case_no);

  CREATE TABLE case_record (
    case_no TEXT PRIMARY KEY,
    attach_key TEXT NOT NULL,
    open INTEGER NOT NULL,
    category TEXT NOT NULL,
    grid_code TEXT NOT NULL,
    org_code TEXT NOT NULL,
    step INTEGER NOT NULL,
    sub_state TEXT NOT NULL,
    severity INTEGER NOT NULL,
    raised_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    body TEXT NOT NULL               -- the Case as JSON
  ) STRICT;
  CREATE UNIQUE INDEX case_one_open ON case_record (attach_key) WHERE open = 1;
  CREATE INDEX case_raised ON case_record (raised_at, case_no);
  CREATE INDEX case_attach ON case_record (attach_key, raised_at);

  CREATE TABLE case_event (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    type TEXT NOT NULL,
    case_no TEXT NOT NULL REFERENCES case_record (case_no),
    at INTEGER NOT NULL,
    reason TEXT,
    body TEXT NOT NULL               -- the Case as it was after the event, as JSON
  ) STRICT;
  CREATE INDEX case_event_case ON case_event (case_no, sequence);

  CREATE TABLE feedback (
    feedback_id TEXT PRIMARY KEY,
    case_no TEXT NOT NULL REFERENCES case_record (case_no),
    type TEXT NOT NULL,
    at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX feedback_case ON feedback (case_no, received_at);

  CREATE TABLE receiver (
    receiver_id TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    cursor INTEGER NOT NULL,         -- case events up to this sequence have a delivery row or were filtered
    body TEXT NOT NULL               -- url, secrets, filter, state
  ) STRICT;
  CREATE TABLE delivery (
    receiver_id TEXT NOT NULL REFERENCES receiver (receiver_id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    case_no TEXT NOT NULL,
    state TEXT NOT NULL,             -- pending, delivered, filtered, failed
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL,
    last_status INTEGER,
    last_error TEXT,
    done_at INTEGER,
    PRIMARY KEY (receiver_id, sequence)
  ) STRICT;
  CREATE INDEX delivery_waiting ON delivery (receiver_id, case_no, sequence) WHERE state = 'pending';

  CREATE TABLE timer (
    timer_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,              -- response-deadline, disposal-deadline, ...
    key TEXT NOT NULL,               -- the case number or other subject
    due_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX timer_due ON timer (due_at);

  CREATE TABLE account (
    name TEXT PRIMARY KEY,           -- e.g. candidate.opened, candidate.suppressed.UNGRIDDED
    value INTEGER NOT NULL
  ) STRICT;
  `,
  // A secret that was replaced works on until its overlap ends.
  `
  ALTER TABLE credential ADD COLUMN old_scheme TEXT;
  ALTER TABLE credential ADD COLUMN old_verifier TEXT;
  ALTER TABLE credential ADD COLUMN old_until INTEGER;
  `,
  // What is old is found without reading what is not; the accounts count deliveries from an index alone.
  `
  CREATE INDEX candidate_decided ON candidate (decided_at);
  CREATE INDEX dead_letter_received ON dead_letter (received_at);
  CREATE INDEX delivery_done ON delivery (done_at) WHERE state <> 'pending';
  CREATE INDEX delivery_state ON delivery (receiver_id, state);
  `,
  // The audit log: only ever added to.
  `
  CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    entry TEXT NOT NULL,             -- what happened, as JSON
    prev TEXT NOT NULL,              -- hash of the row before
    hash TEXT NOT NULL               -- SHA-256 of sequence, prev and entry
  ) STRICT;
  `,
  // What the pipeline knows of alarms beside their own case.
  `
  CREATE TABLE case_spot (           -- where and when new cases began, while others may belong to them
    case_no TEXT PRIMARY KEY,
    category TEXT NOT NULL,
    grid_code TEXT NOT NULL,
    cell INTEGER,                    -- square of about 1 km
    lon REAL,
    lat REAL,
    at INTEGER NOT NULL,             -- event time
    storm_at INTEGER,                -- event time of the newest alarm that a storm put into it
    seen_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX case_spot_cell ON case_spot (cell, at);
  CREATE INDEX case_spot_grid ON case_spot (grid_code, category, at);
  CREATE INDEX case_spot_storm ON case_spot (grid_code, category, storm_at) WHERE storm_at IS NOT NULL;
  CREATE INDEX case_spot_seen ON case_spot (seen_at);

  CREATE TABLE case_member (         -- alarms that joined the case of another key
    attach_key TEXT NOT NULL,
    episode TEXT NOT NULL,
    case_no TEXT NOT NULL,
    active INTEGER NOT NULL,
    joined_at INTEGER NOT NULL,
    PRIMARY KEY (attach_key, episode)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX case_member_case ON case_member (case_no, active);

  CREATE TABLE held (                -- candidates whose outcome is still to come
    candidate_id TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    attach_key TEXT NOT NULL,
    episode TEXT NOT NULL,
    device_id TEXT NOT NULL,
    vendor TEXT NOT NULL,
    category TEXT NOT NULL,
    certainty REAL NOT NULL,
    cell INTEGER,
    lon REAL,
    lat REAL,
    at INTEGER NOT NULL,             -- event time
    held_at INTEGER NOT NULL,
    detail TEXT,                     -- what failed
    body TEXT NOT NULL               -- the CaseCandidate as JSON
  ) STRICT;
  CREATE INDEX held_key ON held (attach_key, episode);
  CREATE INDEX held_cell ON held (cell, at);
  CREATE INDEX held_vendor ON held (reason, vendor, at);

  CREATE TABLE candidate_failure (   -- candidates that a stage fails on
    candidate_id TEXT PRIMARY KEY,
    attempts INTEGER NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE silence (             -- what operators have silenced
    silence_id TEXT PRIMARY KEY,
    until_at INTEGER NOT NULL,
    body TEXT NOT NULL               -- the Silence as JSON
  ) STRICT;

  CREATE TABLE chatter (             -- token bucket of each source that goes on and off
    source TEXT PRIMARY KEY,
    tokens REAL NOT NULL,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE vendor_silence (      -- devices that fell silent a moment ago
    vendor TEXT NOT NULL,
    device_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (vendor, device_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX vendor_silence_at ON vendor_silence (vendor, at);

  CREATE TABLE device_reliability (  -- what feedback said of the alarms of a device
    device_id TEXT PRIMARY KEY,
    confirmed INTEGER NOT NULL,
    false_alarms INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE clue (                -- what people reported
    clue_id TEXT PRIMARY KEY,
    outcome TEXT NOT NULL,           -- waiting, attached, opened
    case_no TEXT,
    category TEXT NOT NULL,
    certainty REAL NOT NULL,
    cell INTEGER NOT NULL,
    lon REAL NOT NULL,
    lat REAL NOT NULL,
    at INTEGER NOT NULL,             -- event time
    received_at INTEGER NOT NULL,
    body TEXT NOT NULL               -- the Clue as JSON
  ) STRICT;
  CREATE INDEX clue_waiting ON clue (cell, at) WHERE outcome = 'waiting';
  `,
  // The life of a case after it was raised.
  `
  CREATE TABLE ledger (              -- everything that happened to a case, each row bound to the one before
    case_no TEXT NOT NULL,
    no INTEGER NOT NULL,             -- 1, 2, … per case
    entry TEXT NOT NULL,             -- what happened, as JSON
    prev TEXT NOT NULL,              -- hash of the row before
    hash TEXT NOT NULL,              -- SHA-256 of case_no, no, prev and entry
    PRIMARY KEY (case_no, no)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE ledger_head (         -- the last row of each ledger, so that none is cut off unseen
    case_no TEXT PRIMARY KEY,
    no INTEGER NOT NULL,
    hash TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO meta (key, value)      -- events up to this one are older than the ledger
    SELECT 'ledger.after', CAST(coalesce(max(sequence), 0) AS TEXT) FROM case_event;

  ALTER TABLE feedback ADD COLUMN effect TEXT NOT NULL DEFAULT 'moved'; -- moved the case, or was kept for the record
  CREATE TABLE early_feedback (      -- words that wait for those before them
    feedback_id TEXT PRIMARY KEY,
    case_no TEXT NOT NULL,
    org_code TEXT NOT NULL,
    at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX early_feedback_case ON early_feedback (case_no, at);

  CREATE TABLE merged_key (          -- attach keys whose alarms belong to the case theirs was merged into
    attach_key TEXT PRIMARY KEY,
    case_no TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX merged_key_case ON merged_key (case_no);

  CREATE INDEX case_restricted ON case_record (updated_at) WHERE json_extract(body, '$.restricted') = 1;
  `,
  // How busy a grid is.
  `
  CREATE INDEX case_open_grid ON case_record (grid_code) WHERE open = 1;
  `,
  // Subscriptions that a gateway which was killed left at ONVIF devices.
  `
  CREATE TABLE onvif_subscription (
    device_id TEXT PRIMARY KEY REFERENCES onvif_connection (device_id) ON DELETE CASCADE,
    body TEXT NOT NULL               -- JSON: path, address, reference parameters
  ) STRICT, WITHOUT ROWID;
  `,
  // Candidates of restricted categories are restricted also where no case came of them.
  `
  ALTER TABLE candidate ADD COLUMN restricted INTEGER NOT NULL DEFAULT 0;
  UPDATE candidate SET restricted = 1 WHERE case_no IN
    (SELECT case_no FROM case_record WHERE json_extract(body, '$.restricted') = 1);
  CREATE INDEX candidate_restricted ON candidate (decided_at) WHERE restricted = 1;
  `,
  // What every change of a case asks stands in columns: reading it out of the JSON took longer than the change itself.
  `
  ALTER TABLE case_record ADD COLUMN restricted INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE case_record ADD COLUMN occurrences INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE case_record ADD COLUMN active_episodes INTEGER NOT NULL DEFAULT 0;
  DROP INDEX case_restricted;
  UPDATE case_record SET restricted = json_extract(body, '$.restricted'), occurrences = json_extract(body, '$.occurrences'),
    active_episodes = json_array_length(body, '$.activeEpisodes');
  CREATE INDEX case_restricted ON case_record (updated_at) WHERE restricted = 1;
  `,
];

/** Brings the database to the newest format; refuses one that a newer gateway wrote. */
export function migrate(db: DatabaseSync): void {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version > MIGRATIONS.length)
    throw new GatewayError(
      'DATA_DIR_NEWER',
      `records format ${version}, this version knows ${MIGRATIONS.length}; use the newer gateway or another data directory`,
    );
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue;
    db.exec(`BEGIN; ${sql} PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}
