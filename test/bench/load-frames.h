/* MQTT 3.1.1 packets of the load generator. */
#define MAX_FRAME 512
#define TS_MARK "1764720000000"
#define SEQ_MARK "1000000000"

/* A PUBLISH rendered once, and where its numbers stand; id_at is 0 at QoS 0. */
typedef struct { char bytes[MAX_FRAME]; int size, id_at, ts_at, seq_at; } Frame;

static int put_text(char *to, const char *text) {
  int n = strlen(text);
  to[0] = n >> 8; to[1] = n; memcpy(to + 2, text, n);
  return n + 2;
}

static int put_head(char *to, int first, int length) {
  int n = 0;
  to[n++] = first;
  do { to[n++] = (length & 127) | (length > 127 ? 128 : 0); length >>= 7; } while (length);
  return n;
}

/* A PUBLISH to v1/lab/d{device}/{kind}; the payload holds both marks. */
static void render(Frame *f, int device, int qos, const char *kind, const char *payload) {
  char topic[64], body[MAX_FRAME];
  snprintf(topic, sizeof topic, "v1/lab/d%d/%s", device, kind);
  int n = put_text(body, topic), id = n;
  if (qos) n += 2;
  memcpy(body + n, payload, strlen(payload));
  n += strlen(payload);
  int head = put_head(f->bytes, 0x30 | qos << 1, n);
  memcpy(f->bytes + head, body, n);
  f->size = head + n;
  f->id_at = qos ? head + id : 0;
  f->ts_at = (char *)memmem(f->bytes, f->size, TS_MARK, 13) - f->bytes;
  f->seq_at = (char *)memmem(f->bytes, f->size, SEQ_MARK, 10) - f->bytes;
}

/* Writes the numbers of message n: time, sequence, packet id. */
static void patch(Frame *f, const char *ts_digits, uint64_t n) {
  uint64_t seq = 1000000000 + n;
  memcpy(f->bytes + f->ts_at, ts_digits, 13);
  for (int i = 9; i >= 0; i--, seq /= 10) f->bytes[f->seq_at + i] = '0' + seq % 10;
  if (!f->id_at) return;
  uint32_t id = n % 65535 + 1;
  f->bytes[f->id_at] = id >> 8;
  f->bytes[f->id_at + 1] = id;
}

/* The CONNECT of a lab device: clean session, keep alive 600 s. Its size. */
static int login(char *packet, int device) {
  char user[32], body[256];
  snprintf(user, sizeof user, "lab/d%d", device);
  int n = put_text(body, "MQTT");
  memcpy(body + n, "\x04\xc2\x02\x58", 4);
  n += 4;
  n += put_text(body + n, user);
  n += put_text(body + n, user);
  n += put_text(body + n, "lab");
  int head = put_head(packet, 0x10, n);
  memcpy(packet + head, body, n);
  return head + n;
}
