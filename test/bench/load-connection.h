/* One device of the load generator: its socket, what it has sent and what was acknowledged. */
#include "load-frames.h"
#include "load-histogram.h"

#define FLOOD_FRAMES 16
#define OUT_SIZE (1 << 16)

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
static uint64_t began, total_sent, total_acked;
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

/* Writes the connection's next message to `to`; its size. */
static int next_message(Conn *c, char *to) {
  uint64_t n = c->sent++;
  total_sent++;
  Frame *f = &c->frame[0];
  if (alarm_every && (n + c->phase) % alarm_every == 0) f = &c->frame[1 + (c->alarms++ & 1)];
  patch(f, ts_digits, n);
  if (f->id_at) c->sent_at[n % window_size] = (uint32_t)(now_us() - began);
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

static void open_connection(Conn *c) {
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int one = 1;
  c->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&a, sizeof a)) die("connect");
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  fcntl(c->fd, F_SETFL, O_NONBLOCK);
  char packet[300];
  int size = login(packet, c->index);
  if (write(c->fd, packet, size) != size) die("login");
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
