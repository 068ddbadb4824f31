/*
 * Sends events with ids of their own over many connections, and tells how each was answered and how long that took.
 *
 * Usage: overload PORT KEY PREFIX RATE CONNECTIONS SECONDS FILE
 *
 * With a RATE, requests are due at fixed times, whatever becomes of them and whatever Retry-After says; one that is due
 * while every connection waits for an answer is counted as missed. With RATE 0, each connection sends again as soon as
 * it has its answer. The ids of acknowledged events go into FILE, one a line; the results to standard output as JSON.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_BYTES = 4096, REQUEST_BYTES = 1024, LONGEST_MS = 60000, STATUSES = 600, GRACE_SECONDS = 10 };

struct connection {
    int socket;
    long number; /* Of the request that waits for its answer; 0 where none does. */
    double sent_at;
    int length;
    char answer[ANSWER_BYTES];
};

static const char *key, *prefix;
static int port, poller, connection_count;
static struct connection *connections;
static int *idle, idle_count;
static FILE *file;
static long sent, missed, failures, without_retry_after, statuses[STATUSES], accepted_ms[LONGEST_MS],
    refused_ms[LONGEST_MS];

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void connect_to_server(struct connection *c) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    const char *hello = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
    int yes = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if ((c->socket = socket(AF_INET, SOCK_STREAM, 0)) < 0) fail("socket");
    if (connect(c->socket, (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
    setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    /* Until this is answered the connection only waits in the kernel. */
    if (send(c->socket, hello, strlen(hello), MSG_NOSIGNAL) < 0) fail("send");
    if (recv(c->socket, c->answer, ANSWER_BYTES - 1, 0) <= 0) fail("recv");
    fcntl(c->socket, F_SETFL, O_NONBLOCK);
    if (epoll_ctl(poller, EPOLL_CTL_ADD, c->socket, &event) != 0) fail("epoll_ctl");
    c->number = 0;
    c->length = 0;
    idle[idle_count++] = (int)(c - connections);
}

static void reconnect(struct connection *c) {
    int i;
    failures++;
    close(c->socket);
    if (c->number == 0) {
        for (i = 0; i < idle_count && idle[i] != c - connections; i++) {}
        if (i < idle_count) idle[i] = idle[--idle_count];
    }
    connect_to_server(c);
}

static void send_event(void) {
    struct connection *c = &connections[idle[--idle_count]];
    char body[REQUEST_BYTES], request[2 * REQUEST_BYTES];
    int length;
    c->number = ++sent;
    length = snprintf(body, sizeof body,
        "{\"event_type\":\"ping\",\"user_id\":\"u%ld\",\"event_id\":\"%s%ld\","
        "\"properties\":{\"plan\":\"pro\",\"price\":12.5,\"n\":%ld}}",
        c->number % 10000, prefix, c->number, c->number);
    length = snprintf(request, sizeof request,
        "POST /api/v1/track HTTP/1.1\r\nHost: localhost\r\nX-API-Key: %s\r\nContent-Type: application/json\r\n"
        "Content-Length: %d\r\n\r\n%s",
        key, length, body);
    c->sent_at = now();
    c->length = 0;
    /* So little always fits into a socket that nothing waits in. */
    if (send(c->socket, request, (size_t)length, MSG_NOSIGNAL) != length) reconnect(c);
}

/* Whether the answer is there as a whole; the connection is idle then. */
static int take_answer(struct connection *c) {
    char *end, *header;
    int status, passed;
    c->answer[c->length] = 0;
    if ((end = strstr(c->answer, "\r\n\r\n")) == NULL) return 0;
    if ((header = strcasestr(c->answer, "\r\ncontent-length:")) == NULL) return 0;
    if (c->length < end + 4 - c->answer + atoi(header + 17)) return 0;
    status = atoi(c->answer + 9);
    passed = (int)((now() - c->sent_at) * 1000);
    if (passed >= LONGEST_MS) passed = LONGEST_MS - 1;
    if (status < 0 || status >= STATUSES) status = 0;
    statuses[status]++;
    (status == 200 ? accepted_ms : refused_ms)[passed]++;
    if (status == 200) fprintf(file, "%s%ld\n", prefix, c->number);
    if ((status == 503 || status == 429) && strcasestr(c->answer, "\r\nretry-after:") == NULL) without_retry_after++;
    c->number = 0;
    idle[idle_count++] = (int)(c - connections);
    return 1;
}

static void receive(struct connection *c) {
    ssize_t count = recv(c->socket, c->answer + c->length, (size_t)(ANSWER_BYTES - 1 - c->length), 0);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) {
        reconnect(c);
        return;
    }
    c->length += (int)count;
    if (c->number != 0) take_answer(c);
}

static void print_times(const char *name, const long *times) {
    const char *separator = "";
    printf("\"%s\": {", name);
    for (int i = 0; i < LONGEST_MS; i++) {
        if (times[i] == 0) continue;
        printf("%s\"%d\": %ld", separator, i, times[i]);
        separator = ", ";
    }
    printf("}, ");
}

int main(int argc, char **argv) {
    struct epoll_event events[512];
    struct rlimit files;
    const char *separator = "";
    double rate, seconds, start, time;
    long due, done = 0;
    if (argc != 8) return 64;
    port = atoi(argv[1]);
    key = argv[2];
    prefix = argv[3];
    rate = atof(argv[4]);
    connection_count = atoi(argv[5]);
    seconds = atof(argv[6]);
    if ((file = fopen(argv[7], "w")) == NULL) fail(argv[7]);
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    connections = calloc((size_t)connection_count, sizeof *connections);
    idle = calloc((size_t)connection_count, sizeof *idle);
    poller = epoll_create1(0);
    if (connections == NULL || idle == NULL || poller < 0) fail("start");
    for (int i = 0; i < connection_count; i++) connect_to_server(&connections[i]);

    start = now();
    for (;;) {
        time = now();
        if (time >= start + seconds && idle_count == connection_count) break;
        if (time >= start + seconds + GRACE_SECONDS) break;
        due = rate > 0 ? (long)((time - start) * rate) : sent + idle_count;
        if (time >= start + seconds) due = 0;
        while (sent + missed < due && idle_count > 0) send_event();
        if (rate > 0 && sent + missed < due) missed = due - sent;
        int count = epoll_wait(poller, events, 512, 1);
        for (int i = 0; i < count; i++) receive(events[i].data.ptr);
        if (time < start + seconds) done = sent;
    }
    fclose(file);

    printf("{\"seconds\": %f, \"sent\": %ld, \"missed\": %ld, ", seconds, done, missed);
    print_times("accepted_ms", accepted_ms);
    print_times("refused_ms", refused_ms);
    printf("\"failures\": %ld, \"unanswered\": %d, \"without_retry_after\": %ld, \"statuses\": {", failures,
        connection_count - idle_count, without_retry_after);
    for (int i = 0; i < STATUSES; i++) {
        if (statuses[i] == 0) continue;
        printf("%s\"%d\": %ld", separator, i, statuses[i]);
        separator = ", ";
    }
    printf("}}\n");
    return 0;
}
