#include "server/client.h"

#include "base/err.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

static const uint8_t v4_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

static struct address from_v4(const void *four)
{
    struct address address;

    memcpy(address.bytes, v4_prefix, sizeof v4_prefix);
    memcpy(address.bytes + sizeof v4_prefix, four, 4);
    return address;
}

struct address address_of(const struct sockaddr *from)
{
    struct address address = {0};
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;

    if (from != NULL && from->sa_family == AF_INET) {
        memcpy(&v4, from, sizeof v4);
        address = from_v4(&v4.sin_addr);
    } else if (from != NULL && from->sa_family == AF_INET6) {
        memcpy(&v6, from, sizeof v6);
        memcpy(address.bytes, &v6.sin6_addr, sizeof address.bytes);
    }
    return address;
}

bool address_parse(struct str text, struct address *ret)
{
    char z[ADDRESS_TEXT_SIZE];
    struct in_addr v4;

    if (text.n == 0 || text.n >= sizeof z || memchr(text.p, '\0', text.n) != NULL)
        return false;
    memcpy(z, text.p, text.n);
    z[text.n] = '\0';
    if (inet_pton(AF_INET, z, &v4) == 1) {
        *ret = from_v4(&v4);
        return true;
    }
    return inet_pton(AF_INET6, z, ret->bytes) == 1;
}

bool address_is_v4(const struct address *address)
{
    return memcmp(address->bytes, v4_prefix, sizeof v4_prefix) == 0;
}

void address_text(const struct address *address, char out[ADDRESS_TEXT_SIZE])
{
    const char *text =
        address_is_v4(address)
            ? inet_ntop(AF_INET, address->bytes + sizeof v4_prefix, out, ADDRESS_TEXT_SIZE)
            : inet_ntop(AF_INET6, address->bytes, out, ADDRESS_TEXT_SIZE);

    if (text == NULL)
        out[0] = '\0';
}

static struct str trimmed(struct str text)
{
    while (text.n > 0 && (text.p[0] == ' ' || text.p[0] == '\t'))
        text = (struct str){text.p + 1, text.n - 1};
    while (text.n > 0 && (text.p[text.n - 1] == ' ' || text.p[text.n - 1] == '\t'))
        text.n--;
    return text;
}

static int read_network(struct str text, struct proxy_list *list)
{
    struct str rest = trimmed(text), address = {0};
    struct address *network;
    int64_t bits = 128, most;

    if (list->n == PROXIES_MAX)
        return -ERR_LIMIT;
    network = &list->v[list->n].network;
    if (!str_cut(&rest, '/', &address) || !address_parse(address, network))
        return -ERR_INPUT;
    most = address_is_v4(network) ? 32 : 128;
    if (rest.p != NULL) {
        if (str_parse_i64(rest, &bits) < 0 || bits < 0 || bits > most)
            return -ERR_INPUT;
        bits += 128 - most;
    }
    list->v[list->n++].bits = (unsigned)bits;
    return 0;
}

int proxy_list_read(struct str text, struct proxy_list *ret)
{
    struct str rest = text, piece;
    int r = 0;

    *ret = (struct proxy_list){0};
    if (text.n == 0)
        return 0;
    while (r == 0 && str_cut(&rest, ',', &piece))
        r = read_network(piece, ret);
    return r;
}

static bool is_trusted(const struct proxy_list *proxies, const struct address *address)
{
    for (size_t i = 0; i < proxies->n; i++) {
        const uint8_t *network = proxies->v[i].network.bytes;
        unsigned whole = proxies->v[i].bits / 8, rest = proxies->v[i].bits % 8;

        if (memcmp(network, address->bytes, whole) == 0 &&
            (rest == 0 || (network[whole] ^ address->bytes[whole]) >> (8 - rest) == 0))
            return true;
    }
    return false;
}

/* "192.0.2.1", "192.0.2.1:4711", "2001:db8::1" or "[2001:db8::1]:4711". */
static bool parse_entry(struct str text, struct address *ret)
{
    const char *end;

    if (address_parse(text, ret))
        return true;
    if (str_starts(text, STR("["))) {
        end = memchr(text.p, ']', text.n);
        return end != NULL &&
               address_parse((struct str){text.p + 1, (size_t)(end - text.p) - 1}, ret);
    }
    end = text.n > 0 ? memchr(text.p, ':', text.n) : NULL;
    return end != NULL && address_parse((struct str){text.p, (size_t)(end - text.p)}, ret);
}

struct address client_address(const struct proxy_list *proxies, const struct address *peer,
                              struct str forwarded)
{
    struct address client = *peer, next;

    while (is_trusted(proxies, &client) && forwarded.n > 0) {
        const char *comma = memrchr(forwarded.p, ',', forwarded.n);
        size_t at = comma != NULL ? (size_t)(comma - forwarded.p) + 1 : 0;

        if (!parse_entry(trimmed((struct str){forwarded.p + at, forwarded.n - at}), &next))
            break;
        client = next;
        forwarded.n = comma != NULL ? at - 1 : 0;
    }
    return client;
}
