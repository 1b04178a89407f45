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
#include "load-connection.h"

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
      render(&c->frame[0], i, mode != FLOOD, "telemetry", argv[9]);
      render(&c->frame[1], i, mode != FLOOD, "event", argv[10]);
      render(&c->frame[2], i, mode != FLOOD, "event", argv[11]);
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
