/*
 * The load generator: MQTT 3.1.1 devices on one epoll loop. Frames are rendered once; per message only the digits of `ts`,
 * `seq` and the packet id are patched in place. Command line and output are those of load.ts, its stand-in where there is no
 * compiler:
 *
 *   load MODE PORT CONNECTIONS WINDOW RATE WARM_S SECONDS ALARM_EVERY TELEMETRY ALARM_ON ALARM_OFF
 *
 * MODE: window (keep WINDOW unacknowledged QoS 1 messages per connection), rate (RATE messages/s in total, at most WINDOW
 * unacknowledged each), flood (QoS 0, 16 frames per write), idle (connect only). The payloads hold the numbers
 * 1764720000000 and 1000000000 where time and sequence go. Every ALARM_EVERYth message of a device is an alarm, on and off
 * in turn; 0: none. Lines of JSON: connected; (one line on stdin starts the load;) warm; stopped; done.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_FRAME 512
#define FLOOD_FRAMES 16
#define OUT_SIZE (1 << 16)
#define SUB 32 /* histogram steps per power of two: 3 % */
#define TS_MARK "1764720000000"
#define SEQ_MARK "1000000000"

typedef struct { char bytes[MAX_FRAME]; int size, id_at, ts_at, seq_at; } Frame;

typedef struct {
  int fd, index, up;
  Frame frame[3]; /* telemetry, alarm on, alarm off */
  uint64_t sent, acked;
  uint32_t alarms, phase;
  int rest;          /* bytes of a PUBACK cut in two */
  int waiting;       /* EPOLLOUT is asked for */
  int out_at, out_size;
  char *out;
  uint32_t *sent_at; /* us since start, a ring of `window` */
} Conn;

enum { WINDOW, RATE, FLOOD, IDLE };
static int mode, port, connections, window_size, rate, alarm_every, ep;
static uint64_t warm_us, run_us;
static Conn *conns;
static uint64_t began, total_sent, total_acked, hist[40 * SUB];
static int measuring, closed;
static char ts_digits[14];

static uint64_t now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void read_clock(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  snprintf(ts_digits, sizeof ts_digits, "%013llu", (unsigned long long)t.tv_sec * 1000 + t.tv_nsec / 1000000);
}

static void die(const char *what) { perror(what); exit(1); }

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

static void render(Frame *f, int device, const char *kind, const char *payload) {
  char topic[64], body[MAX_FRAME];
  snprintf(topic, sizeof topic, "v1/lab/d%d/%s", device, kind);
  int qos = mode == FLOOD ? 0 : 1, n = put_text(body, topic), id = n;
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

/* Writes the connection's next message to `to`; its size. */
static int next_message(Conn *c, char *to) {
  uint64_t n = c->sent++;
  total_sent++;
  Frame *f = &c->frame[0];
  if (alarm_every && (n + c->phase) % alarm_every == 0) f = &c->frame[1 + (c->alarms++ & 1)];
  memcpy(f->bytes + f->ts_at, ts_digits, 13);
  uint64_t seq = 1000000000 + n;
  for (int i = 9; i >= 0; i--, seq /= 10) f->bytes[f->seq_at + i] = '0' + seq % 10;
  if (f->id_at) {
    uint32_t id = n % 65535 + 1;
    f->bytes[f->id_at] = id >> 8; f->bytes[f->id_at + 1] = id;
    c->sent_at[n % window_size] = (uint32_t)(now_us() - began);
  }
  memcpy(to, f->bytes, f->size);
  return f->size;
}

static void want_write(Conn *c, int want) {
  if (c->waiting == want) return;
  c->waiting = want;
  struct epoll_event e = {.events = EPOLLIN | (want ? EPOLLOUT : 0), .data.ptr = c};
  epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e);
}

/* Sends what is in `out`; 1 when all of it went. */
static int flush_out(Conn *c) {
  while (c->out_at < c->out_size) {
    ssize_t n = write(c->fd, c->out + c->out_at, c->out_size - c->out_at);
    if (n < 0) {
      if (errno == EAGAIN) { want_write(c, 1); return 0; }
      closed++; c->up = -1; epoll_ctl(ep, EPOLL_CTL_DEL, c->fd, 0); return 0;
    }
    c->out_at += n;
  }
  c->out_at = c->out_size = 0;
  want_write(c, 0);
  return 1;
}

/* Up to `count` messages in one write. */
static void send_messages(Conn *c, int count) {
  if (c->up < 1 || (c->out_size && !flush_out(c))) return;
  while (count-- > 0 && c->out_size + MAX_FRAME < OUT_SIZE) c->out_size += next_message(c, c->out + c->out_size);
  flush_out(c);
}

static void fill(Conn *c) { send_messages(c, window_size - (int)(c->sent - c->acked)); }

static void note(uint64_t us) {
  int exponent = us < SUB ? 0 : 63 - __builtin_clzll(us) - 4;
  hist[exponent == 0 ? us : exponent * SUB + (us >> exponent) - SUB / 2]++;
}

static uint64_t percentile(double p) {
  uint64_t all = 0, seen = 0;
  for (int i = 0; i < 40 * SUB; i++) all += hist[i];
  for (int i = 0; i < 40 * SUB; i++)
    if (hist[i] && (seen += hist[i]) >= all * p) {
      int exponent = i < SUB ? 0 : i / SUB;
      return exponent ? (uint64_t)(i - exponent * SUB + SUB / 2) << exponent : (uint64_t)i;
    }
  return 0;
}

static void open_connection(Conn *c) {
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int one = 1;
  c->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&a, sizeof a)) die("connect");
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  fcntl(c->fd, F_SETFL, O_NONBLOCK);
  char user[32], body[256], packet[300];
  snprintf(user, sizeof user, "lab/d%d", c->index);
  int n = put_text(body, "MQTT");
  memcpy(body + n, "\x04\xc2\x02\x58", 4); /* login, clean session, keep alive 600 s */
  n += 4;
  n += put_text(body + n, user);
  n += put_text(body + n, user);
  n += put_text(body + n, "lab");
  int head = put_head(packet, 0x10, n);
  memcpy(packet + head, body, n);
  if (write(c->fd, packet, head + n) != head + n) die("login");
  struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
  epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e);
}

/* Reads what there is. `up`: connections that got their CONNACK. */
static void receive(Conn *c, int *up, int sending) {
  char in[8192];
  for (;;) {
    ssize_t n = read(c->fd, in, sizeof in);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) { closed++; c->up = -1; epoll_ctl(ep, EPOLL_CTL_DEL, c->fd, 0); return; }
    int bytes = c->rest + n, packets = bytes / 4;
    c->rest = bytes % 4;
    if (!c->up && packets) { /* CONNACK has four bytes as well */
      if (in[3]) { fprintf(stderr, "login refused: %d\n", in[3]); exit(1); }
      c->up = 1; (*up)++; packets--;
    }
    if (packets && mode != FLOOD) {
      uint32_t at = (uint32_t)(now_us() - began);
      for (int i = 0; i < packets; i++, c->acked++)
        if (measuring) note(at - c->sent_at[c->acked % window_size]);
      total_acked += packets;
      if (sending && mode == WINDOW) fill(c);
    }
    if (n < (ssize_t)sizeof in) return;
  }
}

static int up;

static void poll_once(int timeout, int sending) {
  struct epoll_event events[512];
  int n = epoll_wait(ep, events, 512, timeout);
  read_clock();
  for (int i = 0; i < n; i++) {
    Conn *c = events[i].data.ptr;
    if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(c, &up, sending);
    if (c->up > 0 && events[i].events & EPOLLOUT) {
      if (!flush_out(c)) continue;
      if (sending && mode == FLOOD) { send_messages(c, FLOOD_FRAMES); want_write(c, 1); }
      if (sending && mode == WINDOW) fill(c);
    }
  }
}

static void say(const char *event, uint64_t ms) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  printf("{\"event\":\"%s\",\"ms\":%llu,\"sent\":%llu,\"acked\":%llu,\"closed\":%d,\"p50\":%llu,\"p99\":%llu,\"max\":%llu,"
         "\"cpu\":%ld}\n", event, (unsigned long long)ms, (unsigned long long)total_sent, (unsigned long long)total_acked,
         closed, (unsigned long long)percentile(0.5), (unsigned long long)percentile(0.99),
         (unsigned long long)percentile(1), (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000 + u.ru_utime.tv_usec + u.ru_stime.tv_usec);
  fflush(stdout);
}

static void run(uint64_t us) {
  static int turn;
  uint64_t start = now_us(), end = start + us, given = 0;
  for (uint64_t t = start; t < end; t = now_us()) {
    if (mode == RATE) {
      for (uint64_t due = (t - start) * rate / 1000000; given < due; given++) {
        Conn *c = &conns[turn++ % connections];
        if (c->sent - c->acked < (uint64_t)window_size) send_messages(c, 1);
      }
    }
    poll_once(mode == RATE ? 1 : 10, 1);
  }
}

int main(int argc, char **argv) {
  if (argc < 12) { fprintf(stderr, "load: 11 arguments, see the top of load.c\n"); return 2; }
  mode = !strcmp(argv[1], "window") ? WINDOW : !strcmp(argv[1], "rate") ? RATE : !strcmp(argv[1], "flood") ? FLOOD : IDLE;
  port = atoi(argv[2]); connections = atoi(argv[3]); window_size = atoi(argv[4]); rate = atoi(argv[5]);
  warm_us = atof(argv[6]) * 1e6; run_us = atof(argv[7]) * 1e6; alarm_every = atoi(argv[8]);
  struct rlimit limit = {.rlim_cur = connections + 100, .rlim_max = connections + 100};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  ep = epoll_create1(0);
  conns = calloc(connections, sizeof *conns);
  began = now_us();
  for (int i = 0; i < connections; i++) {
    Conn *c = &conns[i];
    c->index = i;
    c->phase = i * 37;
    if (mode != IDLE) {
      c->out = malloc(OUT_SIZE);
      c->sent_at = calloc(window_size, sizeof *c->sent_at);
      render(&c->frame[0], i, "telemetry", argv[9]);
      render(&c->frame[1], i, "event", argv[10]);
      render(&c->frame[2], i, "event", argv[11]);
    }
    open_connection(c);
    while (i + 1 - up > 200 && !closed) poll_once(10, 0); /* logins under way */
  }
  while (up < connections && !closed) poll_once(100, 0);
  say("connected", (now_us() - began) / 1000);
  if (closed || getchar() == EOF) return closed ? 1 : 0;
  if (mode == IDLE) {
    for (uint64_t end = now_us() + run_us; now_us() < end;) poll_once(100, 0);
    say("done", run_us / 1000);
    return 0;
  }
  read_clock();
  if (mode != RATE) for (int i = 0; i < connections; i++) {
    if (mode == WINDOW) fill(&conns[i]);
    else { send_messages(&conns[i], FLOOD_FRAMES); want_write(&conns[i], 1); }
  }
  uint64_t t = now_us();
  run(warm_us);
  say("warm", (now_us() - t) / 1000);
  measuring = 1;
  t = now_us();
  run(run_us);
  measuring = 0;
  say("stopped", (now_us() - t) / 1000);
  /* A message half written belongs to the others; then wait for the last acknowledgements. */
  for (uint64_t end = now_us() + 60000000; now_us() < end;) {
    int left = mode != FLOOD && total_acked < total_sent;
    for (int i = 0; i < connections; i++) left |= conns[i].up > 0 && conns[i].out_size > 0;
    if (!left || closed == connections) break;
    poll_once(50, 0);
  }
  say("done", (now_us() - t) / 1000);
  return 0;
}
