#include "server/client.h"
#include "base/err.h"
#include "tests/tap.h"

static void is_client(const char *trusted, const char *peer, const char *forwarded,
                      const char *expected)
{
    struct proxy_list proxies;
    struct address from = {0}, found;
    char text[ADDRESS_TEXT_SIZE];

    tap_is_int(proxy_list_read(str_from(trusted), &proxies), 0, "the list \"%s\" is one", trusted);
    tap_ok(address_parse(str_from(peer), &from), "%s is an address", peer);
    found = client_address(&proxies, &from, str_from(forwarded));
    address_text(&found, text);
    tap_is_str(str_from(text), str_from(expected), "%s forwards \"%s\"", peer, forwarded);
}

static void test_forwarded(void)
{
    /* nobody is trusted: nobody is believed */
    is_client("", "192.0.2.1", "198.51.100.7", "192.0.2.1");
    is_client("127.0.0.1", "192.0.2.1", "198.51.100.7", "192.0.2.1");
    /* one proxy: what it saw, whatever the client wrote before */
    is_client("127.0.0.1", "127.0.0.1", "198.51.100.7", "198.51.100.7");
    is_client("127.0.0.1", "127.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7");
    is_client("127.0.0.1", "127.0.0.1", "127.0.0.1, 198.51.100.7", "198.51.100.7");
    is_client("127.0.0.1", "127.0.0.1", "", "127.0.0.1");
    /* two proxies, one behind the other */
    is_client("127.0.0.1,10.0.0.0/8", "127.0.0.1", "203.0.113.9, 198.51.100.7, 10.1.2.3",
              "198.51.100.7");
    is_client("127.0.0.1, 10.0.0.0/8", "127.0.0.1", "10.1.2.3", "10.1.2.3");
    /* a network ends within a byte */
    is_client("10.16.0.0/12", "10.31.255.255", "198.51.100.7", "198.51.100.7");
    is_client("10.16.0.0/12", "10.32.0.0", "198.51.100.7", "10.32.0.0");
    is_client("0.0.0.0/0", "203.0.113.9", "198.51.100.7", "198.51.100.7");
    is_client("0.0.0.0/0", "2001:db8::1", "198.51.100.7", "2001:db8::1");
    /* ports, IPv6, and an IPv4 address that came over IPv6 */
    is_client("::1", "::1", "2001:db8::7", "2001:db8::7");
    is_client("::1", "::1", "[2001:db8::7]:4711", "2001:db8::7");
    is_client("::1", "::1", "198.51.100.7:4711", "198.51.100.7");
    is_client("127.0.0.0/8", "::ffff:127.0.0.1", "198.51.100.7", "198.51.100.7");
    is_client("2001:db8::/33", "2001:db8:7fff::1", "198.51.100.7", "198.51.100.7");
    is_client("2001:db8::/33", "2001:db8:8000::1", "198.51.100.7", "2001:db8:8000::1");
    /* what is no address ends the search */
    is_client("127.0.0.1", "127.0.0.1", "unknown", "127.0.0.1");
    is_client("127.0.0.1,10.0.0.0/8", "127.0.0.1", "198.51.100.7, _hidden, 10.0.0.1", "10.0.0.1");
    is_client("127.0.0.1", "127.0.0.1", ",,", "127.0.0.1");
}

static void test_lists(void)
{
    static const char *const bad[] = {"here",        "127.0.0.1,", ",127.0.0.1",  "10.0.0.0/33",
                                      "10.0.0.0/-1", "::1/129",    "10.0.0.0/8/", "127.0.0.1 ::1",
                                      "10.0.0.0/",   " ",          "10.0.0/8"};
    struct proxy_list list;
    char many[33 * 10];
    size_t n = 0;

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        tap_is_int(proxy_list_read(str_from(bad[i]), &list), -ERR_INPUT, "\"%s\" is refused",
                   bad[i]);
    for (int i = 0; i < 33; i++)
        n += (size_t)snprintf(many + n, sizeof many - n, "%s10.0.0.%d", i > 0 ? "," : "", i);
    tap_is_int(proxy_list_read((struct str){many, n}, &list), -ERR_LIMIT, "33 are too many");
}

int main(void)
{
    test_forwarded();
    test_lists();
    return tap_done();
}
